namespace VirtProvision.Core.Osinfo;

/// <summary>The system that a tree installs.</summary>
/// <param name="Tree">Which of its trees that is; null when it was recognized by other signs.</param>
/// <param name="Media">When the tree is an ISO image: which of its images.</param>
public sealed record DetectedTree(OsFacts Os, OsTree? Tree, OsMedia? Media);
