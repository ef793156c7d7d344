namespace VirtProvision.Core.Osinfo;

/// <summary>The system that an image installs or runs, and which of its images that is.</summary>
public sealed record DetectedMedia(OsFacts Os, OsMedia Media);
