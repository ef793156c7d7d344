using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Exporting;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime;

/// <summary>What came of an export: the specs in the order in which they are made, and what is to be said.</summary>
public sealed record ExportResult(ImmutableArray<ExportedResource> Resources, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>Reads objects of a host and makes specs of them. Changes nothing.</summary>
public sealed class HostExport(IHostConnector host, ResourceExporter exporter)
{
    public async Task<ExportResult> RunAsync(ExportRequest request, CancellationToken cancellationToken)
    {
        var diagnostics = new DiagnosticBag();
        try
        {
            var reader = await host.ConnectReadOnlyAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var found = await ReadAsync(reader, request, diagnostics, cancellationToken).ConfigureAwait(false);
                found = await WithSecretsAsync(found, diagnostics, cancellationToken).ConfigureAwait(false);
                return new ExportResult(Export(found, request.IsFull, diagnostics), [.. diagnostics]);
            }
        }
        catch (LibvirtException exception)
        {
            return new ExportResult([], [.. diagnostics, HostDiagnostics.CannotRead(host.Uri, exception)]);
        }
    }

    private ImmutableArray<ExportedResource> Export(ObservedResource[] found, bool isFull, DiagnosticBag diagnostics)
    {
        var exported = new ExportedResource?[found.Length];
        var findings = new DiagnosticBag[found.Length];
        Parallel.For(0, found.Length, i => exported[i] = exporter.Export(found[i], isFull, findings[i] = []));
        diagnostics.AddRange(findings.SelectMany(static finding => finding));
        return [.. exported.OfType<ExportedResource>()];
    }

    private static async Task<ObservedResource[]> ReadAsync(IHypervisorReader reader, ExportRequest request, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var found = new Dictionary<ResourceId, ObservedResource>();
        foreach (var kind in ResourceKind.All)
        {
            ExportSelector[] selectors = [.. request.Selectors.Where(selector => selector.Kind == kind)];
            foreach (var resource in selectors.Any(static selector => selector.IsPattern)
                ? await AllAsync(reader.Inventory, kind, cancellationToken).ConfigureAwait(false)
                : await NamedAsync(reader, selectors, cancellationToken).ConfigureAwait(false))
            {
                if (selectors.Any(selector => selector.Matches(resource.Id)))
                {
                    found[resource.Id] = resource;
                }
            }
        }

        // Of a host that has none of a kind, "all" is none.
        foreach (var selector in request.Selectors.Where(selector => selector.Name is not "*" && !found.Keys.Any(selector.Matches)))
        {
            var near = selector.IsPattern ? null : Nearest.To(selector.Name, await NamesAsync(reader.Inventory, selector.Kind, cancellationToken).ConfigureAwait(false));
            diagnostics.Add(ExportDiagnostics.NothingFound(selector.ToString(), near));
        }

        return [.. found.Values.OrderBy(static resource => ResourceKind.All.IndexOf(resource.Id.Kind)).ThenBy(static resource => resource.Id.Pool, StringComparer.Ordinal).ThenBy(static resource => resource.Id.Name, StringComparer.Ordinal)];
    }

    private static async Task<IEnumerable<ObservedResource>> NamedAsync(IHypervisorReader reader, ExportSelector[] selectors, CancellationToken cancellationToken) => selectors is []
        ? []
        : (await reader.ObserveAsync(new ObservationRequest([.. selectors.Select(static selector => new ResourceId(selector.Kind, selector.Name, selector.Pool)).Distinct()], [], []), cancellationToken).ConfigureAwait(false)).Resources.Values;

    private static async Task<IEnumerable<ObservedResource>> AllAsync(IHostInventory inventory, ResourceKind kind, CancellationToken cancellationToken)
    {
        if (kind == ResourceKind.Domain)
        {
            return (await inventory.DomainsAsync(cancellationToken).ConfigureAwait(false)).Select(domain => Observed(new ResourceId(kind, domain.Name), domain.Xml, domain.IsActive, domain.IsAutostart));
        }

        if (kind == ResourceKind.Network)
        {
            return (await inventory.NetworksAsync(cancellationToken).ConfigureAwait(false)).Select(network => Observed(new ResourceId(kind, network.Name), network.Xml, network.IsActive, network.IsAutostart));
        }

        var pools = await inventory.PoolsAsync(cancellationToken).ConfigureAwait(false);
        if (kind == ResourceKind.StoragePool)
        {
            return pools.Select(pool => Observed(new ResourceId(kind, pool.Name), pool.Xml, pool.IsActive, pool.IsAutostart));
        }

        var volumes = await Task.WhenAll(pools.Where(static pool => pool.IsActive).Select(pool => inventory.VolumesAsync(pool.Name, cancellationToken))).ConfigureAwait(false);
        return volumes.SelectMany(static volumes => volumes).Select(volume => Observed(new ResourceId(kind, volume.Name, volume.Pool), volume.Xml, isActive: false, autostart: false));
    }

    private static async Task<IEnumerable<string>> NamesAsync(IHostInventory inventory, ResourceKind kind, CancellationToken cancellationToken) =>
        (await AllAsync(inventory, kind, cancellationToken).ConfigureAwait(false)).Select(static resource => resource.Id.Name);

    private static ObservedResource Observed(ResourceId id, XElement xml, bool isActive, bool autostart) => new(id, xml, isActive ? xml : null, autostart);

    /// <summary>Where a secret may be, looks whether one is: what is left out is named. Passwords are shown only to who may write, and nothing is written.</summary>
    private async Task<ObservedResource[]> WithSecretsAsync(ObservedResource[] found, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        int[] open = [.. Enumerable.Range(0, found.Length).Where(i => HostXml.HasRoomForSecrets(KindFacts.For(found[i].Id.Kind), found[i].Inactive))];
        if (open.Length == 0)
        {
            return found;
        }

        try
        {
            var hypervisor = await host.ConnectAsync(cancellationToken).ConfigureAwait(false);
            await using (hypervisor.ConfigureAwait(false))
            {
                var whole = await Task.WhenAll(open.Select(i => hypervisor.ReadXmlAsync(found[i].Id, XmlView.InactiveWithSecrets, cancellationToken))).ConfigureAwait(false);
                foreach (var (i, xml) in open.Zip(whole))
                {
                    found[i] = xml is null ? found[i] : found[i] with { Inactive = xml };
                }
            }
        }
        catch (LibvirtException)
        {
            diagnostics.Add(ExportDiagnostics.SecretsUnknown(open.Length));
        }

        return found;
    }
}
