using VirtProvision.Core.Chains;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Images;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Images;

/// <summary>An image as specs and host have it.</summary>
/// <param name="Declared">Null for a volume that no given spec names.</param>
/// <param name="OnHost">The volume; null when it is not there.</param>
/// <param name="Users">The domains that use it and the volumes that stand on it: why it must stay.</param>
public sealed record ImageState(DeclaredImage? Declared, HostVolume? OnHost, ImmutableArray<string> Users);

/// <summary>A look at images and their users.</summary>
/// <param name="Unseen">What could not be looked into, and so might stand on any image.</param>
/// <param name="Volumes">How many volumes were looked at.</param>
/// <param name="Domains">How many domains were.</param>
public sealed record ImageCensus(ImmutableArray<ImageState> Images, ImmutableArray<string> Unseen, int Volumes, int Domains)
{
    public static readonly ImageCensus Empty = new([], [], 0, 0);
}

/// <summary>Which images the specs name, which the host has, and who uses them.</summary>
internal static class ImageSurvey
{
    /// <summary>Images of the specs in their order, then what else the host has that is named after its content.</summary>
    public static async Task<ImageCensus> ReadAsync(ImmutableArray<DeclaredImage> declared, IHypervisorReader reader, CancellationToken cancellationToken)
    {
        var inventory = reader.Inventory;
        var domains = inventory.DomainsAsync(cancellationToken);
        var pools = await inventory.PoolsAsync(cancellationToken).ConfigureAwait(false);
        var volumes = await Task.WhenAll(pools.Where(static pool => pool.IsActive).Select(pool => inventory.VolumesAsync(pool.Name, cancellationToken))).ConfigureAwait(false);
        HostVolume[] all = [.. volumes.SelectMany(static pool => pool)];
        HostVolume[] whole = [.. volumes.SelectMany(static pool => HalfMade.WholeOf(pool))];
        var graph = ImageGraph.Of(all, await domains.ConfigureAwait(false));
        var images = whole.Where(static volume => ImageFormat.DigestIn(volume.Name) is not null).ToDictionary(static volume => (volume.Pool, volume.Name));

        var states = ImmutableArray.CreateBuilder<ImageState>();
        foreach (var image in declared)
        {
            var found = image.Volume is { } id && images.TryGetValue((id.Pool!, id.Name), out var volume) ? volume : null;
            states.Add(new ImageState(image, found, found is null ? [] : UsersOf(graph, found)));
        }

        var named = states.Select(static state => state.OnHost).OfType<HostVolume>().ToHashSet();
        states.AddRange(images.Values.Where(volume => !named.Contains(volume)).Select(volume => new ImageState(null, volume, UsersOf(graph, volume))));
        return new ImageCensus(states.DrainToImmutable(), Unseen(pools, all, domains.Result), all.Length, domains.Result.Length);
    }

    private static ImmutableArray<string> Unseen(ImmutableArray<HostPool> pools, HostVolume[] volumes, ImmutableArray<HostDomain> domains)
    {
        var known = volumes.Select(static volume => volume.Path).ToHashSet(StringComparer.Ordinal);
        var hidden = from domain in domains
                     from disk in domain.Xml.Element("devices")?.Elements("disk") ?? []
                     let path = disk.Element("source")?.Attribute("file")?.Value
                     where path is not null && !known.Contains(path) && disk.Element("driver")?.Attribute("type")?.Value is not (null or "raw")
                     select $"{path}, a disk of Domain/{domain.Name} that is in no active pool";
        return [.. pools.Where(static pool => !pool.IsActive).Select(static pool => $"StoragePool/{pool.Name}, which is not active"), .. hidden.Distinct()];
    }

    private static ImmutableArray<string> UsersOf(ImageGraph graph, HostVolume image) =>
        [.. graph.DomainsOf(image.Path).Select(static domain => $"Domain/{domain}").Concat(graph.Standing(image.Path)).Distinct()];
}
