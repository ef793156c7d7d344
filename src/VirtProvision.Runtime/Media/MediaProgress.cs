namespace VirtProvision.Runtime.Media;

/// <summary>How far a file is fetched or written to the host.</summary>
/// <param name="Name">The file, for people.</param>
/// <param name="Moved">Bytes so far.</param>
/// <param name="Total">Bytes in all; null when a server doesn't say.</param>
public sealed record MediaProgress(string Name, long Moved, long? Total);
