using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>What can be wrong with devices once the host is asked about them: VP8301–VP8339.</summary>
public static class DeviceDiagnostics
{
    public static Diagnostic NoPool(TextSpan span, string name, IEnumerable<string> known) => Error("VP8301", span,
        "No such storage pool",
        $"The host has no storage pool \"{name}\".{Nearest.DidYouMean(Nearest.To(name, known))}{List("Its pools are", known)}");

    public static Diagnostic NoVolume(TextSpan span, string pool, string name, IEnumerable<string> known) => Error("VP8302", span,
        "No such volume",
        $"The storage pool \"{pool}\" has no volume \"{name}\".{Nearest.DidYouMean(Nearest.To(name, known))} With a size and without a volume's name, a new one is made in the pool.");

    public static Diagnostic PoolNotActive(TextSpan span, string pool, string name) => Error("VP8303", span,
        "Storage pool is not active",
        $"The storage pool \"{pool}\" is not active, so whether \"{name}\" is in it can't be seen. Start the pool: virsh pool-start {pool}.");

    public static Diagnostic ManyPlaces(TextSpan span, string first, string second) => Error("VP8304", span,
        "Disk is in more than one place",
        $"{first} and {second} each say where the disk's content is. Keep one of them.");

    public static Diagnostic NoPlace(TextSpan span, string device) => Error("VP8305", span,
        "Disk without content",
        $"A {device} requires a path, a volume, or a size of which one is made; only a cdrom or floppy may be empty.");

    public static Diagnostic SizeNeeded(TextSpan span, string name, string pool) => Error("VP8306", span,
        "Volume does not exist",
        $"The storage pool \"{pool}\" has no \"{name}\", so it would have to be made, and for that its size must be said.");

    public static Diagnostic PoolNeedsSize(TextSpan span, string pool) => Error("VP8307", span,
        "Pool without volume or size",
        $"The disk names the storage pool \"{pool}\" alone. Say the size of a new volume, or which existing one is meant (vol={pool}/NAME).");

    public static Diagnostic NoSuchPath(TextSpan span, string path) => Error("VP8308", span,
        "Path does not exist",
        $"{path} does not exist. Correct the path; or say a size, and an image of that size is made there.");

    public static Diagnostic NotMadeHere(TextSpan span, string path) => Error("VP8309", span,
        "Path is no place for a new volume",
        $"{path} does not exist, and nothing can be made there: the folder is no storage pool's. Define a pool for it first, if it is one that libvirt can manage.");

    public static Diagnostic PathUnseen(TextSpan span, string path, string folder) => Error("VP8310", span,
        "Path on another machine",
        $"No storage pool of the host covers {folder}, so whether {path} exists there can't be seen. If it does not, its size must be said and it is made; "
        + "if it does, define a pool for the folder, or take the path as it is (--check path_exists=off).");

    public static Diagnostic FormatOfPool(TextSpan span, string format, string pool, string poolType) => Error("VP8311", span,
        "Pool without image formats",
        $"A volume of the {poolType} pool \"{pool}\" can't have the format {format}: it is no image file. Leave the format out.");

    public static Diagnostic PoolIsFull(TextSpan span, string pool, long wanted, long available) => Error("VP8312", span,
        "Not enough space in the pool",
        $"There is not enough free space in the storage pool \"{pool}\": {Size(wanted)} are to be allocated, {Size(available)} are available. "
        + "Say a smaller size, or let the volume grow as it is written to (sparse).");

    public static Diagnostic PoolMayFill(TextSpan span, string pool, long wanted, long available, bool isChecked) => Checked("disk_size", isChecked, Error("VP8313", span,
        "Volume may outgrow its pool",
        $"Once it is full, a volume of {Size(wanted)} will exceed the {Size(available)} that are available in the storage pool \"{pool}\"."));

    public static Diagnostic PathInUse(TextSpan span, string path, IReadOnlyCollection<string> domains, bool isChecked) => Checked("path_in_use", isChecked, Error("VP8314", span,
        "Disk is in use",
        $"{path} is already in use by {Others(domains)}; two guests that write to it destroy it."));

    public static Diagnostic MacInUse(TextSpan span, string mac, IReadOnlyCollection<string> domains, bool isChecked) => Checked("mac_in_use", isChecked, Error("VP8315", span,
        "MAC address is in use",
        $"The MAC address {mac} is in use by another virtual machine: {string.Join(", ", domains)}."));

    public static Diagnostic NameInUse(TextSpan span, string name) => Error("VP8316", span,
        "Name is in use",
        $"The host already has a domain named \"{name}\". Choose another name; or remove that domain, or reinstall it.");

    public static Diagnostic UuidInUse(TextSpan span, string uuid, string name) => Error("VP8317", span,
        "UUID is in use",
        $"The UUID {uuid} is in use by the domain \"{name}\". Leave it out, and the new domain gets one of its own.");

    public static Diagnostic NoNetwork(TextSpan span, string name, IEnumerable<string> known) => Warning("VP8318", span,
        "No such network",
        $"The host has no network \"{name}\", and the domain won't start without it.{Nearest.DidYouMean(Nearest.To(name, known))}{List("Its networks are", known)}");

    public static Diagnostic UnknownProtocol(TextSpan span, string protocol, IEnumerable<string> known) => Error("VP8319", span,
        "Unknown protocol",
        $"A disk can't be reached by \"{protocol}\".{List("libvirt knows", known)}");

    public static Diagnostic MalformedDevice(TextSpan span, string text) => Error("VP8320", span,
        "Not a host device",
        $"\"{text}\" is the name of no device of the host, nor an address of one: write a node device name (virsh nodedev-list), a PCI address (15:00.1), USB bus.device (001.003) or vendor:product (0x046d:0xc52b).");

    public static Diagnostic NoDevice(TextSpan span, string text) => Error("VP8321", span,
        "No such host device",
        $"The host has no device \"{text}\". virsh nodedev-list names those it has.");

    public static Diagnostic ManyDevices(TextSpan span, string text, IEnumerable<string> names) => Error("VP8322", span,
        "More than one host device",
        $"\"{text}\" stands for more than one device of the host: {string.Join(", ", names)}. Say one of these names.");

    public static Diagnostic UnsupportedDevice(TextSpan span, string name, string kind) => Error("VP8323", span,
        "Host device can't be passed through",
        $"{name} is a device of the kind \"{kind}\", which no guest can get. PCI, USB, SCSI and mediated devices can, and network cards, drives and DRM devices by what they belong to.");

    public static Diagnostic NotPci(TextSpan span, string name) => Error("VP8324", span,
        "Not a network card to pass through",
        $"{name} is no PCI device and belongs to none, so no guest can have it as its network card.");

    public static Diagnostic MadeTwice(TextSpan span, string path) => Error("VP8325", span,
        "Two new disks at one path",
        $"Another disk of this domain is made at {path} too. Give one of them a path of its own.");

    /// <summary>A finding that the user may decide to live with.</summary>
    private static Diagnostic Checked(string check, bool isChecked, Diagnostic finding) => isChecked
        ? finding with { Detail = $"{finding.Detail} (--check {check}=off makes this a warning.)" }
        : finding with { Severity = DiagnosticSeverity.Warning };

    private static string Others(IReadOnlyCollection<string> domains) =>
        (domains.Count is 1 ? "another guest, " : "other guests: ") + string.Join(", ", domains);

    private static string List(string opening, IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal)) is { Length: > 0 } list ? $" {opening} {list}." : "";

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MiB");
}
