using VirtProvision.Core.Hosts;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Tests.Fakes;

/// <summary>What a test lays on a host.</summary>
internal sealed class FakeInventory : IHostInventory
{
    public ImmutableArray<HostPool> Pools { get; init; } = [];

    public ImmutableArray<HostVolume> Volumes { get; init; } = [];

    public ImmutableArray<HostNetwork> Networks { get; init; } = [];

    public ImmutableArray<HostDomain> Domains { get; init; } = [];

    public ImmutableArray<HostNodeDevice> NodeDevices { get; init; } = [];

    public Task<ImmutableArray<HostPool>> PoolsAsync(CancellationToken cancellationToken) => Task.FromResult(Pools);

    public Task<ImmutableArray<HostVolume>> VolumesAsync(string pool, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<HostVolume>>([.. Volumes.Where(volume => volume.Pool == pool)]);

    public Task<HostVolume?> FindVolumeAsync(string path, CancellationToken cancellationToken) =>
        Task.FromResult(Volumes.FirstOrDefault(volume => volume.Path == path));

    public Task<ImmutableArray<HostNetwork>> NetworksAsync(CancellationToken cancellationToken) => Task.FromResult(Networks);

    public Task<ImmutableArray<HostDomain>> DomainsAsync(CancellationToken cancellationToken) => Task.FromResult(Domains);

    public Task<ImmutableArray<HostNodeDevice>> NodeDevicesAsync(CancellationToken cancellationToken) => Task.FromResult(NodeDevices);
}
