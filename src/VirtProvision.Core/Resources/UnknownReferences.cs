using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Resources;

/// <summary>Reports the references that nothing answers to.</summary>
public static class UnknownReferences
{
    /// <param name="isOnHost">Whether the host has a resource.</param>
    public static void Report(ResourceGraph graph, Func<ResourceId, bool> isOnHost, DiagnosticBag diagnostics)
    {
        foreach (var reference in graph.External)
        {
            if (isOnHost(reference.Id))
            {
                continue;
            }

            // In a folder that this run makes a pool of, there may well be files already.
            if (reference.Id.Pool is { } pool && new ResourceId(ResourceKind.StoragePool, pool) is var poolId && graph.Dependencies.ContainsKey(poolId) && !isOnHost(poolId))
            {
                diagnostics.Add(ResourceDiagnostics.VolumeNotYetKnown(reference));
                continue;
            }

            var by = graph.Resources.FirstOrDefault(spec => spec.Id == reference.By)?.Span ?? reference.Place;
            var near = FindNearest(graph, reference.Id);
            diagnostics.Add(ResourceDiagnostics.UnknownReference(reference, by, near?.Id, near?.Span));
        }
    }

    // Of the same kind; for a volume by pool and name together, so that the right name in a wrong pool is found.
    private static ResourceSpec? FindNearest(ResourceGraph graph, ResourceId id)
    {
        var candidates = graph.Resources.Where(spec => spec.Id.Kind == id.Kind).ToList();
        return candidates.Find(spec => spec.Id.Name == id.Name)
            ?? (Nearest.To(id.Name, candidates.Select(static spec => spec.Id.Name)) is { } name ? candidates.Find(spec => spec.Id.Name == name) : null);
    }
}
