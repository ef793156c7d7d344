using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Installing;

/// <summary>Asks the host in which pools the volumes lie that disks bring by path and size.</summary>
internal static class PathVolumeSurvey
{
    /// <summary>The graph with these volumes; the same one when no disk is so.</summary>
    /// <param name="isLocal">Whether the host's paths are paths here.</param>
    public static async Task<ResourceGraph> AddAsync(
        ResourceGraph graph, Task<IHypervisorReader> reader, bool isLocal, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var paths = PathVolumes.PathsOf(graph);
        if (paths.IsEmpty)
        {
            return graph;
        }

        var inventory = (await reader.ConfigureAwait(false)).Inventory;
        var found = await HostSurvey.FindAsync(paths, inventory, cancellationToken).ConfigureAwait(false);
        var storage = new HostStorage
        {
            Pools = await inventory.PoolsAsync(cancellationToken).ConfigureAwait(false),
            AtPath = found,
            Files = isLocal ? LocalFiles.Look(paths.Where(path => !found.ContainsKey(path))) : ImmutableDictionary<string, LocalFile>.Empty,
        };
        storage = storage with { Volumes = await HostSurvey.VolumesAsync(PathVolumes.PoolsToRead(paths, storage), inventory, cancellationToken).ConfigureAwait(false) };
        return ResourceGraphBuilder.Build(PathVolumes.Derive(graph, storage, diagnostics), SchemaCatalog.Embedded, diagnostics);
    }
}
