using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Core.Cloning;

/// <summary>What can be wrong with cloning a domain: VP8401–VP8449.</summary>
public static class CloneDiagnostics
{
    public static Diagnostic NoOriginal() => Error("VP8401", null,
        "Nothing to clone",
        "An original machine name is required: use '--original NAME', or '--original-xml FILE' for a domain that is only a file.");

    public static Diagnostic NoSuchDomain(string name, IEnumerable<string> known) => Error("VP8402", null,
        "No such domain",
        $"The host has no domain \"{name}\".{Nearest.DidYouMean(Nearest.To(name, known))}");

    public static Diagnostic OriginalRuns(string name) => Error("VP8403", null,
        "The original is not off",
        $"\"{name}\" must be shutoff to be cloned: a guest that runs, or is paused, has not written everything to its disks. Shut it down first, or clone it as it is at one moment with --live.");

    public static Diagnostic NotADomain(TextSpan span, string why) => Error("VP8404", span,
        "Not the XML of a domain",
        $"The file does not hold a domain as libvirt writes it: {why} \"virsh dumpxml --inactive NAME\" writes one.");

    public static Diagnostic UnreadableFile(string path, string why) => Error("VP8405", null,
        "File cannot be read",
        $"{path} cannot be read: {why}");

    public static Diagnostic NameNeeded() => Error("VP8406", null,
        "Name of the clone is missing",
        "A name is required for the new virtual machine: use '--name NEW_VM_NAME', or --auto-clone to have one made from the original's.");

    public static Diagnostic NameTaken(string name) => Error("VP8407", null,
        "Name is taken",
        $"Invalid name for new guest: the name \"{name}\" is already in use. Choose another; --replace removes the domain that has it, and --resume makes only the clones that are not there yet.");

    public static Diagnostic NameUnfit(string name, string why) => Error("VP8408", null,
        "Not a name",
        $"Invalid name for new guest: \"{name}\" cannot be the name of a domain: {why}.");

    public static Diagnostic PathsNeeded() => Error("VP8409", null,
        "Paths of the clone's disks are missing",
        "Either --auto-clone or --file is required: --auto-clone makes paths from the original's, --file says one for each disk that is copied.");

    public static Diagnostic PathNeeded(string target, string path) => Error("VP8410", null,
        "Path of a disk is missing",
        $"There are fewer --file than disks to copy: a path is needed for {target}, which is {path} in the original. Say one more --file; --skip-copy={target} shares the disk; --auto-clone makes the paths that are missing.");

    public static Diagnostic DiskMissing(string target, string path) => Error("VP8411", null,
        "The original's disk is missing",
        $"Could not determine original disk information: disk path '{path}' ({target}) does not exist, or no storage pool of the host covers it.");

    public static Diagnostic NotCloneable(string target, string what) => Error("VP8412", null,
        "Disk that cannot be copied",
        $"{target} is {what}, which is not cloneable: libvirt copies files and block devices. --skip-copy={target} shares it with the original.");

    public static Diagnostic VolumeExists(string path) => Error("VP8413", null,
        "Volume exists",
        $"Clone onto existing storage volume is not currently supported: '{path}'. Choose another path, or delete the volume; --preserve-data takes it as it is.");

    public static Diagnostic PathExists(string path, bool isChecked) => Checked("path_exists", isChecked, Error("VP8414", null,
        "Path exists",
        $"This will overwrite the existing path '{path}'. Choose another one; --preserve-data takes it as it is."));

    public static Diagnostic NothingToKeep(string target, string? path) => Error("VP8415", null,
        "Nothing to preserve",
        $"--preserve-data takes an image that is there, and for {target} {(path is null ? "no --file says which" : $"{path} does not exist")}.");

    public static Diagnostic OnlyForOne(string option) => Error("VP8416", null,
        "Option for one clone only",
        $"{option} says what only one clone can have, and several are to be made. Leave it out, and each gets its own.");

    public static Diagnostic UuidTaken(Guid uuid, string owner) => Error("VP8417", null,
        "UUID is taken",
        $"The UUID {uuid} is in use by another guest, \"{owner}\". Leave --uuid out, and the clone gets one of its own.");

    public static Diagnostic UnknownTarget(string option, string target, IEnumerable<string> known) => Warning("VP8418", null,
        "No such disk",
        $"{option}={target} has no effect: the original has no disk of that target name. It has {(string.Join(", ", known) is { Length: > 0 } list ? list : "none")}.");

    public static Diagnostic NotLayered(string target, string pool, string type) => Error("VP8419", null,
        "No place for a layer",
        $"{target} cannot be linked: a layer is a qcow2 file, and the pool \"{pool}\" is of type {type}, which holds none. Say --file with a path in a pool of files, or leave --linked out.");

    public static Diagnostic PoolIsFull(string pool, long wanted, long available) => Error("VP8420", null,
        "Not enough space in the pool",
        $"There is not enough free space in the storage pool \"{pool}\" to create the volumes: {Size(wanted)} are to be allocated, {Size(available)} are available.");

    public static Diagnostic PoolMayFill(string pool, long wanted, long available, bool isChecked) => Checked("disk_size", isChecked, Error("VP8421", null,
        "Volume may outgrow its pool",
        $"Once it is full, a volume of {Size(wanted)} will exceed the {Size(available)} that are available in the storage pool \"{pool}\"."));

    public static Diagnostic PathInUse(string path, IEnumerable<string> domains, bool isChecked) => Checked("path_in_use", isChecked, Error("VP8422", null,
        "Disk is in use",
        $"{path} is already in use by other guests: {string.Join(", ", domains)}. Two guests that write to it destroy it."));

    public static Diagnostic MacInUse(string mac, IEnumerable<string> domains, bool isChecked) => Checked("mac_in_use", isChecked, Error("VP8423", null,
        "MAC address is in use",
        $"The MAC address {mac} is in use by another virtual machine: {string.Join(", ", domains)}."));

    public static Diagnostic PortsFreed(string name) => Warning("VP8424", null,
        "Fixed ports of displays are freed",
        $"\"{name}\" has displays on ports of its own. The clones get ports from libvirt, as two guests cannot have the same.");

    public static Diagnostic BaseRests(string name) => Warning("VP8425", null,
        "The original becomes a base",
        $"The clones are layers upon the disks of \"{name}\". Whatever is written to these from now on destroys the clones: don't start \"{name}\" again, and keep its disks.");

    public static Diagnostic FormatOfGuest(string target, string path, string format) => Error("VP8426", null,
        "Raw disk that looks like an image",
        $"{target} is raw to its guest, and {path} begins like a {format} image, so libvirt would copy what that image says instead of the disk's bytes. "
        + $"If the guest wrote it there, nothing is wrong with the disk: copy the file by hand and give it by --file with --preserve-data. If the disk is meant to be {format}, correct the original first.");

    public static Diagnostic NvramWithout(string name) => Warning("VP8427", null,
        "Option without effect",
        $"--nvram has no effect: \"{name}\" names no file for its firmware's variables.");

    public static Diagnostic NvramElsewhere(string type) => Error("VP8428", null,
        "Firmware variables that cannot be copied",
        $"The original keeps its firmware's variables on a source of type {type}, which is not cloneable. Say --nvram with a path for the clone's.");

    public static Diagnostic SameImage(string target, string path) => Warning("VP8429", null,
        "Disk stays the original's",
        $"{target} is to be copied onto itself ({path}), so it is left as it is: original and clone share it. Never run both.");

    public static Diagnostic NotMadeHere(string path) => Error("VP8430", null,
        "Path is no place for a new volume",
        $"Nothing can be made at {path}: the folder is no storage pool's. Define a pool for it first, if it is one that libvirt can manage.");

    public static Diagnostic MadeTwice(string path) => Error("VP8431", null,
        "Two new disks at one path",
        $"Two disks would be made at {path}. Give each a path of its own.");

    public static Diagnostic ReplacesOriginal(string name) => Error("VP8432", null,
        "Clone in place of the original",
        $"--replace cannot replace \"{name}\" by a clone of itself. Choose another name.");

    public static Diagnostic DeepChain(string path, int depth) => Warning("VP8433", null,
        "Deep backing chain",
        $"A layer upon {path} stands on {depth} images, and each makes reading slower and one more file that must not be lost. A full clone (without --linked) stands alone.");

    public static Diagnostic FolderMissing(string path, string folder) => Error("VP8336", null,
        "Folder of a new disk is missing",
        $"Nothing can be made at {path}: {folder} does not exist. Make it, or correct the path.");

    public static Diagnostic FileNeverRuns() => Error("VP8335", null,
        "A file does not run",
        "--live clones a domain that runs, and --original-xml one that is only a file. Say --original with the name of a domain of the host, or leave --live out.");

    private static Diagnostic Checked(string check, bool isChecked, Diagnostic finding) => isChecked
        ? finding with { Detail = $"{finding.Detail} (--check {check}=off makes this a warning.)" }
        : finding with { Severity = DiagnosticSeverity.Warning };

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.##} MiB");
}
