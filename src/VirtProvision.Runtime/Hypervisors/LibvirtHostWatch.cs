using System.Threading.Channels;
using VirtProvision.Core.Kinds;
using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>Several of libvirt's subscriptions as one row of events.</summary>
internal sealed class LibvirtHostWatch : IHostWatch
{
    private readonly Channel<HostEvent> _events = Channel.CreateUnbounded<HostEvent>();
    private readonly List<IAsyncDisposable> _subscriptions = [];
    private readonly List<Task> _reading = [];

    private LibvirtHostWatch()
    {
    }

    /// <exception cref="LibvirtServerException">The driver knows none of these events.</exception>
    public static async Task<LibvirtHostWatch> OpenAsync(LibvirtClient client, IReadOnlyCollection<HostEventType> types, CancellationToken cancellationToken)
    {
        var watch = new LibvirtHostWatch();
        try
        {
            await Task.WhenAll(types.Distinct().SelectMany(type => watch.Subscriptions(client, type, cancellationToken)).ToArray()).ConfigureAwait(false);
        }
        catch (LibvirtServerException exception) when (exception.Code is LibvirtErrorCode.NoSupport or LibvirtErrorCode.InvalidArg && watch._subscriptions.Count > 0)
        {
            // An older driver, or one for tests, tells less.
        }
        catch
        {
            await watch.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return watch;
    }

    public IAsyncEnumerator<HostEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        _events.Reader.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        IAsyncDisposable[] subscriptions;
        lock (_subscriptions)
        {
            subscriptions = [.. _subscriptions];
        }

        await Task.WhenAll(subscriptions.Select(static one => one.DisposeAsync().AsTask())).ConfigureAwait(false);
        await Task.WhenAll(_reading).ConfigureAwait(false);
        _events.Writer.TryComplete();
    }

    private IEnumerable<Task> Subscriptions(LibvirtClient client, HostEventType type, CancellationToken token) => type switch
    {
        HostEventType.Lifecycle =>
        [
            AddAsync(client.WatchDomainsAsync(null, token), static one => Of(HostEventType.Lifecycle, one.Domain, StateWords.Of(one.Kind), StateWords.DetailOf(one.Kind, one.Detail))),
            AddAsync(client.WatchRebootsAsync(null, token), static one => Of(HostEventType.Lifecycle, one.Domain, "rebooted", null)),
        ],
        HostEventType.Device =>
        [
            AddAsync(client.WatchDevicesAddedAsync(null, token), static one => Of(HostEventType.Device, one.Domain, "device-added", one.Alias)),
            AddAsync(client.WatchDevicesRemovedAsync(null, token), static one => Of(HostEventType.Device, one.Domain, "device-removed", one.Alias)),
            AddAsync(client.WatchDeviceRemovalFailuresAsync(null, token), static one => Of(HostEventType.Device, one.Domain, "device-removal-failed", one.Alias)),
        ],
        HostEventType.BlockJob =>
        [
            AddAsync(client.WatchBlockJobsAsync(null, token), static one => Of(HostEventType.BlockJob, one.Domain, StateWords.Of(one.Stage), $"{StateWords.Of(one.Kind)} {one.Target}")),
        ],
        HostEventType.Metadata =>
        [
            AddAsync(client.WatchDomainMetadataAsync(null, token), static one => Of(HostEventType.Metadata, one.Domain, "metadata-changed", one.NamespaceUri ?? one.Type.ToString().ToLowerInvariant())),
        ],
        HostEventType.Agent =>
        [
            AddAsync(client.WatchGuestAgentsAsync(null, token), static one => Of(HostEventType.Agent, one.Domain, one.IsConnected ? "agent-connected" : "agent-disconnected", null)),
        ],
        HostEventType.Network =>
        [
            AddAsync(client.WatchNetworksAsync(null, token), static one =>
                new HostEvent(HostEventType.Network, ResourceKind.Network, one.Network.Name, one.Network.Uuid, StateWords.Of(one.Kind), null)),
        ],
        _ =>
        [
            AddAsync(client.WatchStoragePoolsAsync(null, token), static one =>
                new HostEvent(HostEventType.Pool, ResourceKind.StoragePool, one.Pool.Name, one.Pool.Uuid, StateWords.Of(one.Kind), null)),
            AddAsync(client.WatchStoragePoolRefreshesAsync(null, token), static one =>
                new HostEvent(HostEventType.Pool, ResourceKind.StoragePool, one.Pool.Name, one.Pool.Uuid, "refreshed", null)),
        ],
    };

    private static HostEvent Of(HostEventType type, DomainRef domain, string what, string? detail) => new(type, ResourceKind.Domain, domain.Name, domain.Uuid, what, detail);

    private async Task AddAsync<T>(Task<LibvirtEvents<T>> subscribing, Func<T, HostEvent> read)
    {
        var events = await subscribing.ConfigureAwait(false);
        lock (_subscriptions)
        {
            _subscriptions.Add(events);
            _reading.Add(ReadAsync(events, read));
        }
    }

    private async Task ReadAsync<T>(LibvirtEvents<T> events, Func<T, HostEvent> read)
    {
        try
        {
            await foreach (var one in ((IAsyncEnumerable<T>)events).ConfigureAwait(false))
            {
                _events.Writer.TryWrite(read(one));
            }
        }
        catch (LibvirtException exception)
        {
            // The first that hears of it ends them all.
            _events.Writer.TryComplete(exception);
        }
    }
}
