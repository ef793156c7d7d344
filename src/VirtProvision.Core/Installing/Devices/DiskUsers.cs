using System.Xml.Linq;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>Which domains of the host use an image already: as a disk, below the image of a disk, or as what they boot.</summary>
internal sealed class DiskUsers(IReadOnlyCollection<HostDomain> domains, HostStorage storage)
{
    private static readonly string[] s_booted = ["kernel", "initrd", "dtb"];

    private readonly ImmutableArray<HostVolume> _volumes = [.. storage.Volumes.Values.SelectMany(static volumes => volumes)];

    /// <param name="volume">The volume that the disk has, where it has one.</param>
    public ImmutableArray<string> Of(MappingNode disk, HostVolume? volume)
    {
        var places = PlacesOf(disk, volume);
        if (places.IsEmpty)
        {
            return [];
        }

        var isShareable = disk.IsTrue("shareable");
        var isReadOnly = disk.IsTrue("readonly") || disk.TextOf("device") is "cdrom";
        var layers = LayersOn(places);
        return [.. domains.Where(domain => Uses(domain.Xml, places, layers, isShareable, isReadOnly)).Select(static domain => domain.Name)];
    }

    private bool Uses(XElement domain, ImmutableHashSet<string> places, HashSet<string> layers, bool isShareable, bool isReadOnly)
    {
        var os = domain.Element("os");
        if (!isReadOnly && s_booted.Any(name => os?.Element(name)?.Value is { } booted && places.Contains(booted)))
        {
            return true;
        }

        foreach (var disk in domain.Element("devices")?.Elements("disk") ?? [])
        {
            var theirs = PlacesOf(disk);
            if (theirs.Any(layers.Contains)
                || (theirs.Any(places.Contains)
                    && !(isShareable && disk.Element("shareable") is not null)
                    && !(isReadOnly && disk.Element("readonly") is not null)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Paths of the volumes that stand on one of these, directly or on a layer between.</summary>
    private HashSet<string> LayersOn(ImmutableHashSet<string> places)
    {
        var layers = new HashSet<string>(StringComparer.Ordinal);
        var below = new Queue<string>(places);
        while (below.TryDequeue(out var path))
        {
            foreach (var volume in _volumes.Where(volume => volume.BackingPath == path))
            {
                if (layers.Add(volume.Path))
                {
                    below.Enqueue(volume.Path);
                }
            }
        }

        return layers;
    }

    private static ImmutableHashSet<string> PlacesOf(MappingNode disk, HostVolume? volume)
    {
        var source = disk["source"] as MappingNode;
        var server = source?.Items("hosts").FirstOrDefault();
        return Places(
            disk.TextOf("path"),
            volume?.Path,
            source?.TextOf("protocol") is { } protocol
                ? DiskUrl.Of(protocol, server?.TextOf("transport"), server?.TextOf("name"), server?.TextOf("port"), source.TextOf("name") ?? server?.TextOf("socket"))
                : null);
    }

    private ImmutableHashSet<string> PlacesOf(XElement disk)
    {
        var source = disk.Element("source");
        var server = source?.Element("host");
        return Places(
            source?.Attribute("file")?.Value ?? source?.Attribute("dev")?.Value ?? source?.Attribute("dir")?.Value,
            source?.Attribute("pool")?.Value is { } pool && source.Attribute("volume")?.Value is { } name ? storage.Volume(pool, name)?.Path : null,
            source?.Attribute("protocol")?.Value is { } protocol
                ? DiskUrl.Of(protocol, Value(server, "transport"), Value(server, "name"), Value(server, "port"), Value(source, "name") ?? Value(server, "socket"))
                : null);
    }

    private static string? Value(XElement? element, string attribute) => element?.Attribute(attribute)?.Value;

    private static ImmutableHashSet<string> Places(params string?[] places) => [.. places.OfType<string>().Where(static place => place.Length > 0)];
}
