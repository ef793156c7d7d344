using System.Xml.Linq;
using VirtProvision.Core.Comparison;

namespace VirtProvision.Core.Patching;

/// <summary>What goes back: fields that a patch changed and no longer names, where the host still has what the patch made of them.</summary>
/// <param name="Restored">Sparse XML of what was there before; null when nothing goes back.</param>
/// <param name="Memories">Those that stay, without what went back.</param>
internal sealed record PatchReversion(XElement? Restored, ImmutableArray<PatchMemory> Memories, ImmutableArray<string> Notes)
{
    public static PatchReversion Of(KindFacts facts, DomainLayers layers, ImmutableArray<PatchMemory> memories, XElement observed)
    {
        if (memories.IsEmpty)
        {
            return new PatchReversion(null, [], []);
        }

        var tree = new FieldTree(facts, observed);
        var notes = ImmutableArray.CreateBuilder<string>();
        var staying = memories.Where(memory => !layers.Reverted.Contains(memory.Name)).ToDictionary(static memory => memory.Name);
        foreach (var memory in memories.Reverse())
        {
            var layer = layers.Patches.FirstOrDefault(layer => layer.Name == memory.Name);
            if (layer is null && staying.ContainsKey(memory.Name))
            {
                // Another set's: it is not ours to judge.
                continue;
            }

            var named = layer is null ? null : NamedFields.Of(facts, ItemPatterns.Expand(facts, layer.Desired, observed), observed);
            var leaving = memory.Fields.Where(field => named is null || !named.Holds(field)).ToArray();
            if (layer is not null)
            {
                staying[memory.Name] = memory with { Fields = memory.Fields.RemoveAll(leaving.Contains) };
            }

            foreach (var field in leaving)
            {
                if (!HandOver(facts, field, layers, staying, observed))
                {
                    GoBack(facts, field, memory, tree, observed, notes);
                }
            }
        }

        return new PatchReversion(
            tree.Root.HasElements || tree.Root.HasAttributes ? tree.Root : null,
            [.. memories.Where(memory => staying.ContainsKey(memory.Name)).Select(memory => staying[memory.Name])],
            notes.ToImmutable());
    }

    private static void GoBack(KindFacts facts, PatchedField field, PatchMemory memory, FieldTree tree, XElement observed, ImmutableArray<string>.Builder notes)
    {
        if (field.IsSecret)
        {
            notes.Add($"DomainPatch/{memory.Name} set the secret {field.Path}; what was there before is not kept, so it stays.");
        }
        else if (!HasStill(facts, field, observed))
        {
            notes.Add($"{field.Path} is not any more what DomainPatch/{memory.Name} made of it: it was changed on the host and stays as it is.");
        }
        else
        {
            tree.Add(field, field.Before, field.Ours);
        }
    }

    // Two patches said the same of it and one of them, which this run does not know, goes on saying so.
    private static bool HandOver(KindFacts facts, PatchedField field, DomainLayers layers, Dictionary<string, PatchMemory> staying, XElement observed)
    {
        foreach (var other in staying.Values)
        {
            if (layers.Patches.Any(layer => layer.Name == other.Name) || field.IsSecret || !NamedFields.Of(facts, ItemPatterns.Expand(facts, other.LastApplied, observed), observed).Holds(field))
            {
                continue;
            }

            var path = field.Path.ToString();
            staying[other.Name] = other with { Fields = other.Fields.RemoveAll(known => known.Path.ToString() == path).Add(field) };
            return true;
        }

        return false;
    }

    private static bool HasStill(KindFacts facts, PatchedField field, XElement observed)
    {
        var tree = new FieldTree(facts, observed);
        return tree.Add(field, field.Ours, field.Before)
            && new ElementComparer(observed, tree.Root) { Disowns = false }.CountDifferences(facts.Root, tree.Root, observed) == 0;
    }
}
