using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Cloning;

/// <summary>What the clones shall be, in virt-clone's words and beyond them.</summary>
public sealed record CloneRequest
{
    /// <summary>One clone for each; empty: a name is made from the original's.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>How many; with more than one, a single name is a pattern for all of them.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Names and paths that nobody said are made.</summary>
    public bool MakesNames { get; init; }

    /// <summary>As it was written; null: made.</summary>
    public string? Uuid { get; init; }

    /// <summary>New paths for the disks that are not shared, in the original's order.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Disks, by target name, that are copied though they would be shared.</summary>
    public ImmutableHashSet<string> ForceCopy { get; init; } = [];

    /// <summary>Disks, by target name, that the clone shares with the original.</summary>
    public ImmutableHashSet<string> SkipCopy { get; init; } = [];

    /// <summary>Nothing is copied: the new paths have their content already.</summary>
    public bool PreservesData { get; init; }

    /// <summary>Copies take all their space at once.</summary>
    public bool IsNonSparse { get; init; }

    /// <summary>Copies share their blocks with the original where the file system can.</summary>
    public bool IsReflink { get; init; }

    /// <summary>Disks become layers upon the original's instead of copies.</summary>
    public bool IsLinked { get; init; }

    /// <summary>Where the clone keeps its firmware's variables; null: beside the original's.</summary>
    public string? Nvram { get; init; }

    /// <summary>For the interfaces in their order; <c>RANDOM</c> is as good as none.</summary>
    public ImmutableArray<string> Macs { get; init; } = [];

    /// <summary>A domain of the clone's name is removed first.</summary>
    public bool Replaces { get; init; }

    /// <summary>Names that are taken already are left out.</summary>
    public bool IsResumed { get; init; }

    /// <summary>The original runs, and goes on running while it is cloned.</summary>
    public bool IsLive { get; init; }

    /// <summary>Names that are not to be made up: others are about to take them.</summary>
    public ImmutableHashSet<string> Avoided { get; init; } = [];

    /// <summary>cloud-init in the clone is told that it is on a new machine.</summary>
    public bool IsFresh { get; init; }

    /// <summary>What else it is told; null: nothing.</summary>
    public SourceFile? UserData { get; init; }

    public CheckOptions Checks { get; init; } = CheckOptions.All;

    /// <summary>Where relative paths start.</summary>
    public string? WorkingFolder { get; init; }
}
