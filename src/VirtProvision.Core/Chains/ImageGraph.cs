using System.Collections.Frozen;
using System.Xml.Linq;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Chains;

/// <summary>
/// Which image of a host stands on which, and which domains have them as disks: every volume, ours or not, and what domains say of images that are no volumes.
/// An image is its path; a base that is changed or deleted destroys whatever stands on it.
/// </summary>
public sealed class ImageGraph
{
    private readonly FrozenDictionary<string, string> _below;
    private readonly ILookup<string, string> _above;
    private readonly ILookup<string, string> _domains;
    private readonly FrozenDictionary<string, HostVolume> _volumes;
    private readonly Dictionary<(string Pool, string Name), string> _paths;

    private ImageGraph(
        Dictionary<string, string> below, IEnumerable<(string Path, string Domain)> uses, IEnumerable<HostVolume> volumes, Dictionary<(string Pool, string Name), string> paths)
    {
        _paths = paths;
        _below = below.ToFrozenDictionary(StringComparer.Ordinal);
        _above = below.ToLookup(static pair => pair.Value, static pair => pair.Key, StringComparer.Ordinal);
        _domains = uses.Distinct().ToLookup(static use => use.Path, static use => use.Domain, StringComparer.Ordinal);
        _volumes = volumes.DistinctBy(static volume => HostPath.Tidy(volume.Path)).ToFrozenDictionary(static volume => HostPath.Tidy(volume.Path), StringComparer.Ordinal);
    }

    public static readonly ImageGraph Empty = Of([], []);

    /// <param name="files">What images that are no volumes stand on, as far as somebody could look into them.</param>
    public static ImageGraph Of(IReadOnlyCollection<HostVolume> volumes, IEnumerable<HostDomain> domains, IEnumerable<(string Layer, string Below)>? files = null)
    {
        var below = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var volume in volumes)
        {
            if (volume.BackingPath is { } backing)
            {
                below[HostPath.Tidy(volume.Path)] = Resolve(backing, volume.Path);
            }
        }

        foreach (var (layer, backing) in files ?? [])
        {
            below[HostPath.Tidy(layer)] = Resolve(backing, layer);
        }

        var named = volumes.GroupBy(static volume => (volume.Pool, volume.Name)).ToDictionary(static group => group.Key, static group => HostPath.Tidy(group.First().Path));
        var uses = new List<(string, string)>();
        foreach (var domain in domains)
        {
            foreach (var disk in domain.Xml.Element("devices")?.Elements("disk") ?? [])
            {
                if (PathOf(disk.Element("source"), named) is { } path)
                {
                    uses.Add((path, domain.Name));
                    AddChain(path, disk, below, named);
                }
            }
        }

        return new ImageGraph(below, uses, volumes, named);
    }

    /// <summary>Where a volume is; null when there is none of that name.</summary>
    public string? PathOf(string pool, string volume) => _paths.GetValueOrDefault((pool, volume));

    /// <summary>Where a disk's image is; null for one that has none, or none with a path.</summary>
    public string? PathOf(XElement disk) => PathOf(disk.Element("source"), _paths);

    public HostVolume? VolumeAt(string path) => _volumes.GetValueOrDefault(HostPath.Tidy(path));

    /// <summary>The images below one, the nearest first; ends where a chain would bite its own tail.</summary>
    public ImmutableArray<string> Below(string path)
    {
        var chain = ImmutableArray.CreateBuilder<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { HostPath.Tidy(path) };
        for (var at = HostPath.Tidy(path); _below.TryGetValue(at, out var below) && seen.Add(below); at = below)
        {
            chain.Add(below);
        }

        return chain.DrainToImmutable();
    }

    /// <summary>All images that stand on one, directly or with others between, in the order of their paths.</summary>
    public ImmutableArray<string> Above(string path)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([HostPath.Tidy(path)]);
        while (open.TryDequeue(out var at))
        {
            foreach (var layer in _above[at].Where(found.Add))
            {
                open.Enqueue(layer);
            }
        }

        found.Remove(HostPath.Tidy(path));
        return [.. found];
    }

    /// <summary>Domains that have the image as a disk.</summary>
    public ImmutableArray<string> DomainsOf(string path) => [.. _domains[HostPath.Tidy(path)].Order(StringComparer.Ordinal)];

    /// <summary>Domains with a disk that is the image or stands on it.</summary>
    public ImmutableArray<string> UsersOf(string path) =>
        [.. Above(path).Append(HostPath.Tidy(path)).SelectMany(at => _domains[at]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>
    /// Who stands on an image, for people: the domains whose disks are layers upon it, and the layers that belong to no domain.
    /// </summary>
    /// <param name="gone">Layers that do not count: they will not be there any more.</param>
    public ImmutableArray<string> Standing(string path, IReadOnlySet<string>? gone = null) =>
        [.. Above(path).Where(layer => gone?.Contains(layer) is not true).SelectMany(layer => _domains[layer] is var users && users.Any() ? users.Select(static user => $"Domain/{user}") : [NameOf(layer)]).Distinct().Order(StringComparer.Ordinal)];

    private string NameOf(string path) => _volumes.TryGetValue(path, out var volume) ? $"StorageVolume/{volume.Pool}/{volume.Name}" : path;

    // A domain may spell the chain of its disk out; then it is that chain which counts.
    private static void AddChain(string path, XElement disk, Dictionary<string, string> below, Dictionary<(string, string), string> named)
    {
        for (var backing = disk.Element("backingStore"); backing is not null && PathOf(backing.Element("source"), named) is { } next; backing = backing.Element("backingStore"))
        {
            below[path] = next;
            path = next;
        }
    }

    private static string? PathOf(XElement? source, Dictionary<(string, string), string> named)
    {
        if (source is null)
        {
            return null;
        }

        var path = source.Attribute("file")?.Value ?? source.Attribute("dev")?.Value
            ?? (source.Attribute("pool")?.Value is { } pool && source.Attribute("volume")?.Value is { } volume ? named.GetValueOrDefault((pool, volume)) : null);
        return path is { Length: > 0 } ? HostPath.Tidy(path) : null;
    }

    private static string Resolve(string backing, string layer) =>
        backing.StartsWith('/') || HostPath.IsUrl(backing) ? HostPath.Tidy(backing) : HostPath.Tidy(HostPath.Join(HostPath.Split(layer).Folder, backing));
}
