using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Runtime.Operating;

/// <summary>Looks how a host's objects stand, in a handful of pipelined batches however many there are. Changes nothing.</summary>
public sealed class StatusSurvey(IHostConnector host)
{
    /// <param name="specs">Of what these declare for this host; null for what its objects remember of specs.</param>
    public async Task<HostStatus> ReadAsync(StatusRequest request, Workspace? specs, CancellationToken cancellationToken)
    {
        ImmutableArray<Diagnostic> found = specs?.Diagnostics ?? [];
        if (specs?.HasErrors is true)
        {
            return new HostStatus(host.Uri, [], found);
        }

        try
        {
            var reader = await host.ConnectReadOnlyAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var activity = reader.Guests.ReadActivityAsync(cancellationToken);
                var look = await (specs is null ? LookAtHostAsync(reader, request, cancellationToken) : LookAtSpecsAsync(reader, specs, cancellationToken)).ConfigureAwait(false);
                look = look.Only(request.Labels);
                var running = look.Observed.Where(static one => one is { IsRunning: true } && one.Id.Kind == ResourceKind.Domain).ToArray();
                var addresses = await AddressSurvey.ReadAsync(reader.Guests, running, request.Addresses, cancellationToken).ConfigureAwait(false);
                var states = (await activity.ConfigureAwait(false)).ToDictionary(static one => one.Name, StringComparer.Ordinal);
                return new HostStatus(host.Uri, Statuses(look, states, addresses), found);
            }
        }
        catch (LibvirtException exception)
        {
            return new HostStatus(host.Uri, [], [.. found, HostDiagnostics.CannotRead(host.Uri, exception)]);
        }
    }

    private static async Task<StatusLook> LookAtHostAsync(IHypervisorReader reader, StatusRequest request, CancellationToken cancellationToken)
    {
        var domains = reader.ObserveAsync(new ObservationRequest([], [], []) { WithAllDomains = true }, cancellationToken);
        var pools = request.All ? reader.Inventory.PoolsAsync(cancellationToken) : Task.FromResult(ImmutableArray<HostPool>.Empty);
        ResourceId[] networks = [.. (await reader.Inventory.NetworksAsync(cancellationToken).ConfigureAwait(false))
            .Where(network => request.All || ResourceStanding.IsManagedBy(network.Xml))
            .Select(static network => new ResourceId(ResourceKind.Network, network.Name))];
        var others = await reader.ObserveAsync(new ObservationRequest([.. networks], [], []), cancellationToken).ConfigureAwait(false);
        var found = (await domains.ConfigureAwait(false)).OtherDomains.Values.Where(domain => request.All || ResourceStanding.IsManagedBy(domain.Inactive));
        return new StatusLook([.. found, .. others.Resources.Values], [], await pools.ConfigureAwait(false), AllPools: request.All);
    }

    private static async Task<StatusLook> LookAtSpecsAsync(IHypervisorReader reader, Workspace specs, CancellationToken cancellationToken)
    {
        ImmutableArray<ResourceId> declared = [.. specs.Graph.Resources.Select(static spec => spec.Id).Where(static id => id.Kind.Patched is null)];
        var pools = declared.Any(static id => id.Kind == ResourceKind.StoragePool) ? reader.Inventory.PoolsAsync(cancellationToken) : Task.FromResult(ImmutableArray<HostPool>.Empty);
        var observed = await reader.ObserveAsync(new ObservationRequest(declared, [], []), cancellationToken).ConfigureAwait(false);
        var absent = declared.Where(id => observed.Find(id) is null).Select(id => new ResourceStatus(id, observed.IsUnknown(id) ? ResourceStatus.Unknown : ResourceStatus.Missing));
        return new StatusLook([.. observed.Resources.Values], [.. absent], await pools.ConfigureAwait(false), AllPools: false);
    }

    private ImmutableArray<ResourceStatus> Statuses(
        StatusLook look, Dictionary<string, DomainActivity> states, IReadOnlyDictionary<ResourceId, ImmutableArray<GuestAddress>> addresses)
    {
        var processes = GuestStart.FolderOf(host, Environment.GetEnvironmentVariable);
        var statuses = new ResourceStatus[look.Observed.Length];
        Parallel.For(0, statuses.Length, i =>
        {
            var observed = look.Observed[i];
            var status = Status(observed, states.GetValueOrDefault(observed.Id.Name));
            if (status is { IsDomain: true, IsActive: true })
            {
                status = status with
                {
                    Addresses = addresses.GetValueOrDefault(observed.Id, []),
                    StartedAt = status.Uuid is { } uuid ? GuestStart.Of(processes, observed.Id.Name, uuid) : null,
                };
            }

            statuses[i] = status;
        });
        var pools = look.Pools.ToDictionary(static pool => new ResourceId(ResourceKind.StoragePool, pool.Name));
        var ofPools = look.AllPools ? pools.Values.Select(static pool => Status(pool, null)) : statuses.Where(status => pools.ContainsKey(status.Id)).Select(status => Status(pools[status.Id], status));
        return
        [
            .. statuses.Where(status => !pools.ContainsKey(status.Id)).Concat(ofPools).Concat(look.Absent)
                .OrderBy(static status => -ResourceKind.All.IndexOf(status.Id.Kind))
                .ThenBy(static status => status.Id.Pool, StringComparer.Ordinal)
                .ThenBy(static status => status.Id.Name, StringComparer.Ordinal),
        ];
    }

    private static ResourceStatus Status(ObservedResource observed, DomainActivity? activity)
    {
        var isVolume = observed.Id.Kind == ResourceKind.StorageVolume;
        var isDomain = observed.Id.Kind == ResourceKind.Domain;
        var state = isVolume ? "present" : isDomain ? activity?.State ?? (observed.IsRunning ? "running" : "shut off") : observed.IsRunning ? "active" : "inactive";
        return new ResourceStatus(observed.Id, state)
        {
            Reason = isDomain ? activity?.Reason : null,
            Uuid = Guid.TryParse(observed.Inactive.Element("uuid")?.Value, out var uuid) ? uuid : null,
            IsActive = observed.IsRunning || isVolume,
            Autostart = isVolume ? null : observed.Autostart,
            IsPersistent = observed.IsPersistent,
            Standing = ResourceStanding.Of(observed),
            Labels = AppliedMemory.LabelsOf(observed.Inactive),
            Capacity = isVolume ? (long?)observed.Inactive.Element("capacity") : null,
            Allocation = isVolume ? (long?)observed.Inactive.Element("allocation") : null,
        };
    }

    private static ResourceStatus Status(HostPool pool, ResourceStatus? seen) =>
        (seen ?? new ResourceStatus(new ResourceId(ResourceKind.StoragePool, pool.Name), pool.IsActive ? "active" : "inactive")) with
        {
            Uuid = Guid.TryParse(pool.Xml.Element("uuid")?.Value, out var uuid) ? uuid : null,
            IsActive = pool.IsActive,
            Autostart = pool.IsAutostart,
            Capacity = pool.Capacity,
            Available = pool.Available,
        };

    private sealed record StatusLook(ImmutableArray<ObservedResource> Observed, ImmutableArray<ResourceStatus> Absent, ImmutableArray<HostPool> Pools, bool AllPools)
    {
        /// <summary>Without the domains that have not such labels.</summary>
        public StatusLook Only(LabelSelector labels) => labels.Requirements.IsEmpty ? this : this with
        {
            Observed = [.. Observed.Where(one => one.Id.Kind == ResourceKind.Domain && labels.Matches(AppliedMemory.LabelsOf(one.Inactive)))],
            Absent = [],
            Pools = [],
        };
    }
}
