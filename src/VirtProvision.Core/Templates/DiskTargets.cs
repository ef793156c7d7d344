using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Templates;

/// <summary>Gives disks without one a target name, the first that is free on their bus: <c>vda</c>, <c>vdb</c> … libvirt demands one, and it stays with the disk.</summary>
internal static class DiskTargets
{
    public static MappingNode Assign(MappingNode spec)
    {
        if (spec["disks"] is not SequenceNode disks)
        {
            return spec;
        }

        var taken = disks.Items.Select(DeviceOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var items = disks.Items.ToBuilder();
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is MappingNode disk && DeviceOf(disk) is null)
            {
                var device = FirstFree(PrefixOf(disk.TextOf("bus")), taken);
                taken.Add(device);
                items[i] = disk.With("target", (disk["target"] as MappingNode ?? MappingNode.Empty(disk.Span)).With("dev", ScalarNode.String(disk.Span, device)));
            }
        }

        return spec.With("disks", disks with { Items = items.DrainToImmutable() });
    }

    private static string? DeviceOf(DocumentNode disk) => ((disk as MappingNode)?["target"] as MappingNode)?.TextOf("dev");

    private static string PrefixOf(string? bus) => bus switch
    {
        "virtio" => "vd",
        "ide" => "hd",
        "fdc" => "fd",
        "xen" => "xvd",
        _ => "sd",
    };

    private static string FirstFree(string prefix, HashSet<string> taken)
    {
        for (var index = 0; ; index++)
        {
            if (prefix + Letters(index) is var device && !taken.Contains(device))
            {
                return device;
            }
        }
    }

    // a … z, aa, ab …: as Linux counts disks.
    private static string Letters(int index) => (index < 26 ? "" : Letters((index / 26) - 1)) + (char)('a' + (index % 26));
}
