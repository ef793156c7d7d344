using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Core.Resources;

/// <summary>A disk of another domain that a new volume starts from, before it is known which volume that is.</summary>
/// <param name="Member">Where the volume's spec says it: <c>source</c> or <c>backingStore</c>.</param>
/// <param name="Disk">By name or target; null for the domain's first.</param>
public sealed record DomainDisk(ResourceSpec Volume, string Member, string Domain, string? Disk);

/// <summary>Leads volumes that start from a domain's disk to the volume which that disk is.</summary>
public static class DomainDisks
{
    private static readonly string[] s_members = ["source", "backingStore"];

    /// <summary>Those of a graph that name a domain which only the host knows.</summary>
    public static IEnumerable<DomainDisk> Unknown(IEnumerable<ResourceSpec> specs) =>
        from spec in specs
        where spec.Id.Kind == ResourceKind.StorageVolume
        from member in s_members
        let node = spec.Spec[member] as MappingNode
        where node?["domain"] is not null && node["volume"] is null
        select new DomainDisk(spec, member, node.TextOf("domain")!, node.TextOf("disk"));

    /// <summary>The volume's spec, led to the volume that was found.</summary>
    public static ResourceSpec Led(DomainDisk start, string pool, string volume)
    {
        var node = (MappingNode)start.Volume.Spec[start.Member]!;
        return start.Volume with
        {
            Spec = start.Volume.Spec.With(start.Member, node.With("volume", ScalarNode.String(node.Span, volume)).With("pool", ScalarNode.String(node.Span, pool))),
        };
    }

    /// <summary>What is declared in the same specs is led at once; the rest waits for the host.</summary>
    internal static void Lead(List<ResourceSpec> specs, DiagnosticBag diagnostics)
    {
        var starts = Unknown(specs).ToArray();
        foreach (var start in starts)
        {
            if (specs.Find(spec => spec.Id == new ResourceId(ResourceKind.Domain, start.Domain)) is not { } domain)
            {
                continue;
            }

            if (DiskOf(domain, start.Disk) is { } disk && disk.TextOf("pool") is { } pool && disk.TextOf("volume") is { } volume)
            {
                specs[specs.IndexOf(start.Volume)] = Led(start, pool, volume);
            }
            else
            {
                diagnostics.Add(ResourceDiagnostics.NoSuchDisk(start.Volume.Spec[start.Member]!.Span, start.Domain, start.Disk));
            }
        }
    }

    private static MappingNode? DiskOf(ResourceSpec domain, string? name) =>
        (domain.Spec["disks"] as SequenceNode)?.Items.OfType<MappingNode>().FirstOrDefault(disk =>
            name is null ? disk.TextOf("device") is null or "disk" : disk.TextOf("name") == name || (disk["target"] as MappingNode)?.TextOf("dev") == name);
}
