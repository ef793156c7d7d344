using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>What lies on a host of files, as it is at the moment of the question.</summary>
internal sealed class SnapshotInventory(SnapshotHost host) : IHostInventory
{
    private readonly SnapshotState _state = host.State;

    public Task<ImmutableArray<HostPool>> PoolsAsync(CancellationToken cancellationToken) => Read(() => Of(ResourceKind.StoragePool, (name, pool) =>
    {
        var (capacity, available) = pool.IsActive ? host.PoolSpace(name) : (null, null);
        return new HostPool(name, new(pool.Definition)) { IsActive = pool.IsActive, IsAutostart = pool.IsAutostart, Capacity = capacity, Available = available };
    }));

    public Task<ImmutableArray<HostVolume>> VolumesAsync(string pool, CancellationToken cancellationToken) => Read<ImmutableArray<HostVolume>>(() =>
        _state.All(ResourceKind.StoragePool).GetValueOrDefault(pool) is { IsActive: true }
            ? [.. _state.Volumes(pool).OrderBy(static item => item.Key, StringComparer.Ordinal).Select(item => VolumeOf(pool, item.Key, item.Value))]
            : []);

    public Task<HostVolume?> FindVolumeAsync(string path, CancellationToken cancellationToken) => Read(() =>
    {
        path = SnapshotVolume.Sanitized(path);
        foreach (var pool in _state.All(ResourceKind.StoragePool).Where(static pool => pool.Value.IsActive).Select(static pool => pool.Key).Order(StringComparer.Ordinal))
        {
            foreach (var (name, volume) in _state.Volumes(pool))
            {
                if ((volume.KnownPath ?? SnapshotVolume.PathOf(volume.Definition)) is { } known && SnapshotVolume.Sanitized(known) == path)
                {
                    return VolumeOf(pool, name, volume);
                }
            }
        }

        return null;
    });

    public Task<ImmutableArray<HostNetwork>> NetworksAsync(CancellationToken cancellationToken) => Read(() => Of(ResourceKind.Network, static (name, network) =>
        new HostNetwork(name, new(network.Definition)) { IsActive = network.IsActive, IsAutostart = network.IsAutostart }));

    public Task<ImmutableArray<HostDomain>> DomainsAsync(CancellationToken cancellationToken) => Read(() => Of(ResourceKind.Domain, static (name, domain) =>
        new HostDomain(name, domain.Uuid ?? Guid.Empty, DomainSecrets.Without(domain.Definition)) { IsActive = domain.IsActive, IsAutostart = domain.IsAutostart }));

    public Task<ImmutableArray<HostNodeDevice>> NodeDevicesAsync(CancellationToken cancellationToken) => Read(host.ReadNodeDevices);

    private static HostVolume VolumeOf(string pool, string name, SnapshotObject volume) =>
        new(pool, name, volume.KnownPath ?? SnapshotVolume.PathOf(volume.Definition) ?? name, new(volume.Definition));

    private ImmutableArray<T> Of<T>(ResourceKind kind, Func<string, SnapshotObject, T> make) =>
        [.. _state.All(kind).OrderBy(static item => item.Key, StringComparer.Ordinal).Select(item => make(item.Key, item.Value))];

    private Task<T> Read<T>(Func<T> read)
    {
        lock (_state.Gate)
        {
            try
            {
                return Task.FromResult(read());
            }
            catch (LibvirtException exception)
            {
                return Task.FromException<T>(exception);
            }
        }
    }
}
