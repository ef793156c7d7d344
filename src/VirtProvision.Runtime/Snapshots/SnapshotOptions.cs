namespace VirtProvision.Runtime.Snapshots;

/// <summary>How a host is written down.</summary>
/// <param name="Folder">Where; it is made if need be.</param>
/// <param name="Overwrite">What the folder holds of an earlier snapshot is replaced.</param>
/// <param name="IncludeSecrets">With the passwords in domains' XML, which only a connection that may write is shown.</param>
public sealed record SnapshotOptions(string Folder, bool Overwrite = false, bool IncludeSecrets = false);

/// <summary>How far a snapshot has come.</summary>
/// <param name="What">What is being read: <c>domains</c>.</param>
/// <param name="Written">How many files there are so far.</param>
public sealed record SnapshotProgress(string What, int Written);

/// <summary>What a snapshot came to hold.</summary>
/// <param name="Source">The connection that was written down.</param>
/// <param name="Address">The connection that the snapshot is: <c>snapshot://DIR</c>.</param>
/// <param name="Volumes">Of active pools: what lies in the others nobody can know.</param>
public sealed record SnapshotSummary(
    string Folder, string Source, string Address, int Domains, int Networks, int Pools, int Volumes, int NodeDevices, int Machines, bool HasSecrets);
