using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Libvirt;

/// <summary>Events. The task completes when the subscription stands, so what is done after it is seen in it.</summary>
public sealed partial class LibvirtClient
{
    /// <param name="domain">Only this domain's; null is everybody's.</param>
    public Task<LibvirtEvents<DomainLifecycleEvent>> WatchDomainsAsync(DomainRef? domain = null, CancellationToken cancellationToken = default) =>
        WatchAsync(EventKinds.DomainLifecycle, domain, cancellationToken);

    /// <param name="domain">Only this domain's; null is everybody's.</param>
    public Task<LibvirtEvents<DomainRebootEvent>> WatchRebootsAsync(DomainRef? domain = null, CancellationToken cancellationToken = default) =>
        WatchAsync(EventKinds.DomainReboot, domain, cancellationToken);

    /// <param name="domain">Only this domain's; null is everybody's.</param>
    public Task<LibvirtEvents<DomainBlockJobEvent>> WatchBlockJobsAsync(DomainRef? domain = null, CancellationToken cancellationToken = default) =>
        WatchAsync(EventKinds.BlockJob, domain, cancellationToken);

    /// <param name="domain">Only this domain's; null is everybody's.</param>
    public Task<LibvirtEvents<DomainDeviceAdded>> WatchDevicesAddedAsync(DomainRef? domain = null, CancellationToken cancellationToken = default) =>
        WatchAsync(EventKinds.DeviceAdded, domain, cancellationToken);

    /// <param name="domain">Only this domain's; null is everybody's.</param>
    public Task<LibvirtEvents<DomainDeviceRemoved>> WatchDevicesRemovedAsync(DomainRef? domain = null, CancellationToken cancellationToken = default) =>
        WatchAsync(EventKinds.DeviceRemoved, domain, cancellationToken);

    /// <param name="domain">Only this domain's; null is everybody's.</param>
    public Task<LibvirtEvents<DomainDeviceRemovalFailed>> WatchDeviceRemovalFailuresAsync(
        DomainRef? domain = null, CancellationToken cancellationToken = default) =>
        WatchAsync(EventKinds.DeviceRemovalFailed, domain, cancellationToken);

    /// <param name="domain">Only this domain's; null is everybody's.</param>
    public Task<LibvirtEvents<DomainAgentLifecycleEvent>> WatchGuestAgentsAsync(DomainRef? domain = null, CancellationToken cancellationToken = default) =>
        WatchAsync(EventKinds.AgentLifecycle, domain, cancellationToken);

    /// <param name="domain">Only this domain's; null is everybody's.</param>
    public Task<LibvirtEvents<DomainMetadataChanged>> WatchDomainMetadataAsync(DomainRef? domain = null, CancellationToken cancellationToken = default) =>
        WatchAsync(EventKinds.MetadataChanged, domain, cancellationToken);

    /// <param name="network">Only this network's; null is everybody's.</param>
    public Task<LibvirtEvents<NetworkLifecycleEvent>> WatchNetworksAsync(NetworkRef? network = null, CancellationToken cancellationToken = default) =>
        WatchAsync(EventKinds.NetworkLifecycle, network, cancellationToken);

    /// <param name="pool">Only this pool's; null is everybody's.</param>
    public Task<LibvirtEvents<StoragePoolLifecycleEvent>> WatchStoragePoolsAsync(StoragePoolRef? pool = null, CancellationToken cancellationToken = default) =>
        WatchAsync(EventKinds.StoragePoolLifecycle, pool, cancellationToken);

    /// <param name="pool">Only this pool's; null is everybody's.</param>
    public Task<LibvirtEvents<StoragePoolRefreshed>> WatchStoragePoolRefreshesAsync(StoragePoolRef? pool = null, CancellationToken cancellationToken = default) =>
        WatchAsync(EventKinds.StoragePoolRefreshed, pool, cancellationToken);

    private async Task<LibvirtEvents<TEvent>> WatchAsync<TObject, TEvent>(
        EventKind<TObject, TEvent> kind, TObject? @object, CancellationToken cancellationToken)
        where TObject : class
    {
        // The subscription enters the table while the reader is still at the reply: the next message may already be its first event.
        var events = new LibvirtEvents<TEvent>(kind.Read);
        var registration = kind.Registration(callbackId => _rpc.Events.Add(kind.Event, callbackId, events));
        var callbackId = await _rpc.CallAsync(registration, @object, cancellationToken).ConfigureAwait(false);
        events.OnDispose(() => UnsubscribeAsync(kind, callbackId));
        return events;
    }

    private async Task UnsubscribeAsync<TObject, TEvent>(EventKind<TObject, TEvent> kind, int callbackId)
        where TObject : class
    {
        _rpc.Events.Remove(kind.Event, callbackId);
        try
        {
            await _rpc.CallAsync(kind.Deregistration, callbackId, CancellationToken.None).ConfigureAwait(false);
        }
        catch (LibvirtException)
        {
            // With the connection, the server has dropped the subscription too.
        }
    }
}
