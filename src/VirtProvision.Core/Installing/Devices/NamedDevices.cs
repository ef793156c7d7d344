using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>Writes out what a change of a domain names by the host's words for it: node devices, and volumes of pools.</summary>
public static class NamedDevices
{
    /// <summary>Whether <see cref="HostView.NodeDevices"/> are needed.</summary>
    public static bool NeedNodeDevices(MappingNode spec) =>
        spec.Items("hostdevs").Any(static device => device["device"] is not null) || spec.Items("networks").Any(static card => card["hostdev"] is not null);

    /// <summary>The pools of which the volumes are needed.</summary>
    public static IEnumerable<string> PoolsOf(MappingNode spec) => spec.Items("disks").Select(static disk => disk.TextOf("vol")?.Split('/')[0]).OfType<string>();

    /// <summary>Where it is said how large a new volume shall be.</summary>
    public static IEnumerable<TextSpan> SizesOf(MappingNode spec) => spec.Items("disks").Select(static disk => disk["size"]?.Span).OfType<TextSpan>();

    public static MappingNode Resolve(MappingNode spec, HostView view, DiagnosticBag diagnostics)
    {
        var hostdevs = new HostdevResolver(new NodeDevices(view.NodeDevices, diagnostics), diagnostics);
        return spec
            .WithItems("hostdevs", hostdevs.Resolve)
            .WithItems("networks", card => card["hostdev"] is ScalarNode { IsNull: false } name && hostdevs.FindPci(name) is { } pci
                ? InterfaceResolver.PassedThrough(card, name, pci)
                : card)
            .WithItems("disks", disk => disk["vol"] is ScalarNode { IsNull: false } vol ? OfVolume(disk, vol, view.Storage, diagnostics) : disk);
    }

    private static MappingNode OfVolume(MappingNode disk, ScalarNode vol, HostStorage storage, DiagnosticBag diagnostics)
    {
        var slash = vol.Text.IndexOf('/', StringComparison.Ordinal);
        var (pool, name) = slash < 0 ? (vol.Text, "") : (vol.Text[..slash], vol.Text[(slash + 1)..]);
        if (storage.Volume(pool, name) is not { } volume)
        {
            diagnostics.Add(DeviceDiagnostics.NoVolume(vol.Span, pool, name, storage.VolumesIn(pool).Select(static known => known.Name)));
            return disk;
        }

        return disk.Without("vol")
            .WithMissing("type", ScalarNode.String(vol.Span, volume.Type is "block" ? "block" : volume.Type is "dir" ? "dir" : "file"))
            .With("path", ScalarNode.String(vol.Span, volume.Path));
    }
}
