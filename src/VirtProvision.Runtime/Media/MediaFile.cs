namespace VirtProvision.Runtime.Media;

/// <summary>A file that exists in an install tree.</summary>
/// <param name="Path">Relative to the tree's root.</param>
/// <param name="Length">Bytes; null when a server doesn't say.</param>
/// <param name="Version">Changes when the content does, as far as the place tells: a time, an ETag; empty when it doesn't.</param>
internal sealed record MediaFile(string Path, long? Length, string Version);
