using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime.Hypervisors;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Runtime.Cloning;

/// <summary>The findings of making clones: VP8441–VP8449, and of cloning what runs: VP8326–VP8334.</summary>
internal static class CloningDiagnostics
{
    public static Diagnostic HeldByAnother(string name, LiveLayer layer) => Error("VP8326", null,
        "Another run is cloning the original",
        $"{layer.Target} of \"{name}\" writes to {layer.Path} now, as another run{(layer.Mark is { } mark ? $", {RunMark.Shown(mark)}," : "")} is copying it. Run it again when that one is over."
            + (layer.IsHeld is null ? $" If it was killed: \"virsh blockcommit {name} {layer.Target} --active --shallow --pivot\", and delete that file." : ""));

    public static Diagnostic LeftOnLayer(string name, LiveLayer layer) => Error("VP8327", null,
        "The original stands on a layer of a killed run",
        $"{layer.Target} of \"{name}\" writes to {layer.Path}: a run of clone --live was killed before it brought that back. Nothing is lost. \"clone --original {name} --live\" brings it back first, whether \"{name}\" runs or not.");

    public static Diagnostic Returned(string name) => Warning("VP8328", null,
        "The original was put back",
        $"Disks of \"{name}\" still wrote to layers of a run that was killed; what is in them was brought back into its images.");

    public static Diagnostic NotReturned(string name, LiveLayer layer, string why) => Error("VP8329", null,
        "The original's disk could not be brought back",
        $"{layer.Target} of \"{name}\" goes on in {layer.Path}, with all that its guest wrote: {why} Nothing is lost; don't delete that file, nor write to the image below it. When that is mended, \"clone --original {name} --live\" brings it back, "
            + $"as does \"virsh blockcommit {name} {layer.Target} --active --shallow --pivot\".");

    public static Diagnostic NotFrozen(string name, string why) => Warning("VP8330", null,
        "The guest was not brought to rest",
        $"The file systems in \"{name}\" could not be frozen for the moment of the copy ({why}), so to its clones it is as if power had failed then. All disks are of the same moment.");

    public static Diagnostic LayerStays(string path) => Warning("VP8331", null,
        "Layer could not be deleted",
        $"{path} is of no use any more, and could not be deleted. Delete it by hand.");

    public static Diagnostic PendingDisk(string name, string target) => Error("VP8332", null,
        "The original runs with another disk",
        $"{target} of \"{name}\" is another image now than after its next start. Restart it first, or undo that change.");

    public static Diagnostic LayersUponRunning(string name) => Error("VP8333", null,
        "Layers upon disks that change",
        $"\"{name}\" runs, and goes on writing to the disks that --linked would make the clones' base. Leave --linked out, or shut it down.");

    public static Diagnostic NotHeld(string name, string why) => Error("VP8334", null,
        "The original's disks could not be held",
        $"libvirt refused to let \"{name}\" write elsewhere while it is copied: {why.TrimEnd('.')}. Shut it down to clone it.");

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
