using VirtProvision.Core.Chains;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Planning;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Runtime;

/// <summary>
/// Keeps a plan from what images would not survive that others stand on. Most of these no spec of this run declares, so every volume and every domain is asked,
/// over a connection of its own, in the runs that delete, shrink, or start what writes.
/// </summary>
internal static class BaseGuard
{
    public static async Task CheckAsync(HostLook look, IHostConnector host, CancellationToken cancellationToken)
    {
        if (look.Plan is not { } plan || look.Diagnostics.HasErrors || !BaseImages.MayBeTouched(plan, look.Observed))
        {
            return;
        }

        try
        {
            var reader = await host.ConnectReadOnlyAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                BaseImages.Report(plan, look.Graph, look.Observed, await ReadAsync(reader.Inventory, host.IsLocal, cancellationToken).ConfigureAwait(false), look.Diagnostics);
            }
        }
        catch (LibvirtException exception)
        {
            look.Diagnostics.Add(HostDiagnostics.CannotRead(host.Uri, exception));
        }
    }

    /// <summary>All images of a host: volumes, and what its domains have besides.</summary>
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
