using System.Xml.Linq;
using VirtProvision.Core.Hosts;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>What the host can do and what lies on it.</summary>
public sealed partial class LibvirtHypervisor
{
    public IHostInventory Inventory { get; }

    public IHostInventory LookAgain() => new LibvirtInventory(_client);

    public async Task<HostFacts> ReadFactsAsync(CancellationToken cancellationToken)
    {
        // Whoever wants these wants to know of machines next.
        _machines.BeginOpening(cancellationToken);
        var capabilities = HostCapabilities.Parse(XElement.Parse(await _client.GetCapabilitiesAsync(cancellationToken).ConfigureAwait(false)));
        // "?name=" replaces what the daemon opens.
        var opened = LibvirtUri.Parse(_client.Uri.RemoteName);
        var isLocal = _client.Uri is { Host: null, Transport: LibvirtTransport.Unix };
        return new HostFacts(capabilities)
        {
            Driver = opened.Driver,
            IsLocal = isLocal,
            IsSession = opened.IsSession,
            DefaultBridge = isLocal && !opened.IsSession && opened.Driver is not "test" ? DefaultRoute.FindBridge() : null,
        };
    }

    public async Task<HostVersions?> ReadVersionsAsync(CancellationToken cancellationToken)
    {
        var libvirt = _client.GetLibvirtVersionAsync(cancellationToken);
        var hypervisor = _client.GetVersionAsync(cancellationToken);
        return new HostVersions(await libvirt.ConfigureAwait(false), await hypervisor.ConfigureAwait(false));
    }

    public Task<DomainCapabilities?> ReadDomainCapabilitiesAsync(DomainCapabilitiesQuery query, CancellationToken cancellationToken) =>
        _machines.ReadAsync(query, cancellationToken);

    public Task<ImmutableArray<string>> ReadCpuSecurityFeaturesAsync(DomainCapabilities domain, CancellationToken cancellationToken) =>
        _machines.ReadCpuSecurityFeaturesAsync(domain, cancellationToken);
}
