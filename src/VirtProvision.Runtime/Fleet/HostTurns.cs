using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Fleet;

/// <summary>Does the same on many hosts, some at a time.</summary>
internal static class HostTurns
{
    /// <param name="skips">Whether hosts in maintenance are left alone.</param>
    public static async Task<ImmutableArray<HostRun<TResult>>> EachAsync<TResult>(
        ImmutableArray<FleetHost> hosts, int atOnce, bool skips, Func<FleetHost, Task<TResult>> runAsync, CancellationToken cancellationToken)
        where TResult : PipelineResult
    {
        using var turns = new SemaphoreSlim(atOnce);
        return [.. await Task.WhenAll(hosts.Select(host => skips && host.IsInMaintenance
            ? Task.FromResult(host.Ended<TResult>(HostState.Maintenance, null))
            : OneAsync(host, turns, runAsync, cancellationToken))).ConfigureAwait(false)];
    }

    private static async Task<HostRun<TResult>> OneAsync<TResult>(FleetHost host, SemaphoreSlim turns, Func<FleetHost, Task<TResult>> runAsync, CancellationToken cancellationToken)
        where TResult : PipelineResult
    {
        await turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // What a host's journey does before its first wait would keep the others from beginning.
            return host.Ended(HostState.Done, await Task.Run(() => runAsync(host), cancellationToken).ConfigureAwait(false));
        }
        catch (LibvirtException exception)
        {
            return host.Ended<TResult>(HostState.Failed, null) with { Diagnostics = [HostDiagnostics.CannotRead(host.Connector.Uri, exception) with { Host = host.Label }] };
        }
        finally
        {
            turns.Release();
        }
    }
}
