using System.Xml.Linq;

namespace VirtProvision.Core.Comparison;

/// <summary>Finds what a running object would get, and lose, by being started anew.</summary>
public static class PendingComparer
{
    /// <summary>
    /// Changes from the live to the inactive configuration, without what starting itself adds, rewrites or assigns (aliases, ports, host paths, labels,
    /// the CPU model that host-model became): <c>runtime</c> and <c>assigned</c> in the facts. Their <see cref="FieldChange.Effect"/> says whether a restart
    /// is needed, or a call would do.
    /// </summary>
    public static ImmutableArray<FieldChange> Compare(KindFacts facts, XElement inactive, XElement live)
    {
        var comparer = new ElementComparer(live, inactive) { IsPending = true };
        comparer.Compare(facts.Root, live, inactive, live);
        return comparer.Changes;
    }
}
