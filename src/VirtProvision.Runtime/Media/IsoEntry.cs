namespace VirtProvision.Runtime.Media;

/// <summary>A file or folder on an ISO 9660 image.</summary>
/// <param name="Name">By Rock Ridge or Joliet where the image has them, else the plain one without its version.</param>
/// <param name="Extents">Where its content lies, in bytes; more than one where it is longer than 4 GiB.</param>
/// <param name="LinkTarget">Of a symbolic link, the path it leads to.</param>
/// <param name="MovedTo">Of a deep folder that Rock Ridge moved nearer the root, where it is now, in bytes.</param>
internal sealed record IsoEntry(string Name, bool IsFolder, ImmutableArray<IsoExtent> Extents, string? LinkTarget = null, long? MovedTo = null)
{
    public long Length => Extents.Sum(static extent => extent.Length);
}

/// <param name="Offset">Bytes from the image's start.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct IsoExtent(long Offset, long Length);
