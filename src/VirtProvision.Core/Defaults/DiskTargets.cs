using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Defaults;

/// <summary>
/// Gives disks without one a target name, the next on their bus: <c>vda</c>, <c>vdb</c> … libvirt demands one, and it stays with the disk. It comes after all that the
/// spec names itself; where none is left there, it is the first that is free.
/// </summary>
internal static class DiskTargets
{
    // As many as a guest can have.
    private static readonly Lazy<string[]> s_virtio = Named("vd", 1024);
    private static readonly Lazy<string[]> s_ide = Named("hd", 4);
    private static readonly Lazy<string[]> s_floppy = Named("fd", 2);
    private static readonly Lazy<string[]> s_xen = Named("xvd", 1024);
    private static readonly Lazy<string[]> s_scsi = Named("sd", 1024);
    private static readonly Lazy<string[]> s_nvme = new(static () => [.. Enumerable.Range(1, 1024).Select(static number => $"nvme0n{number}")]);

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
                    diagnostics?.Add(DefaultDiagnostics.TooManyDisks(disk.Span, disk.TextOf("bus") ?? "", NamesOf(disk.TextOf("bus")).Length));
                    continue;
                }

                taken.Add(device);
                items[i] = disk.With("target", disk.MappingAt("target").WithText("dev", device));
            }
        }

        return spec.With("disks", disks with { Items = items.DrainToImmutable() });
    }

    private static string? DeviceOf(DocumentNode disk) => (disk as MappingNode)?.TextAt("target", "dev");

    private static string[] NamesOf(string? bus) => bus switch
    {
        "virtio" => s_virtio.Value,
        "ide" => s_ide.Value,
        "fdc" => s_floppy.Value,
        "xen" => s_xen.Value,
        "nvme" => s_nvme.Value,
        _ => s_scsi.Value,
    };

    private static string? NextName(string? bus, HashSet<string> taken)
    {
        var names = NamesOf(bus);
        var last = taken.Count == 0 || bus is "nvme" ? -1 : Array.FindLastIndex(names, taken.Contains);
        return names.Skip(last + 1).FirstOrDefault(name => !taken.Contains(name)) ?? names.FirstOrDefault(name => !taken.Contains(name));
    }

    private static Lazy<string[]> Named(string prefix, int most) => new(() => [.. Enumerable.Range(0, most).Select(index => prefix + Letters(index))]);

    // a … z, aa, ab …: as Linux counts disks.
    private static string Letters(int index) => (index < 26 ? "" : Letters((index / 26) - 1)) + (char)('a' + (index % 26));
}
