using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Fleet;

namespace VirtProvision.Core.Resources;

/// <summary>The spec of the volume that a disk's <c>size</c> and <c>from</c> make.</summary>
internal static class VolumeOfDisk
{
    private static readonly string[] s_starts = ["volume", "path", "domain"];

    /// <param name="format">Of the image; null where the pool's volumes have none.</param>
    /// <param name="inFiles">Whether the pool holds image files, which may be sparse.</param>
    public static MappingNode Spec(MappingNode disk, ScalarNode pool, ScalarNode? format, bool inFiles, DiagnosticBag diagnostics)
    {
        var volume = MappingNode.Empty(disk.Span).With("pool", pool);
        if (format is not null)
        {
            volume = volume.With("format", format);
        }

        var size = disk["size"];
        if (size is not null)
        {
            volume = volume.With("capacity", size);
        }

        if (disk["from"] is MappingNode from)
        {
            return WithContent(volume, from, format, diagnostics);
        }

        // A file grows as it is written to unless it is asked to be full from the start; libvirt's own default is full.
        return (inFiles, disk["sparse"]) switch
        {
            (_, ScalarNode { Kind: ScalarKind.Boolean, IsTrue: false }) => volume.With("allocation", size!),
            (true, _) => volume.With("allocation", ScalarNode.String(size!.Span, "0B")),
            _ => volume,
        };
    }

    /// <summary>How the file of a volume ends, by its format.</summary>
    public static string Extension(string format) => format is "raw" ? ".img" : "." + format;

    private static MappingNode WithContent(MappingNode volume, MappingNode from, ScalarNode? format, DiagnosticBag diagnostics)
    {
        if (s_starts.Count(start => from[start] is not null) > 1)
        {
            diagnostics.Add(ResourceDiagnostics.TwoStarts(from.Span));
        }

        // Specs have been led to what another host has by now; whoever writes no specs would get a volume of this one.
        if (from["host"] is { } elsewhere)
        {
            diagnostics.Add(FleetDiagnostics.OtherHostOutsideSpecs(elsewhere.Span));
        }

        var content = from.Without("mode");
        var mode = from.TextOf("mode") ?? "auto";
        var canBeLinked = format?.Text is "qcow2" or "qed" or "vmdk" or "qcow";
        if (mode is "linked" && format is not null && !canBeLinked)
        {
            diagnostics.Add(ResourceDiagnostics.RawCannotBeLinked(from["mode"]!.Span, format.Text));
        }

        if (mode is "linked" || (mode is "auto" && (canBeLinked || from["path"] is not null)))
        {
            return volume.With("backingStore", content);
        }

        if (from["path"] is { } path)
        {
            diagnostics.Add(ResourceDiagnostics.CopyOfPath(path.Span));
        }

        // The copy finds the format of what it copies on the host.
        content = content.Without("format").Without("path");
        return volume.With("source", mode is "reflink" ? content.With("reflink", ScalarNode.Boolean(from.Span, true)) : content);
    }
}
