namespace VirtProvision.Core.Osinfo;

/// <summary>What was found on the installation media.</summary>
/// <param name="Named">The short id of the system that it really is, when the database lacks that one and <paramref name="Os"/> is the nearest.</param>
public sealed record DetectedOs(OsFacts Os, string? Named = null);
