using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>
/// Volumes that disks bring by <c>path</c> and <c>size</c>. In which pool such a volume lies shows only on the host, so they join the graph once it was asked:
/// to be made where nothing is yet, to grow when the size does.
/// </summary>
public static class PathVolumes
{
    /// <summary>The paths that have to be looked up; none for most runs.</summary>
    public static ImmutableHashSet<string> PathsOf(ResourceGraph graph) =>
        [.. graph.Resources.Where(static spec => spec.Id.Kind == ResourceKind.Domain).SelectMany(static spec => spec.Spec.Items("disks")).Where(IsOne).Select(static disk => disk.TextOf("path")!)];

    /// <summary>Pools whose volumes have to be known: those that cover a path at which no volume was found.</summary>
    public static ImmutableHashSet<string> PoolsToRead(IEnumerable<string> paths, HostStorage storage) =>
        [.. paths.Where(path => !storage.AtPath.ContainsKey(path)).Select(path => HostStorage.PoolAt(storage.Pools, HostPath.Split(path).Folder)?.Name).OfType<string>()];

    /// <summary>All resources, with the volumes, and the pools of folders that have none, before the domains that bring them.</summary>
    public static ImmutableArray<ResourceSpec> Derive(ResourceGraph graph, HostStorage storage, DiagnosticBag diagnostics)
    {
        var declared = graph.Resources.Where(static spec => spec.Id.Kind == ResourceKind.StoragePool).Select(Declared);
        var found = new PathVolumeFinder(storage with { Pools = [.. declared, .. storage.Pools] }, [.. graph.Resources.Select(static spec => spec.Id)], diagnostics);
        return [.. graph.Resources.SelectMany(spec => spec.Id.Kind == ResourceKind.Domain ? found.WithVolumes(spec) : [spec])];
    }

    internal static bool IsOne(MappingNode disk) =>
        disk.TextOf("path") is { } path && path.StartsWith('/') && (disk["size"] ?? disk["from"]) is not null;

    private static HostPool Declared(ResourceSpec pool) => new(
        pool.Id.Name,
        new XElement("pool",
            new XAttribute("type", pool.Spec.TextOf("type") ?? "dir"),
            new XElement("target", (pool.Spec["target"] as MappingNode)?.TextOf("path") is { } path ? new XElement("path", path) : null)));
}
