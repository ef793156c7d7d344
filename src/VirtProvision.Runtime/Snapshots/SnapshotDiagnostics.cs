using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>What can be wrong with the folder of a snapshot.</summary>
public static class SnapshotDiagnostics
{
    public static Diagnostic NoSnapshot(string folder) => Error("VP6020", null,
        "No snapshot of a host",
        $"{folder} holds no {SnapshotLayout.HostFile}. \"virt-provision host snapshot {folder}\" writes one; its address is then snapshot://{folder}.");

    public static Diagnostic MissingFile(string path) => Error("VP6021", null,
        "Snapshot incomplete",
        $"{path} is missing, or may not be read. Write the snapshot anew.");

    public static Diagnostic NotUnderstood(TextSpan place, string why) => Error("VP6022", place,
        "Snapshot not understood",
        $"This is not what a snapshot holds: {why.TrimEnd('.')}. Write the snapshot anew.");

    public static Diagnostic NotEmpty(string folder) => Error("VP6023", null,
        "Folder not empty",
        $"{folder} holds something already, and nothing was written. Name another folder, or replace the snapshot in it with --force.");

    public static Diagnostic NotWritten(string folder, string why) => Error("VP6024", null,
        "Snapshot not written",
        $"The snapshot could not be written to {folder}: {why.TrimEnd('.')}. What is there is no whole snapshot.");
}
