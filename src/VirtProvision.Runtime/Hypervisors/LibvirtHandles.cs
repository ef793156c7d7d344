using System.Collections.Concurrent;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>Names become what libvirt calls objects by; each is looked up at most once.</summary>
internal sealed class LibvirtHandles(LibvirtClient client)
{
    private readonly ConcurrentDictionary<ResourceId, object> _known = new();

    public void Add(ResourceId id, object handle) => _known[id] = handle;

    public void Forget(ResourceId id) => _known.TryRemove(id, out _);

    public Task<DomainRef> DomainAsync(ResourceId id, CancellationToken cancellationToken) =>
        GetAsync(id, client.LookupDomainAsync, cancellationToken);

    public Task<NetworkRef> NetworkAsync(ResourceId id, CancellationToken cancellationToken) =>
        GetAsync(id, client.LookupNetworkAsync, cancellationToken);

    public Task<StoragePoolRef> PoolAsync(ResourceId id, CancellationToken cancellationToken) =>
        GetAsync(id, client.LookupStoragePoolAsync, cancellationToken);

    public Task<StoragePoolRef> PoolOfAsync(ResourceId volume, CancellationToken cancellationToken) =>
        PoolAsync(new ResourceId(ResourceKind.StoragePool, volume.Pool!), cancellationToken);

    /// <summary>Pool and name are enough: libvirt does not look at the key.</summary>
    public static StorageVolumeRef Volume(ResourceId id) => new(id.Pool!, id.Name);

    private async Task<T> GetAsync<T>(ResourceId id, Func<string, CancellationToken, Task<T>> lookUp, CancellationToken cancellationToken)
        where T : class
    {
        if (_known.TryGetValue(id, out var known))
        {
            return (T)known;
        }

        var found = await lookUp(id.Name, cancellationToken).ConfigureAwait(false);
        _known[id] = found;
        return found;
    }
}
