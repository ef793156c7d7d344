namespace VirtProvision.Core.Osinfo;

public sealed partial record OsFacts
{
    /// <summary>Nothing is known: no devices but those that every system has.</summary>
    public static readonly OsFacts Generic = new()
    {
        ShortId = "generic",
        ShortIds = ["generic"],
        Id = "http://libosinfo.org/unknown",
        Name = "Unknown operating system",
        IsGeneric = true,
    };

    /// <summary>What a spec without <c>osinfo</c> is taken for: a Linux of today, with drivers for all that QEMU emulates well.</summary>
    public static readonly OsFacts Modern = Generic with
    {
        Name = "A Linux of today",
        Family = "linux",
        Devices =
        [
            "http://pcisig.com/pci/1af4/1000", // virtio-net
            "http://pcisig.com/pci/1af4/1001", // virtio-block
            "http://pcisig.com/pci/1af4/1002", // virtio-balloon
            "http://pcisig.com/pci/1af4/1003", // virtio-console
            "http://pcisig.com/pci/1af4/1004", // virtio-scsi
            "http://pcisig.com/pci/1af4/1005", // virtio-rng
            "http://pcisig.com/pci/1af4/1009", // virtio-9p
            "http://pcisig.com/pci/1af4/1041", // virtio1.0-net
            "http://pcisig.com/pci/1af4/1042", // virtio1.0-block
            "http://pcisig.com/pci/1af4/1043", // virtio1.0-console
            "http://pcisig.com/pci/1af4/1044", // virtio1.0-rng
            "http://pcisig.com/pci/1af4/1045", // virtio1.0-balloon
            "http://pcisig.com/pci/1af4/1048", // virtio1.0-scsi
            "http://pcisig.com/pci/1af4/1049", // virtio1.0-9p
            "http://pcisig.com/pci/1af4/1050", // virtio1.0-gpu
            "http://pcisig.com/pci/1af4/1052", // virtio1.0-input
            "http://pcisig.com/pci/1af4/105a", // virtio1.0-fs
            "http://pcisig.com/pci/1b36/0004", // qemu-xhci
            "http://pcisig.com/pci/1b36/0100", // qxl
            "http://pcisig.com/pci/8086/10d3", // e1000e
            "http://pcisig.com/pci/8086/293e", // ich9-hda
            "http://qemu.org/chipset/x86/q35",
            "http://usb.org/usb/80ee/0021", // tablet
        ],
    };
}
