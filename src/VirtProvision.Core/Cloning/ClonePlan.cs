using System.Xml.Linq;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Cloning;

/// <summary>What one clone is.</summary>
/// <param name="Uuid">As it was written, or made.</param>
/// <param name="Disks">One for each of the original's, in their order.</param>
public sealed record DomainClone(string Name, string Uuid, ImmutableArray<CloneDisk> Disks)
{
    /// <summary>Where its firmware keeps variables; null when the original says no place.</summary>
    public string? Nvram { get; init; }

    /// <summary>The copy of the original's firmware variables; null when there are none yet.</summary>
    public NewImage? NvramImage { get; init; }

    /// <summary>What makes a new machine of it from within; null when it stays as it is.</summary>
    public CloneSeed? Seed { get; init; }

    /// <summary>For the interfaces in their order; null where one is made.</summary>
    public ImmutableArray<string?> Macs { get; init; } = [];

    /// <summary>A domain that has the name now and is removed.</summary>
    public bool Replaces { get; init; }

    /// <summary>Files that the clone's serial ports and logs write, by the original's.</summary>
    public ImmutableDictionary<string, string> Logs { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>In the order in which they are made.</summary>
    public IEnumerable<NewImage> Images => Disks.Select(static disk => disk.Image).Append(NvramImage).OfType<NewImage>();
}

/// <summary>Everything that cloning a domain means, decided.</summary>
/// <param name="Pools">What has to run before volumes can be made.</param>
public sealed record ClonePlan(CloneSource Source, ImmutableArray<DomainClone> Clones, ImmutableArray<ClonePool> Pools)
{
    /// <summary>Pools in which killed runs left something that is to go first.</summary>
    public ImmutableArray<string> LeftIn { get; init; } = [];

    public static ClonePlan Empty(CloneSource source) => new(source, [], []);
}

/// <summary>A pool that is not there yet or does not run.</summary>
/// <param name="Xml">Null when it only has to be started.</param>
/// <param name="IsForRun">Nobody wants a pool there: it is gone when the clones are made.</param>
public sealed record ClonePool(ResourceId Id, string Folder, XElement? Xml, bool IsForRun);
