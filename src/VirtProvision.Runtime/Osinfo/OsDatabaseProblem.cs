namespace VirtProvision.Runtime.Osinfo;

/// <summary>A file of the database that was left out.</summary>
/// <param name="Why">The system's or the XML parser's words.</param>
public sealed record OsDatabaseProblem(string Path, string Why);
