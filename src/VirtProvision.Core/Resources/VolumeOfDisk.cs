using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Resources;

/// <summary>The spec of the volume that a disk's <c>size</c> and <c>from</c> make.</summary>
internal static class VolumeOfDisk
{
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
            return WithContent(volume, from, diagnostics);
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

    private static MappingNode WithContent(MappingNode volume, MappingNode from, DiagnosticBag diagnostics)
    {
        var content = from.Without("mode");
        if (from.TextOf("mode") is not "full")
        {
            return volume.With("backingStore", content);
        }

        if (from["volume"] is null)
        {
            diagnostics.Add(ResourceDiagnostics.CopyOfPath(from.Span));
        }

        // The copy finds the format of what it copies on the host.
        return volume.With("source", content.Without("format").Without("path"));
    }
}
