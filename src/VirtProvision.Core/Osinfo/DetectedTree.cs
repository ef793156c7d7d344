namespace VirtProvision.Core.Osinfo;

/// <summary>The system that a tree installs.</summary>
/// <param name="Tree">Which of its trees that is; null when it was recognized by other signs.</param>
/// <param name="Named">The short id of the system that it is of, when the database lacks that one and <paramref name="Os"/> is the nearest.</param>
/// <param name="Media">When the tree is an ISO image: which of its images.</param>
public sealed record DetectedTree(OsFacts Os, OsTree? Tree, OsMedia? Media, string? Named = null);
