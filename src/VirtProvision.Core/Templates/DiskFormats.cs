using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Templates;

/// <summary>
/// Writes the format of their content into the disks of a new domain. Without one libvirt takes every disk for raw: a guest would then see, and write over, the
/// bookkeeping of a qcow2 image.
/// </summary>
public static class DiskFormats
{
    // libvirt's names of formats that QEMU serves. A volume may also be an "iso", a file system or a partition: to a guest these are raw.
    private static readonly string[] s_images = ["qcow2", "qcow", "qed", "vmdk", "vdi", "vpc", "bochs", "cloop", "dmg", "vhdx"];

    /// <param name="formatOf">What the content of a disk is, as far as anyone knows; null leaves it to the rules of <c>defaults.yaml</c>.</param>
    public static MappingNode Fill(MappingNode spec, Func<MappingNode, string?> formatOf)
    {
        if (spec["disks"] is not SequenceNode disks)
        {
            return spec;
        }

        var items = disks.Items;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i] is MappingNode disk && disk["format"] is null && formatOf(disk) is { } format)
            {
                items = items.SetItem(i, disk.With("format", ScalarNode.String(disk.Span, s_images.Contains(format) ? format : "raw")));
            }
        }

        return items == disks.Items ? spec : spec.With("disks", disks with { Items = items });
    }
}
