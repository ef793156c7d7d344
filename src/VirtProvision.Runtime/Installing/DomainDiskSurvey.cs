using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Installing;

/// <summary>Asks the host which volumes the disks of domains are that new disks start from.</summary>
internal static class DomainDiskSurvey
{
    /// <summary>The graph with these volumes named; the same one when no disk starts so.</summary>
    public static async Task<ResourceGraph> AddAsync(ResourceGraph graph, Task<IHypervisorReader> reader, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var starts = DomainDisks.Unknown(graph.Resources).ToArray();
        if (starts.Length is 0)
        {
            return graph;
        }

        var inventory = (await reader.ConfigureAwait(false)).Inventory;
        var domains = (await inventory.DomainsAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(static domain => domain.Name, StringComparer.Ordinal);
        var resources = graph.Resources;
        foreach (var start in starts)
        {
            // A domain that nobody has is told of where references are.
            if (!domains.TryGetValue(start.Domain, out var domain))
            {
                continue;
            }

            if (DiskOf(domain, start.Disk) is { } source && await VolumeAsync(source, inventory, cancellationToken).ConfigureAwait(false) is var (pool, name))
            {
                resources = resources.Replace(start.Volume, DomainDisks.Led(start, pool, name));
            }
            else
            {
                diagnostics.Add(ResourceDiagnostics.NoSuchDisk(start.Volume.Spec[start.Member]!.Span, start.Domain, start.Disk));
            }
        }

        return ResourceGraphBuilder.Build(resources, SchemaCatalog.Embedded, diagnostics);
    }

    private static XElement? DiskOf(HostDomain domain, string? name) => domain.Xml.Element("devices")?.Elements("disk")
        .FirstOrDefault(disk => name is null
            ? disk.Attribute("device")?.Value is null or "disk"
            : disk.Element("target")?.Attribute("dev")?.Value == name || disk.Element("alias")?.Attribute("name")?.Value == $"ua-{name}")
        ?.Element("source");

    private static async Task<(string Pool, string Name)?> VolumeAsync(XElement source, IHostInventory inventory, CancellationToken cancellationToken)
    {
        if (source.Attribute("pool")?.Value is { } pool && source.Attribute("volume")?.Value is { } volume)
        {
            return (pool, volume);
        }

        var path = source.Attribute("file")?.Value ?? source.Attribute("dev")?.Value;
        return path is not null && await inventory.FindVolumeAsync(path, cancellationToken).ConfigureAwait(false) is { } found ? (found.Pool, found.Name) : null;
    }
}
