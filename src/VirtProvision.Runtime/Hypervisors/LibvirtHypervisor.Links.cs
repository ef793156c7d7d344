using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>Who is on which network.</summary>
public sealed partial class LibvirtHypervisor
{
    public async Task<ImmutableDictionary<ResourceId, ImmutableArray<string>>> ReadAttachedDomainsAsync(CancellationToken cancellationToken)
    {
        var running = await _client.ListDomainsAsync(DomainListFlags.Active, cancellationToken).ConfigureAwait(false);
        var links = await Task.WhenAll(running.Select(domain => NetworksOfAsync(domain, cancellationToken))).ConfigureAwait(false);
        return links.SelectMany(static link => link)
            .GroupBy(static link => link.Network, static link => link.Domain)
            .ToImmutableDictionary(
                static group => new ResourceId(ResourceKind.Network, group.Key),
                static group => group.Distinct().Order(StringComparer.Ordinal).ToImmutableArray());
    }

    private async Task<IEnumerable<(string Network, string Domain)>> NetworksOfAsync(DomainRef domain, CancellationToken cancellationToken)
    {
        try
        {
            var xml = XElement.Parse(await _client.GetDomainXmlAsync(domain, DomainXmlFlags.Current, cancellationToken).ConfigureAwait(false));
            return xml.Element("devices")?.Elements("interface")
                .Select(static port => port.Element("source")?.Attribute("network")?.Value)
                .OfType<string>()
                .Select(network => (network, domain.Name)) ?? [];
        }
        catch (LibvirtServerException exception) when (exception.IsNotFound)
        {
            return [];
        }
    }
}
