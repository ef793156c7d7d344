using System.Xml.Linq;
using VirtProvision.Core.Comparison;

namespace VirtProvision.Core.Patching;

/// <summary>What one of those who have a say made of a domain's XML.</summary>
/// <param name="Layer">The patch; null for the domain's own spec and for what goes back.</param>
internal sealed record PatchStage(PatchLayer? Layer, XElement Desired, ImmutableArray<FieldChange> Changes, ImmutableArray<ChangePlace> Places, XElement Merged)
{
    public bool IsOwn { get; init; }

    /// <summary>Nothing is taken away that desired does not name: what a patch dropped has gone back before.</summary>
    public static PatchStage Run(KindFacts facts, PatchLayer? layer, XElement desired, XElement current, XElement? last = null)
    {
        var places = new List<ChangePlace>();
        var comparer = new ElementComparer(current, desired) { Disowns = false, Places = places, Creation = ReferenceEquals(desired, layer?.Desired) ? layer?.Creation : null };
        comparer.Compare(facts.Root, last, desired, current);
        return new PatchStage(layer, desired, comparer.Changes, [.. places], new ComparisonResult(comparer.Changes, current, comparer.Edits).Merged);
    }
}
