using System.Xml.Linq;

namespace VirtProvision.Core.Comparison;

/// <summary>Three-way comparison: what was last applied, what is desired now, and what the host has.</summary>
public static class XmlComparer
{
    /// <summary>
    /// In desired and different on the host: add or modify. In last applied and no longer in desired: remove. On the host alone: the host's own, kept.
    /// </summary>
    /// <param name="lastApplied">The sparse XML of the last apply, or null when we never applied: then nothing is removed.</param>
    /// <param name="desired">Sparse: what the spec says.</param>
    /// <param name="observed">The host's whole XML. Not changed; <see cref="ComparisonResult.Merged"/> is a copy.</param>
    /// <param name="creation">Desired with the defaults of creation under it: a device that is added is made of this.</param>
    public static ComparisonResult Compare(KindFacts facts, XElement? lastApplied, XElement desired, XElement observed, XElement? creation = null)
    {
        var comparer = new ElementComparer(observed, desired) { Creation = creation };
        comparer.Compare(facts.Root, lastApplied, desired, observed);
        return new ComparisonResult(comparer.Changes, observed, comparer.Edits);
    }
}
