using VirtProvision.Core.Hosts;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>
/// What else lies on a host, whoever made it. Each answer is read when first asked for, in as few batches as it takes, and may then be remembered: who changes
/// something himself knows it better. An object that vanishes meanwhile is absent. Everything comes in the order of names.
/// </summary>
public interface IHostInventory
{
    Task<ImmutableArray<HostPool>> PoolsAsync(CancellationToken cancellationToken);

    /// <summary>The volumes of a pool; none when there is no such pool or it is not active.</summary>
    Task<ImmutableArray<HostVolume>> VolumesAsync(string pool, CancellationToken cancellationToken);

    /// <summary>The volume with that path, in any active pool.</summary>
    Task<HostVolume?> FindVolumeAsync(string path, CancellationToken cancellationToken);

    Task<ImmutableArray<HostNetwork>> NetworksAsync(CancellationToken cancellationToken);

    Task<ImmutableArray<HostDomain>> DomainsAsync(CancellationToken cancellationToken);

    /// <summary>None where the driver knows no devices.</summary>
    Task<ImmutableArray<HostNodeDevice>> NodeDevicesAsync(CancellationToken cancellationToken);
}
