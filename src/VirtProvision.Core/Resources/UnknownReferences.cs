using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Resources;

/// <summary>Reports the references that nothing answers to.</summary>
public static class UnknownReferences
{
    /// <param name="isOnHost">Whether the host has a resource.</param>
    /// <param name="isHeld">Whether the host's own object holds a reference already: then nothing here brings it, whoever broke it.</param>
    public static void Report(ResourceGraph graph, Func<ResourceId, bool> isOnHost, DiagnosticBag diagnostics, Func<ExternalReference, bool>? isHeld = null)
    {
        // A disk with a volume of its own needs the pool twice, for itself and for the volume; both say so at the same place.
        foreach (var reference in graph.External.DistinctBy(static reference => (reference.Id, reference.Place)))
        {
            if (isOnHost(reference.Id) || isHeld?.Invoke(reference) is true)
            {
                continue;
            }

            // In a folder that this run makes a pool of, there may well be files already.
            if (reference.Id.Pool is { } pool && new ResourceId(ResourceKind.StoragePool, pool) is var poolId && graph.Dependencies.ContainsKey(poolId) && !isOnHost(poolId))
            {
                diagnostics.Add(ResourceDiagnostics.VolumeNotYetKnown(reference));
                continue;
            }

            // A volume that a disk brings stands in no text; its domain does.
            var user = graph.Resources.FirstOrDefault(spec => spec.Id == reference.By);
            var written = user?.DeclaredBy is { } domain ? reference with { By = domain } : reference;
            var near = FindNearest(graph, reference.Id);
            diagnostics.Add(ResourceDiagnostics.UnknownReference(written, user?.Span ?? reference.Place, near?.Id, near?.Span));
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
