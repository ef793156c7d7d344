using System.Xml.Linq;
using VirtProvision.Core.Comparison;

namespace VirtProvision.Core.Patching;

/// <summary>
/// A patch that speaks of a disk by its target wants to change that disk, not to make one of nothing else. Where the domain has no such device, and the patch does
/// not say what one cannot be made without (<c>needs</c> in the facts), it is left out.
/// </summary>
internal static class MissingItems
{
    public static XElement Without(KindFacts facts, PatchLayer layer, XElement desired, XElement observed, List<MissingItem> missing)
    {
        var stage = PatchStage.Run(facts, null, desired, observed);
        var lacking = stage.Changes.Zip(stage.Places)
            .Where(pair => pair.First.Kind is FieldChangeKind.Add && pair.Second is { Kind: PlaceKind.Element, After: [_] } && !IsEnough(facts, pair.First, pair.Second.After[0]))
            .ToArray();
        if (lacking.Length == 0)
        {
            return desired;
        }

        var without = new XElement(desired);
        var originals = desired.Descendants().ToList();
        var copies = without.Descendants().ToList();
        foreach (var (change, place) in lacking)
        {
            missing.Add(new MissingItem(layer, change.Path.Steps[^1].Name, change.Path.Steps[^1].Key));
            copies[originals.IndexOf(place.After[0])].Remove();
        }

        return without;
    }

    private static bool IsEnough(KindFacts facts, FieldChange change, XElement item)
    {
        var known = change.Path.Steps.Aggregate(facts.Root, static (known, step) => known.Element(XName.Get(step.Name)));
        return known.Needs.IsEmpty || known.Needs.Any(path => path.ValueIn(item) is not null);
    }
}
