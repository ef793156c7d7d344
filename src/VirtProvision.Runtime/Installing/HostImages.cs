using VirtProvision.Core.Chains;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Installing;

/// <summary>Reads which image of a host stands on which: of every volume, and of what its domains have besides.</summary>
internal static class HostImages
{
    /// <param name="isLocal">Whether the host's files are this machine's.</param>
    public static async Task<ImageGraph> ReadAsync(IHostInventory inventory, bool isLocal, CancellationToken cancellationToken)
    {
        var reading = inventory.DomainsAsync(cancellationToken);
        var pools = await inventory.PoolsAsync(cancellationToken).ConfigureAwait(false);
        var byPool = await HostSurvey.VolumesAsync(pools.Where(static pool => pool.IsActive).Select(static pool => pool.Name), inventory, cancellationToken).ConfigureAwait(false);
        HostVolume[] volumes = [.. byPool.Values.SelectMany(static volumes => volumes)];
        var domains = await reading.ConfigureAwait(false);
        return ImageGraph.Of(volumes, domains, isLocal ? Files(volumes, domains) : []);
    }

    // Images outside of any pool tell what they stand on themselves, where this machine can look.
    private static IEnumerable<(string Layer, string Below)> Files(HostVolume[] volumes, ImmutableArray<HostDomain> domains)
    {
        var known = volumes.Select(static volume => volume.Path).ToHashSet(StringComparer.Ordinal);
        var open = new Queue<string>(domains.SelectMany(static domain => domain.Xml.Element("devices")?.Elements("disk") ?? [])
            .Select(static disk => disk.Element("source")?.Attribute("file")?.Value).OfType<string>());
        while (open.TryDequeue(out var path))
        {
            if (known.Add(path) && FileStatus.KindOf(path) is LocalFileKind.File && LocalImage.BackingOf(path) is { } below)
            {
                yield return (path, below);
                open.Enqueue(Path.Combine(Path.GetDirectoryName(path) ?? "/", below));
            }
        }
    }
}
