using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Installing;

/// <summary>Reads of a host what the devices of one spec depend on, and no more: a host may have thousands of volumes.</summary>
internal static class HostSurvey
{
    public static async Task<HostView> ReadAsync(MappingNode spec, IHostInventory inventory, HostFacts host, DeviceSettings settings, CancellationToken cancellationToken)
    {
        var needs = DeviceNeeds.Of(spec, settings);

        // Asked together, so that the calls travel together.
        var domains = inventory.DomainsAsync(cancellationToken);
        var pools = needs.Pools ? inventory.PoolsAsync(cancellationToken) : null;
        var networks = needs.Networks ? inventory.NetworksAsync(cancellationToken) : null;
        var nodeDevices = needs.NodeDevices ? inventory.NodeDevicesAsync(cancellationToken) : null;
        var found = await FindAsync(needs.Paths, inventory, cancellationToken).ConfigureAwait(false);
        var storage = new HostStorage
        {
            Pools = pools is null ? [] : await pools.ConfigureAwait(false),
            AtPath = found,
            Files = host.HasFilesHere ? LocalFiles.Look(needs.Paths.Where(path => !found.ContainsKey(path))) : ImmutableDictionary<string, LocalFile>.Empty,
        };
        storage = storage with { Volumes = await ReadVolumesAsync(spec, storage, inventory, settings, cancellationToken).ConfigureAwait(false) };
        return new HostView
        {
            Storage = storage,
            Domains = await domains.ConfigureAwait(false),
            Networks = networks is null ? [] : await networks.ConfigureAwait(false),
            NodeDevices = nodeDevices is null ? [] : await nodeDevices.ConfigureAwait(false),
        };
    }

    private static async Task<ImmutableDictionary<string, ImmutableArray<HostVolume>>> ReadVolumesAsync(
        MappingNode spec, HostStorage storage, IHostInventory inventory, DeviceSettings settings, CancellationToken cancellationToken)
    {
        var names = DeviceNeeds.PoolsToRead(spec, storage.Pools, [.. storage.AtPath.Keys], settings);

        // Whose layers stand on an image that exists is known only when all layers are.
        var all = !storage.AtPath.IsEmpty || names.Count > 0
            ? storage.Pools.Where(pool => pool.IsActive || names.Contains(pool.Name)).Select(static pool => pool.Name)
            : [];
        return await VolumesAsync(all, inventory, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The volumes at paths, by path.</summary>
    public static async Task<ImmutableDictionary<string, HostVolume>> FindAsync(IEnumerable<string> paths, IHostInventory inventory, CancellationToken cancellationToken)
    {
        ImmutableArray<(string Path, Task<HostVolume?> Volume)> reading = [.. paths.Select(path => (path, inventory.FindVolumeAsync(path, cancellationToken)))];
        var found = ImmutableDictionary.CreateBuilder<string, HostVolume>(StringComparer.Ordinal);
        foreach (var (path, task) in reading)
        {
            if (await task.ConfigureAwait(false) is { } volume)
            {
                found[path] = volume;
            }
        }

        return found.ToImmutable();
    }

    /// <summary>The volumes of pools, by pool.</summary>
    public static async Task<ImmutableDictionary<string, ImmutableArray<HostVolume>>> VolumesAsync(
        IEnumerable<string> pools, IHostInventory inventory, CancellationToken cancellationToken)
    {
        ImmutableArray<(string Pool, Task<ImmutableArray<HostVolume>> Volumes)> reading = [.. pools.Select(pool => (pool, inventory.VolumesAsync(pool, cancellationToken)))];
        var volumes = ImmutableDictionary.CreateBuilder<string, ImmutableArray<HostVolume>>(StringComparer.Ordinal);
        foreach (var (pool, task) in reading)
        {
            volumes[pool] = await task.ConfigureAwait(false);
        }

        return volumes.ToImmutable();
    }
}
