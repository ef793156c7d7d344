using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>Formats in which QEMU serves an image.</summary>
public static class ImageFormats
{
    private static readonly string[] s_all = ["qcow2", "qcow", "qed", "vmdk", "vdi", "vpc", "bochs", "cloop", "dmg", "vhdx"];

    /// <summary>Whether it is a format that a disk has to name; what else a volume may be (iso, a file system, a partition) is raw to a guest.</summary>
    public static bool Contains(string format) => s_all.Contains(format);

    public static string Of(string? volumeFormat) => volumeFormat is not null && Contains(volumeFormat) ? volumeFormat : "raw";

    /// <summary>The format of a new image that nobody named. bhyve reads raw images only.</summary>
    public static string DefaultOn(HostFacts host) => host.Driver is "bhyve" ? "raw" : "qcow2";

    /// <summary>The format of a new image at a path where nobody named one: what the end of its name promises, else qcow2, which is sparse everywhere and can have snapshots.</summary>
    public static string OfName(string name) =>
        Path.GetExtension(name) is ".img" or ".raw" ? "raw" : Path.GetExtension(name) is [_, .. var extension] && Contains(extension) ? extension : "qcow2";
}
