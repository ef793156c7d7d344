using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Chains;

/// <summary>A disk that is to stand alone.</summary>
/// <param name="Target"><c>vda</c>.</param>
/// <param name="Below">The images that it stands on, the nearest first.</param>
public sealed record FlattenedDisk(string Target, string Path, ImmutableArray<string> Below);

/// <param name="Disks">Those that stand on something; none when there is nothing to do.</param>
public sealed record FlattenedDomain(string Name, ImmutableArray<FlattenedDisk> Disks);

/// <summary>Which disks of which domains are layers, and whether they can be made to stand alone. Pure.</summary>
public static class FlattenPlanner
{
    /// <param name="targets">Disks by target name; empty for all.</param>
    public static ImmutableArray<FlattenedDomain> Decide(
        IEnumerable<string> names, IReadOnlyCollection<string> targets, IReadOnlyCollection<HostDomain> domains, IReadOnlyCollection<HostPool> pools, ImageGraph images, DiagnosticBag diagnostics)
    {
        var flattened = ImmutableArray.CreateBuilder<FlattenedDomain>();
        foreach (var name in names.Distinct())
        {
            if (domains.FirstOrDefault(domain => domain.Name == name) is not { } found)
            {
                diagnostics.Add(ChainDiagnostics.NoSuchDomain(name, domains.Select(static domain => domain.Name)));
                continue;
            }

            flattened.Add(Decide(found, targets, images, diagnostics));
        }

        CheckSpace(flattened, pools, images, diagnostics);
        return flattened.ToImmutable();
    }

    private static FlattenedDomain Decide(HostDomain domain, IReadOnlyCollection<string> targets, ImageGraph images, DiagnosticBag diagnostics)
    {
        var known = new List<string>();
        var disks = ImmutableArray.CreateBuilder<FlattenedDisk>();
        foreach (var disk in domain.Xml.Element("devices")?.Elements("disk") ?? [])
        {
            var target = disk.Element("target")?.Attribute("dev")?.Value ?? "";
            known.Add(target);
            if ((targets.Count > 0 && !targets.Contains(target)) || images.PathOf(disk) is not { } path || images.Below(path) is not { IsEmpty: false } below)
            {
                continue;
            }

            if (images.Standing(path) is { IsEmpty: false } standing)
            {
                diagnostics.Add(ChainDiagnostics.StoodOn(domain.Name, target, standing));
                continue;
            }

            disks.Add(new FlattenedDisk(target, path, below));
        }

        foreach (var target in targets.Except(known))
        {
            diagnostics.Add(ChainDiagnostics.NoSuchDisk(domain.Name, target, known));
        }

        return new FlattenedDomain(domain.Name, disks.ToImmutable());
    }

    // At most all that lies below is copied.
    private static void CheckSpace(IEnumerable<FlattenedDomain> domains, IReadOnlyCollection<HostPool> pools, ImageGraph images, DiagnosticBag diagnostics)
    {
        foreach (var pool in domains.SelectMany(static domain => domain.Disks).GroupBy(disk => images.VolumeAt(disk.Path)?.Pool))
        {
            var wanted = pool.Sum(disk => disk.Below.Sum(path => images.VolumeAt(path)?.Allocation ?? 0));
            if (pools.FirstOrDefault(known => known.Name == pool.Key)?.Available is { } available && wanted > available)
            {
                diagnostics.Add(ChainDiagnostics.PoolIsFull(pool.Key!, wanted, available));
            }
        }
    }
}
