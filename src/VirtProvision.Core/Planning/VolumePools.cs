using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Planning;

/// <summary>Volumes can be seen and made only while their pool runs.</summary>
internal static class VolumePools
{
    /// <summary>Whether this run starts the volume's pool, or makes it.</summary>
    public static bool WillRun(ResourceId volume, PlannerInput input) =>
        Declared(volume, input) is { } pool && (Planner.Wish(pool, Planner.Running) ?? input.Observed.Find(pool.Id) is null);

    public static void Report(PlannerInput input, ReadOnlySpan<ResourceChange> changes, DiagnosticBag diagnostics)
    {
        for (var i = 0; i < changes.Length; i++)
        {
            var spec = input.Graph.Resources[i];
            if (spec.Id.Kind != ResourceKind.StorageVolume)
            {
                continue;
            }

            if (changes[i].Action is ChangeAction.Create && Declared(spec.Id, input) is { } pool && Planner.Wish(pool, Planner.Running) is false)
            {
                diagnostics.Add(PlanningDiagnostics.PoolKeptFromRunning(spec.Span, spec.Id, pool.Span));
            }
            else if (changes[i].Action is ChangeAction.NoOp && input.Observed.IsUnknown(spec.Id))
            {
                diagnostics.Add(PlanningDiagnostics.PoolNotRunning(spec.Span, spec.Id));
            }
        }
    }

    private static ResourceSpec? Declared(ResourceId volume, PlannerInput input)
    {
        if (volume.Pool is null)
        {
            return null;
        }

        var id = new ResourceId(ResourceKind.StoragePool, volume.Pool);
        return input.Graph.Dependencies.ContainsKey(id) ? input.Graph.Resources.First(spec => spec.Id == id) : null;
    }
}
