using System.Collections.Concurrent;
using System.Xml.Linq;
using VirtProvision.Core.Hosts;
using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>A host's inventory over libvirt: the lists first, all at once, then everything else of all objects at once.</summary>
internal sealed class LibvirtInventory(LibvirtClient client) : IHostInventory
{
    private readonly ConcurrentDictionary<string, Task<ImmutableArray<HostVolume>>> _volumes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<HostVolume?>> _volumesByPath = new(StringComparer.Ordinal);
    private Task<ImmutableArray<HostPool>>? _pools;
    private Task<ImmutableArray<HostNetwork>>? _networks;
    private Task<ImmutableArray<HostDomain>>? _domains;
    private Task<ImmutableArray<HostNodeDevice>>? _nodeDevices;

    public Task<ImmutableArray<HostPool>> PoolsAsync(CancellationToken cancellationToken) =>
        _pools ??= SupportedAsync(() => ReadPoolsAsync(cancellationToken));

    public Task<ImmutableArray<HostVolume>> VolumesAsync(string pool, CancellationToken cancellationToken) =>
        _volumes.GetOrAdd(pool, _ => ReadVolumesAsync(pool, cancellationToken));

    public Task<HostVolume?> FindVolumeAsync(string path, CancellationToken cancellationToken) =>
        _volumesByPath.GetOrAdd(path, _ => ReadVolumeAsync(path, cancellationToken));

    public Task<ImmutableArray<HostNetwork>> NetworksAsync(CancellationToken cancellationToken) =>
        _networks ??= SupportedAsync(() => ReadNetworksAsync(cancellationToken));

    public Task<ImmutableArray<HostDomain>> DomainsAsync(CancellationToken cancellationToken) =>
        _domains ??= ReadDomainsAsync(cancellationToken);

    public Task<ImmutableArray<HostNodeDevice>> NodeDevicesAsync(CancellationToken cancellationToken) =>
        _nodeDevices ??= SupportedAsync(() => ReadNodeDevicesAsync(cancellationToken));

    private async Task<ImmutableArray<HostPool>> ReadPoolsAsync(CancellationToken cancellationToken)
    {
        var all = client.ListStoragePoolsAsync(StoragePoolListFlags.All, cancellationToken);
        var active = client.ListStoragePoolsAsync(StoragePoolListFlags.Active, cancellationToken);
        var autostart = client.ListStoragePoolsAsync(StoragePoolListFlags.Autostart, cancellationToken);
        await Task.WhenAll(all, active, autostart).ConfigureAwait(false);
        return await PresentAsync(all.Result, static pool => pool.Name, async pool =>
        {
            var usage = client.GetStoragePoolUsageAsync(pool, cancellationToken);
            var xml = await client.GetDefinitionAsync(pool, cancellationToken).ConfigureAwait(false);
            var isActive = active.Result.Contains(pool);
            var sizes = await usage.ConfigureAwait(false);
            return new HostPool(pool.Name, XElement.Parse(xml))
            {
                IsActive = isActive,
                IsAutostart = autostart.Result.Contains(pool),
                Capacity = isActive ? Bytes(sizes.Capacity) : null,
                Available = isActive ? Bytes(sizes.Available) : null,
            };
        }).ConfigureAwait(false);
    }

    private async Task<ImmutableArray<HostVolume>> ReadVolumesAsync(string pool, CancellationToken cancellationToken)
    {
        try
        {
            if (await client.FindStoragePoolAsync(pool, cancellationToken).ConfigureAwait(false) is not { } found)
            {
                return [];
            }

            var volumes = await client.ListStorageVolumesAsync(found, cancellationToken).ConfigureAwait(false);
            return await PresentAsync(volumes, static volume => volume.Name, volume => VolumeAsync(volume, cancellationToken)).ConfigureAwait(false);
        }
        catch (LibvirtServerException exception) when (exception.Code is LibvirtErrorCode.OperationInvalid or LibvirtErrorCode.NoSupport || exception.IsNotFound)
        {
            // A pool that is not active knows no volumes.
            return [];
        }
    }

    private async Task<HostVolume?> ReadVolumeAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await client.FindStorageVolumeByPathAsync(path, cancellationToken).ConfigureAwait(false) is { } volume
                ? await VolumeAsync(volume, cancellationToken).ConfigureAwait(false)
                : null;
        }
        catch (LibvirtServerException exception) when (exception.Code is LibvirtErrorCode.NoSupport || exception.IsNotFound)
        {
            return null;
        }
    }

    private async Task<HostVolume> VolumeAsync(StorageVolumeRef volume, CancellationToken cancellationToken)
    {
        var xml = XElement.Parse(await client.GetStorageVolumeXmlAsync(volume, cancellationToken).ConfigureAwait(false));
        return new HostVolume(volume.Pool, volume.Name, xml.Element("target")?.Element("path")?.Value ?? volume.Key, xml);
    }

    private async Task<ImmutableArray<HostNetwork>> ReadNetworksAsync(CancellationToken cancellationToken)
    {
        var all = client.ListNetworksAsync(NetworkListFlags.All, cancellationToken);
        var active = client.ListNetworksAsync(NetworkListFlags.Active, cancellationToken);
        var autostart = client.ListNetworksAsync(NetworkListFlags.Autostart, cancellationToken);
        await Task.WhenAll(all, active, autostart).ConfigureAwait(false);
        return await PresentAsync(all.Result, static network => network.Name, async network => new HostNetwork(
            network.Name, XElement.Parse(await client.GetDefinitionAsync(network, cancellationToken).ConfigureAwait(false)))
        {
            IsActive = active.Result.Contains(network),
            IsAutostart = autostart.Result.Contains(network),
        }).ConfigureAwait(false);
    }

    private async Task<ImmutableArray<HostDomain>> ReadDomainsAsync(CancellationToken cancellationToken)
    {
        var all = client.ListDomainsAsync(DomainListFlags.All, cancellationToken);
        var autostart = client.ListDomainsAsync(DomainListFlags.Autostart, cancellationToken);
        await Task.WhenAll(all, autostart).ConfigureAwait(false);
        var starting = autostart.Result.Select(static domain => domain.Uuid).ToHashSet();
        return await PresentAsync(all.Result, static domain => domain.Name, async domain => new HostDomain(
            domain.Name,
            domain.Uuid,
            XElement.Parse(await client.GetDomainXmlAsync(domain, DomainXmlFlags.Inactive, cancellationToken).ConfigureAwait(false)))
        {
            IsActive = domain.IsActive,
            IsAutostart = starting.Contains(domain.Uuid),
        }).ConfigureAwait(false);
    }

    private async Task<ImmutableArray<HostNodeDevice>> ReadNodeDevicesAsync(CancellationToken cancellationToken)
    {
        var all = await client.ListNodeDevicesAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        return await PresentAsync(all, static device => device.Name, async device => new HostNodeDevice(
            device.Name, XElement.Parse(await client.GetNodeDeviceXmlAsync(device, cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
    }

    // An overcommitted pool has less than nothing left, which libvirt writes as a number near 2^64.
    private static long Bytes(ulong size) => size > long.MaxValue ? 0 : (long)size;

    // By name: libvirt's own order is that of a hash table.
    private static async Task<ImmutableArray<T>> PresentAsync<TRef, T>(ImmutableArray<TRef> references, Func<TRef, string> nameOf, Func<TRef, Task<T>> readAsync)
        where T : class
    {
        var reading = references.OrderBy(nameOf, StringComparer.Ordinal).Select(reference => OrGoneAsync(readAsync(reference)));
        return [.. (await Task.WhenAll(reading).ConfigureAwait(false)).OfType<T>()];
    }

    private static async Task<T?> OrGoneAsync<T>(Task<T> reading)
        where T : class
    {
        try
        {
            return await reading.ConfigureAwait(false);
        }
        catch (LibvirtServerException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    private static async Task<ImmutableArray<T>> SupportedAsync<T>(Func<Task<ImmutableArray<T>>> readAsync)
    {
        try
        {
            return await readAsync().ConfigureAwait(false);
        }
        catch (LibvirtServerException exception) when (exception.Code is LibvirtErrorCode.NoSupport)
        {
            return [];
        }
    }
}
