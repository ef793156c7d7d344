using VirtProvision.Core.Comparison;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Installing;

/// <summary>Finds the replicas of a host that their spec makes no more.</summary>
internal static class ReplicaPruning
{
    /// <summary>Their deletions, from the end. Only domains whose memory says that they were made as replicas of that name.</summary>
    public static async Task<ImmutableArray<ResourceChange>> FindAsync(ImmutableArray<ReplicaSet> sets, Task<IHypervisorReader> reader, CancellationToken cancellationToken)
    {
        if (sets.IsEmpty)
        {
            return [];
        }

        var domains = await (await reader.ConfigureAwait(false)).Inventory.DomainsAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. from set in sets
               from domain in domains
               let index = set.IndexOf(domain.Name)
               where index >= set.Count && AppliedMemory.Read(domain.Xml)?.ReplicaOf == set.Name
               orderby set.Name, index descending
               select Deletion(set, domain),
        ];
    }

    private static ResourceChange Deletion(ReplicaSet set, HostDomain domain)
    {
        var id = new ResourceId(ResourceKind.Domain, domain.Name);
        ImmutableArray<StateChange> states = domain.IsActive ? [new StateChange("running", true, false)] : [];
        return new ResourceChange(id, ChangeAction.Delete, [], states, Disruptions.Of(id.Kind, ChangeAction.Delete, [], states, domain.IsActive), [], null, null)
        {
            Notes = [$"The spec of {set.Name} makes {set.Count} now, and this is beyond them.{DisksOf(domain)}"],
        };
    }

    private static string DisksOf(HostDomain domain)
    {
        string[] disks = [.. (domain.Xml.Element("devices")?.Elements("disk") ?? [])
            .Select(static disk => disk.Element("source"))
            .Select(static source => source?.Attribute("file")?.Value ?? source?.Attribute("dev")?.Value ?? (source?.Attribute("volume") is { } volume ? $"{source.Attribute("pool")?.Value}/{volume.Value}" : null))
            .OfType<string>()];
        return disks is [] ? "" : $" Its disks stay: {string.Join(", ", disks)}.";
    }
}
