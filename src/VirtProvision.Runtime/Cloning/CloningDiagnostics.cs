using VirtProvision.Core.Diagnostics;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Runtime.Cloning;

/// <summary>The findings of making clones: VP8441–VP8449.</summary>
internal static class CloningDiagnostics
{
    public static Diagnostic PoolStays(string pool, string folder, string why) => Warning("VP8441", null,
        "Pool could not be removed",
        $"The storage pool \"{pool}\" was made over {folder} for this run only, and could not be removed: {why} \"virsh pool-destroy {pool}\" and \"virsh pool-undefine {pool}\" do it; files stay.");

    public static Diagnostic SavedState(string name) => Warning("VP8444", null,
        "The original is in the middle of something",
        $"\"{name}\" is off, but keeps the memory of its last run (virsh managedsave), and the clones don't get that: to them it is as if power had failed. Start it and shut it down for clean disks.");

    public static Diagnostic ChangedMeanwhile(string name) => Error("VP8442", null,
        "The original changed meanwhile",
        $"\"{name}\" has other disks than when the clones were planned. Nothing was changed; run it again.");

    public static Diagnostic StartedMeanwhile(string name) => Error("VP8443", null,
        "The original was started meanwhile",
        $"\"{name}\" was started while its disks were copied, so the copies may be torn: what was written to a disk is not all of one moment. Shut it down, remove the clones and make them anew.");
}
