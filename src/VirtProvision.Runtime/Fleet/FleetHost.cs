using VirtProvision.Core.Fleet;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Fleet;

/// <summary>A host of a run, the way to it, and the journey of what belongs there.</summary>
/// <param name="Declared">Null for the host of the connection.</param>
internal sealed record FleetHost(DeclaredHost? Declared, IHostConnector Connector, Pipeline Pipeline)
{
    public string Label => Declared?.Name ?? Connector.Uri;

    public bool IsInMaintenance => Declared is { IsInMaintenance: true };

    public HostRun<TResult> Ended<TResult>(HostState state, TResult? result)
        where TResult : PipelineResult =>
        new(Declared?.Name, Connector.Uri, result is { HasErrors: true } ? HostState.Failed : state, result)
        {
            Reason = Declared?.MaintenanceReason,
            Diagnostics = [.. result?.Diagnostics.Select(finding => finding with { Host = Label }) ?? []],
        };
}
