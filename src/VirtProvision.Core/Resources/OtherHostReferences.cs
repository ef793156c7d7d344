using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Fleet;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Core.Resources;

/// <summary>Finds what names a resource that the specs declare for another host only.</summary>
public static class OtherHostReferences
{
    /// <param name="graphs">What each host gets; null is the host of the connection.</param>
    public static void Report(IReadOnlyList<(DeclaredHost? Host, ResourceGraph Graph)> graphs, DiagnosticBag diagnostics)
    {
        foreach (var (host, graph) in graphs)
        {
            foreach (var reference in graph.External.DistinctBy(static reference => (reference.Id, reference.Place)))
            {
                if (ComesWithLibvirt(reference.Id) || graphs.FirstOrDefault(other => other.Graph.Dependencies.ContainsKey(reference.Id)) is not { Graph: { } elsewhere } other)
                {
                    continue;
                }

                var declared = elsewhere.Resources.First(spec => spec.Id == reference.Id);
                var by = graph.Resources.FirstOrDefault(spec => spec.Id == reference.By)?.DeclaredBy ?? reference.By;
                diagnostics.Add(FleetDiagnostics.OnAnotherHost(
                    reference.Place, reference.Id.ToString(), by.ToString(), host?.Name, other.Host?.Name, declared.Span, reference.Id.Kind == ResourceKind.StorageVolume));
            }
        }
    }

    // What libvirt's packages set up on each host need not be in the specs of each. Whether it is there, the host says.
    private static bool ComesWithLibvirt(ResourceId id) =>
        id.Name is "default" && (id.Kind == ResourceKind.Network || id.Kind == ResourceKind.StoragePool);
}
