using System.Xml.Linq;
using VirtProvision.Core.Comparison;

namespace VirtProvision.Core.Patching;

/// <summary>
/// Compares a domain with all that its own spec and patches say of it. What a patch no longer says goes back first, then the spec comes, then patch after patch,
/// each upon what the one before left; what differs in the end is to be done.
/// </summary>
public static class PatchComparer
{
    /// <param name="own">What the domain's own spec says; null when no spec of the run is its.</param>
    public static PatchedComparison Compare(KindFacts facts, DomainLayers layers, DomainLayer? own, XElement observed)
    {
        var memories = PatchMemory.ReadAll(observed);
        var reversion = PatchReversion.Of(facts, layers, memories, observed);
        var stages = new List<PatchStage>();
        var current = observed;
        if (reversion.Restored is { } restored)
        {
            current = Add(stages, PatchStage.Run(facts, null, restored, current));
        }

        if (own is not null)
        {
            var compared = XmlComparer.Compare(facts, own.LastApplied, own.Desired, current, own.Creation);
            current = Add(stages, new PatchStage(null, own.Desired, compared.Changes, [], compared.Merged) { IsOwn = true });
        }

        var known = reversion.Memories.ToList();
        var missing = new List<MissingItem>();
        foreach (var layer in layers.Patches)
        {
            var index = known.FindIndex(memory => memory.Name == layer.Name);
            var desired = MissingItems.Without(facts, layer, ItemPatterns.Expand(facts, layer.Desired, current), current, missing);
            var stage = PatchStage.Run(facts, layer, desired, current, index < 0 ? null : known[index].LastApplied);
            var memory = MemoryOf(facts, layers, layer, stage, index < 0 ? [] : known[index].Fields);
            known.RemoveAll(other => other.Name == layer.Name);
            known.Insert(index < 0 ? known.Count : index, memory);
            current = Add(stages, stage);
        }

        var changes = NetChanges.Of(stages.SelectMany(static stage => stage.Changes));
        return new PatchedComparison(changes, PatchMemory.WriteAll(current, known), changes.IsEmpty && IsStale(facts, memories, known), reversion.Notes)
        {
            Conflicts = PatchConflicts.Find(facts, stages, current),
            Missing = [.. missing],
            Refused = [.. stages.Where(static stage => stage.Layer is not null).SelectMany(static stage => stage.Changes
                .Where(static change => change.Effect is Effect.Replace or Effect.DataLoss)
                .Select(change => new RefusedChange(stage.Layer!, change)))],
        };
    }

    private static XElement Add(List<PatchStage> stages, PatchStage stage)
    {
        stages.Add(stage);
        return stage.Merged;
    }

    private static PatchMemory MemoryOf(KindFacts facts, DomainLayers layers, PatchLayer layer, PatchStage stage, ImmutableArray<PatchedField> kept)
    {
        var salt = layers.Salt.AsSpan();
        var applied = new XElement(layer.Desired);
        AppliedMemory.HideSecrets(facts.Root, applied, salt);
        var fields = kept.ToList();
        foreach (var (change, place) in stage.Changes.Zip(stage.Places))
        {
            var field = PatchedField.Of(facts, change, place);
            var element = FactsOf(facts, field);
            field = field with { Before = PatchMemory.WithoutSecrets(element, field.Before, salt), Ours = PatchMemory.WithoutSecrets(element, field.Ours, salt) };
            var path = field.Path.ToString();
            var index = fields.FindIndex(other => other.Path.ToString() == path);

            // What was there before the patch stays what comes back, however often the patch changes.
            if (index < 0)
            {
                fields.Add(field);
            }
            else
            {
                fields[index] = field with { Before = fields[index].Before, IsSecret = field.IsSecret || fields[index].IsSecret };
            }
        }

        return new PatchMemory(layer.Name, layers.Version, applied, [.. fields]);
    }

    private static FieldFacts FactsOf(KindFacts facts, PatchedField field)
    {
        var known = facts.Root;
        foreach (var step in field.Path.Steps)
        {
            known = step.Name[0] is '@' ? known : known.Element(XName.Get(step.Name));
        }

        return known;
    }

    private static bool IsStale(KindFacts facts, ImmutableArray<PatchMemory> before, List<PatchMemory> after) =>
        before.Length != after.Count
        || before.Zip(after).Any(pair => pair.First.Name != pair.Second.Name
            || pair.First.Fields.Length != pair.Second.Fields.Length
            || !pair.First.Fields.Select(static field => field.Path.ToString()).SequenceEqual(pair.Second.Fields.Select(static field => field.Path.ToString()))
            || !AreAlike(facts, pair.First.LastApplied, pair.Second.LastApplied));

    // Salts are new each time; the marks of what is absent count as well.
    private static bool AreAlike(KindFacts facts, XElement one, XElement other) =>
        XNode.DeepEquals(one, other)
        || (Marks(one).SequenceEqual(Marks(other))
            && XmlComparer.Compare(facts, null, one, other).Changes.IsEmpty
            && XmlComparer.Compare(facts, null, other, one).Changes.IsEmpty);

    private static IEnumerable<string> Marks(XElement element) => element.DescendantsAndSelf()
        .SelectMany(static at => at.Attributes().Where(static attribute => Xml.ProvisionNamespace.IsOurs(attribute.Name)).Select(attribute => $"{at.Name} {attribute}"));
}
