using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Installing;

/// <summary>Puts the medium of an installation into a CD drive of the new domain.</summary>
public static class InstallDrive
{
    /// <param name="drive">The drive's place among the disks; null when there is no medium.</param>
    public static MappingNode Put(MappingNode spec, InstallMethod method, out int? drive)
    {
        drive = null;
        if (method.Cdrom is not { } medium)
        {
            return spec;
        }

        var disks = (spec["disks"] as SequenceNode)?.Items ?? [];
        var first = disks.FirstOrDefault(static disk => (disk as MappingNode)?.TextOf("device") is "cdrom");
        drive = first is null ? disks.Length : disks.IndexOf(first);

        // Before any other: the firmware boots from the first that has a system.
        disks = first is MappingNode empty && IsEmpty(empty) && spec.TextOf("defaults") is "none"
            ? disks.SetItem(drive.Value, empty.With("path", medium))
            : disks.Insert(drive.Value, MappingNode.Empty(medium.Span).With("device", ScalarNode.String(medium.Span, "cdrom")).With("path", medium));
        return spec.With("disks", new SequenceNode(medium.Span, disks));
    }

    private static bool IsEmpty(MappingNode disk) => (disk["path"] ?? disk["source"] ?? disk["volume"] ?? disk["vol"]) is null;
}
