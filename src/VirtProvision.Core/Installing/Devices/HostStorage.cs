using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>What was read of a host's storage for the devices of one spec. What nobody asked for is absent.</summary>
public sealed record HostStorage
{
    public static readonly HostStorage Empty = new();

    public ImmutableArray<HostPool> Pools { get; init; } = [];

    /// <summary>By pool.</summary>
    public ImmutableDictionary<string, ImmutableArray<HostVolume>> Volumes { get; init; } = ImmutableDictionary<string, ImmutableArray<HostVolume>>.Empty;

    /// <summary>By the path that was asked for.</summary>
    public ImmutableDictionary<string, HostVolume> AtPath { get; init; } = ImmutableDictionary<string, HostVolume>.Empty;

    /// <summary>Files of this machine, where it is the host, by the path that was asked for.</summary>
    public ImmutableDictionary<string, LocalFile> Files { get; init; } = ImmutableDictionary<string, LocalFile>.Empty;

    public HostPool? Pool(string name) => Pools.FirstOrDefault(pool => pool.Name == name);

    public HostVolume? Volume(string pool, string name) => VolumesIn(pool).FirstOrDefault(volume => volume.Name == name);

    public ImmutableArray<HostVolume> VolumesIn(string pool) => Volumes.GetValueOrDefault(pool, []);

    /// <summary>The pool whose volumes appear in a folder.</summary>
    public static HostPool? PoolAt(IEnumerable<HostPool> pools, string folder) =>
        pools.FirstOrDefault(pool => pool.TargetPath is { } target && HostPath.Tidy(target) == HostPath.Tidy(folder));

    /// <summary>The pool for volumes of which only the size is said: the one named <c>default</c>, else the one that has its usual folder.</summary>
    public static HostPool? DefaultPool(IReadOnlyCollection<HostPool> pools, string imagesFolder) =>
        pools.FirstOrDefault(static pool => pool.Name is "default") ?? PoolAt(pools, imagesFolder);
}
