using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;

namespace VirtProvision.Runtime;

/// <summary>What the disks of new domains contain: known from the spec of their volume, from the host, or from a look at the file.</summary>
/// <param name="isLocal">Whether paths on the host are paths here; null when there is no host.</param>
internal sealed class DiskContents(ResourceGraph graph, ObservedHost observed, bool? isLocal, DiagnosticBag diagnostics)
{
    // What defaults.yaml tells by the name.
    private static readonly string[] s_telling = [".qcow2", ".img", ".raw", ".iso"];

    /// <summary>libvirt's name of the format; null when nothing is known, or nothing needs to be.</summary>
    public string? FormatOf(MappingNode disk)
    {
        if (disk.TextOf("volume") is { } name && disk.TextOf("pool") is { } pool)
        {
            return OfVolume(new ResourceId(ResourceKind.StorageVolume, name, pool), disk);
        }

        return disk.TextOf("path") is { } path && disk.TextOf("type") is null or "file" && disk.TextOf("device") is null or "disk" && !path.StartsWith("/dev/", StringComparison.Ordinal)
            ? OfFile(path, disk)
            : null;
    }

    private string? OfVolume(ResourceId id, MappingNode disk)
    {
        var declared = graph.Dependencies.ContainsKey(id) ? graph.Resources.First(spec => spec.Id == id).Spec : null;
        if (declared?.TextOf("format") is { } format)
        {
            return format;
        }

        if (observed.FindVolume(id) is { } volume)
        {
            return FormatIn(volume) ?? "raw";
        }

        if (declared is null)
        {
            Unknown(disk, $"the volume \"{id.Name}\" in the pool \"{id.Pool}\"");
            return isLocal is null ? null : "raw";
        }

        // An upload is whatever the file is; all else libvirt makes raw unless it is told.
        return declared["source"] is MappingNode source && source.TextOf("path") is { } path ? Look(path) : "raw";
    }

    private string? OfFile(string path, MappingNode disk)
    {
        // Where there is a host, the format of what is made is written by now.
        if ((disk["size"] ?? disk["from"]) is not null && isLocal is null)
        {
            return disk.TextOf("volumeFormat") ?? ImageFormats.OfName(path);
        }

        var found = isLocal is true ? Look(path) : null;
        if (found is not null)
        {
            if (found is not ("raw" or "iso"))
            {
                diagnostics.Add(PlanningDiagnostics.DiskFormatFound(disk.Span, path, found));
            }

            return found;
        }

        if (!s_telling.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
        {
            Unknown(disk, path);
        }

        return null;
    }

    private void Unknown(MappingNode disk, string content)
    {
        // Without a host nothing is made.
        if (isLocal is not null)
        {
            diagnostics.Add(PlanningDiagnostics.DiskFormatUnknown(disk.Span, content));
        }
    }

    private static string? Look(string path)
    {
        try
        {
            return File.Exists(path) ? LocalImage.Open(path).Format : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? FormatIn(XElement volume) => volume.Element("target")?.Element("format")?.Attribute("type")?.Value;
}
