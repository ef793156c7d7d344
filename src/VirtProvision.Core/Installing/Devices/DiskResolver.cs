using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>
/// Finds what the disks of a new domain contain: an existing volume by its own path, a file or device of the host, something on the network, or a volume
/// that has to be made. What the spec says outright stays as it says.
/// </summary>
internal sealed partial class DiskResolver(
    HostStorage storage, NewStorage making, HostFacts host, DeviceSettings settings, ImmutableArray<MappingNode> all, DiagnosticBag diagnostics)
{
    // What only tells how to find or make the content.
    private static readonly string[] s_toFind = ["vol", "size", "sparse", "from", "volumeFormat"];

    private static readonly string[] s_places = ["path", "vol", "pool"];

    public ResolvedDisk Resolve(MappingNode disk)
    {
        if (Conflict(disk) is { } conflict)
        {
            diagnostics.Add(conflict);
            return new ResolvedDisk(disk);
        }

        return (disk["vol"], disk["volume"], disk["path"], disk["pool"]) switch
        {
            (ScalarNode vol, _, _, _) => OfVolume(disk, vol),
            (_, ScalarNode volume, _, ScalarNode pool) => ByReference(disk, pool, volume),
            (_, _, ScalarNode path, _) => AtPath(disk, path),
            (_, _, _, ScalarNode pool) => InPool(disk, pool),
            _ => (disk["size"] ?? disk["from"]) is { } makes ? InDefaultPool(disk, makes.Span) : WithoutPlace(disk),
        };
    }

    private static Diagnostic? Conflict(MappingNode disk)
    {
        string[] places = [.. s_places.Where(name => disk[name] is ScalarNode { IsNull: false })];
        return places.Length > 1 ? DeviceDiagnostics.ManyPlaces(disk[places[1]]!.Span, places[0], places[1]) : null;
    }

    private ResolvedDisk WithoutPlace(MappingNode disk)
    {
        var type = disk.TextOf("type");
        if ((disk["source"] as MappingNode)?["protocol"] is not null)
        {
            return new ResolvedDisk(WithType(disk, "network"));
        }

        if (type is "nvme" or "network" or "vhostuser" or "vhostvdpa")
        {
            return new ResolvedDisk(disk);
        }

        if (disk.TextOf("device") is "cdrom" or "floppy")
        {
            return new ResolvedDisk(WithType(disk, "file"));
        }

        diagnostics.Add(DeviceDiagnostics.NoPlace(disk.Span, disk.TextOf("device") ?? "disk"));
        return new ResolvedDisk(disk);
    }

    private ResolvedDisk OfVolume(MappingNode disk, ScalarNode vol)
    {
        var slash = vol.Text.IndexOf('/', StringComparison.Ordinal);
        return Find(vol, vol.Text[..slash], vol.Text[(slash + 1)..]) is var (pool, volume) ? Existing(disk, pool, volume, vol.Span) : new ResolvedDisk(disk);
    }

    /// <summary>libvirt itself looks the volume up at each start; only its format is found here.</summary>
    private ResolvedDisk ByReference(MappingNode disk, ScalarNode poolName, ScalarNode name)
    {
        disk = WithType(disk, "volume");
        if (!settings.ChecksReferences && storage.Volume(poolName.Text, name.Text) is null)
        {
            return new ResolvedDisk(disk);
        }

        return Find(name, poolName.Text, name.Text) is var (_, volume)
            ? new ResolvedDisk(WithFormat(Found(disk), volume.Type is "block" ? "raw" : ImageFormats.Of(volume.Format), name.Span), volume)
            : new ResolvedDisk(disk);
    }

    private (HostPool Pool, HostVolume Volume)? Find(ScalarNode place, string poolName, string name)
    {
        if (storage.Pool(poolName) is not { } pool)
        {
            diagnostics.Add(DeviceDiagnostics.NoPool(place.Span, poolName, storage.Pools.Select(static known => known.Name)));
            return null;
        }

        if (storage.Volume(poolName, name) is { } volume)
        {
            return (pool, volume);
        }

        diagnostics.Add(pool.IsActive
            ? DeviceDiagnostics.NoVolume(place.Span, poolName, name, storage.VolumesIn(poolName).Select(static known => known.Name))
            : DeviceDiagnostics.PoolNotActive(place.Span, poolName, name));
        return null;
    }

    private ResolvedDisk InPool(MappingNode disk, ScalarNode name)
    {
        // The one pool that is made when it is missing.
        var pool = making.Pool(name.Text) ?? (name.Text is "default" ? DefaultPool(name.Span) : null);
        if (pool is null)
        {
            diagnostics.Add(DeviceDiagnostics.NoPool(name.Span, name.Text, storage.Pools.Select(static known => known.Name)));
        }
        else if ((disk["size"] ?? disk["from"]) is { } makes)
        {
            return New(disk.Without("pool"), pool, name: null, makes.Span);
        }
        else
        {
            diagnostics.Add(DeviceDiagnostics.PoolNeedsSize(name.Span, name.Text));
        }

        return new ResolvedDisk(disk);
    }

    private ResolvedDisk InDefaultPool(MappingNode disk, TextSpan span) => New(disk, DefaultPool(span), name: null, span);

    private HostPool DefaultPool(TextSpan span) =>
        HostStorage.DefaultPool(making.Pools, settings.ImagesFolder) ?? making.MakePool("default", settings.ImagesFolder, span);

    private static MappingNode WithType(MappingNode disk, string type) =>
        disk["type"] is null ? disk.With("type", ScalarNode.String(disk.Span, type)) : disk;

    private static MappingNode Found(MappingNode disk) => s_toFind.Aggregate(disk, static (node, member) => node.Without(member));
}
