using System.Xml.Linq;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Cloning;

public enum CloneDiskAction
{
    /// <summary>The clone uses the original's image.</summary>
    Share,

    /// <summary>There is nothing in the drive.</summary>
    Empty,

    /// <summary>It is the original's alone.</summary>
    LeaveOut,

    /// <summary>The new path has its content already.</summary>
    Keep,

    Copy,

    /// <summary>A layer upon the original's image.</summary>
    Layer,
}

/// <summary>What becomes of one disk of the original.</summary>
/// <param name="Index">Its place among the original's disks.</param>
/// <param name="Target"><c>vda</c>.</param>
/// <param name="Path">Where the clone's image is; null for one that stays as it is in the original.</param>
public sealed record CloneDisk(int Index, string Target, CloneDiskAction Action, string? SourcePath = null, string? Path = null)
{
    /// <summary>What is made.</summary>
    public NewImage? Image { get; init; }

    /// <summary>The <c>type</c> of the clone's disk.</summary>
    public string Type { get; init; } = "file";

    /// <summary>The pool and volume by which the clone's disk names its image, where the original's does so too.</summary>
    public ResourceId? Named { get; init; }

    /// <summary>The image's format where it is not the original's.</summary>
    public string? Format { get; init; }

    public bool IsMade => Image is not null;
}

/// <summary>A volume that is made for a clone.</summary>
/// <param name="Volume">Its pool may have to be made first.</param>
/// <param name="Xml">For libvirt, complete.</param>
/// <param name="Source">The volume it is copied from; null for a file of this machine that no pool covers. In a pool that has yet to be made it may turn out to be none.</param>
/// <param name="SourcePath">The original's image.</param>
public sealed record NewImage(ResourceId Volume, string Path, XElement Xml, ResourceId? Source, string SourcePath)
{
    /// <summary>A layer upon the source, not a copy of it.</summary>
    public bool IsLayer { get; init; }

    public bool IsReflink { get; init; }

    /// <summary>Nothing is copied: libvirt's test driver keeps what volumes are, and not what is in them, and knows no other files.</summary>
    public bool IsWithoutContent { get; init; }

    /// <summary>What lies at the path now is deleted first; its user said so.</summary>
    public bool Overwrites { get; init; }

    /// <summary>Bytes to copy, as far as known.</summary>
    public long Allocation { get; init; }
}
