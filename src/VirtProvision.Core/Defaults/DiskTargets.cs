using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Defaults;

/// <summary>
/// Gives disks without one a target name, the next on their bus: <c>vda</c>, <c>vdb</c> … libvirt demands one, and it stays with the disk. It comes after all that the
/// spec names itself; where none is left there, it is the first that is free.
/// </summary>
internal static class DiskTargets
{
    public static MappingNode Assign(MappingNode spec, DiagnosticBag? diagnostics)
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
                if (NextName(disk.TextOf("bus"), taken) is not { } device)
                {
                    diagnostics?.Add(DefaultDiagnostics.TooManyDisks(disk.Span, disk.TextOf("bus") ?? "", NamesOf(disk.TextOf("bus")).Most));
                    continue;
                }

                taken.Add(device);
                items[i] = disk.With("target", disk.MappingAt("target").WithText("dev", device));
            }
        }

        return spec.With("disks", disks with { Items = items.DrainToImmutable() });
    }

    private static string? DeviceOf(DocumentNode disk) => (disk as MappingNode)?.TextAt("target", "dev");

    // How many of them a guest can have.
    private static (string Prefix, int Most) NamesOf(string? bus) => bus switch
    {
        "virtio" => ("vd", 1024),
        "ide" => ("hd", 4),
        "fdc" => ("fd", 2),
        "xen" => ("xvd", 1024),
        _ => ("sd", 1024),
    };

    private static string? NextName(string? bus, HashSet<string> taken)
    {
        if (bus is "nvme")
        {
            return Enumerable.Range(1, 1024).Select(static number => $"nvme0n{number}").FirstOrDefault(name => !taken.Contains(name));
        }

        var (prefix, most) = NamesOf(bus);
        var names = Enumerable.Range(0, most).Select(index => prefix + Letters(index)).ToArray();
        var last = Array.FindLastIndex(names, taken.Contains);
        return names.Skip(last + 1).FirstOrDefault() ?? names.FirstOrDefault(name => !taken.Contains(name));
    }

    // a … z, aa, ab …: as Linux counts disks.
    private static string Letters(int index) => (index < 26 ? "" : Letters((index / 26) - 1)) + (char)('a' + (index % 26));
}
