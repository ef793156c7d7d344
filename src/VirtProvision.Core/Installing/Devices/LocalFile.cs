namespace VirtProvision.Core.Installing.Devices;

public enum LocalFileKind
{
    File,
    Block,
    Directory,

    /// <summary>A character device, a socket.</summary>
    Other,
}

/// <summary>What a path of this machine leads to.</summary>
/// <param name="Format">By its magic number, in libvirt's words; null where nobody could look.</param>
public sealed record LocalFile(LocalFileKind Kind, string? Format);
