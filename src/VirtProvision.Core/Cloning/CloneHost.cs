using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;

namespace VirtProvision.Core.Cloning;

/// <summary>What was read of the host on which clones are made.</summary>
public sealed record CloneHost(HostFacts Facts)
{
    public ImmutableArray<HostDomain> Domains { get; init; } = [];

    /// <summary>All pools, and the volumes of those that are active; what an earlier run left half made is not among them.</summary>
    public HostStorage Storage { get; init; } = HostStorage.Empty;

    /// <summary>Paths of files on this machine, where it is the host: in the folders of the original's images, and what was asked for by path.</summary>
    public ImmutableHashSet<string> Files { get; init; } = [];

    /// <summary>Folders that were asked for and do not exist, where this machine is the host.</summary>
    public ImmutableHashSet<string> MissingFolders { get; init; } = [];

    /// <summary>Paths at which another run is making something now: no place for what may go anywhere.</summary>
    public ImmutableHashSet<string> BeingMade { get; init; } = [];

    /// <summary>Pools in which killed runs left something.</summary>
    public ImmutableArray<string> LeftIn { get; init; } = [];

    public HostVolume? VolumeAt(string path) =>
        Storage.Volumes.Values.SelectMany(static volumes => volumes).FirstOrDefault(volume => volume.Path == path) ?? Storage.AtPath.GetValueOrDefault(path);

    public bool Exists(string path) => VolumeAt(path) is not null || Files.Contains(path);
}
