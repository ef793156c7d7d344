using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Installing;

/// <summary>Puts the medium of an installation into a CD drive of the new domain.</summary>
public static class InstallDrive
{
    /// <param name="image">The image of an install tree, from which the installer reads the rest; it stays in its drive.</param>
    /// <param name="drive">The place among the disks of the drive that is emptied when the system is installed; null when there is none.</param>
    public static MappingNode Put(MappingNode spec, InstallMethod method, string? image, out int? drive)
    {
        drive = null;
        if (method.Cdrom is { } medium)
        {
            spec = Put(spec, medium, out drive);

            // A medium that is the system itself, or from which nothing is installed, stays.
            drive = method.HasPhases ? drive : null;
            return spec;
        }

        return image is null ? spec : Put(spec, ScalarNode.String((method.Location ?? method.System)!.Span, image), out _);
    }

    private static MappingNode Put(MappingNode spec, ScalarNode medium, out int? drive)
    {
        var disks = (spec["disks"] as SequenceNode)?.Items ?? [];
        var first = disks.FirstOrDefault(static disk => (disk as MappingNode)?.TextOf("device") is "cdrom");
        drive = first is null ? disks.Length : disks.IndexOf(first);

        // Before any other: the firmware boots from the first that has a system.
        disks = first is MappingNode empty && (IsEmpty(empty) || empty.TextOf("path") == medium.Text) && spec.TextOf("defaults") is "none"
            ? disks.SetItem(drive.Value, empty.With("path", medium))
            : disks.Insert(drive.Value, MappingNode.Empty(medium.Span).With("device", ScalarNode.String(medium.Span, "cdrom")).With("path", medium));
        return spec.With("disks", new SequenceNode(medium.Span, disks));
    }

    private static bool IsEmpty(MappingNode disk) => (disk["path"] ?? disk["source"] ?? disk["volume"] ?? disk["vol"]) is null;
}
