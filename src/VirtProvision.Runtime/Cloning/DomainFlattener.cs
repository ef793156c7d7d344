using VirtProvision.Core.Chains;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Runtime.Cloning;

/// <param name="Domains">What is to be done; null when errors kept it from being decided.</param>
public sealed record PreparedFlattening(ImmutableArray<FlattenedDomain>? Domains, ImmutableArray<Diagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(static diagnostic => diagnostic.IsError);
}

/// <summary>Makes layers stand alone, so that their bases may change or go.</summary>
public sealed class DomainFlattener(IHostConnector host, TimeProvider time)
{
    /// <summary>Finds what stands on what, and changes nothing.</summary>
    /// <param name="targets">Disks by target name; empty for all.</param>
    public async Task<PreparedFlattening> PrepareAsync(IReadOnlyCollection<string> names, IReadOnlyCollection<string> targets, CancellationToken cancellationToken)
    {
        var diagnostics = new DiagnosticBag();
        try
        {
            var reader = await host.ConnectReadOnlyAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var images = await HostImages.ReadAsync(reader.Inventory, host.IsLocal, cancellationToken).ConfigureAwait(false);
                var domains = await reader.Inventory.DomainsAsync(cancellationToken).ConfigureAwait(false);
                var pools = await reader.Inventory.PoolsAsync(cancellationToken).ConfigureAwait(false);
                return new PreparedFlattening(FlattenPlanner.Decide(names, targets, domains, pools, images, diagnostics), [.. diagnostics]);
            }
        }
        catch (LibvirtException exception)
        {
            return new PreparedFlattening(Domains: null, [.. diagnostics, HostDiagnostics.CannotRead(host.Uri, exception)]);
        }
    }

    /// <returns>One outcome for each domain that had something to do.</returns>
    public async Task<CloneResult> RunAsync(PreparedFlattening prepared, int parallelism, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken)
    {
        var domains = prepared.Domains!.Value.Where(static domain => !domain.Disks.IsEmpty);
        ImmutableArray<ResourceTask> tasks = [.. domains.Select(TaskOf)];
        try
        {
            var hypervisor = await host.ConnectAsync(cancellationToken).ConfigureAwait(false);
            await using (hypervisor.ConfigureAwait(false))
            {
                var runner = new OperationRunner(hypervisor, ImmutableDictionary<string, LocalImage>.Empty, Remembering.Default, progress, time);
                var report = await new Executor(runner, progress, parallelism).RunAsync(tasks, ResourceGraph.Empty, cancellationToken).ConfigureAwait(false);
                await RefreshAsync(hypervisor, domains.SelectMany(static domain => domain.Disks), cancellationToken).ConfigureAwait(false);
                return new CloneResult(report, [.. report.Outcomes.SelectMany(static outcome => outcome.Diagnostics)]);
            }
        }
        catch (LibvirtException exception)
        {
            return new CloneResult(Report: null, [HostDiagnostics.CannotRead(host.Uri, exception)]);
        }
    }

    // libvirt looks into images only when their pool is refreshed; until then their volumes name the old base.
    private static async Task RefreshAsync(IHypervisor hypervisor, IEnumerable<FlattenedDisk> disks, CancellationToken cancellationToken)
    {
        var folders = disks.Select(static disk => HostPath.Split(disk.Path).Folder).ToHashSet(StringComparer.Ordinal);
        foreach (var pool in await hypervisor.Inventory.PoolsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (pool.IsActive && pool.TargetPath is { } target && folders.Contains(HostPath.Tidy(target)))
            {
                try
                {
                    await hypervisor.RefreshPoolAsync(new ResourceId(ResourceKind.StoragePool, pool.Name), cancellationToken).ConfigureAwait(false);
                }
                catch (LibvirtServerException)
                {
                    // Refused while a volume of the pool is being written; libvirt refreshes by itself then.
                }
            }
        }
    }

    private static ResourceTask TaskOf(FlattenedDomain domain)
    {
        var id = new ResourceId(ResourceKind.Domain, domain.Name);
        var change = new ResourceChange(id, ChangeAction.Update, [], [], Disruption.None, [], DesiredXml: null, DefineXml: null);
        return new ResourceTask(change, Span: null, [new FlattenDisks(id, [.. domain.Disks.Select(static disk => disk.Target)])]);
    }
}
