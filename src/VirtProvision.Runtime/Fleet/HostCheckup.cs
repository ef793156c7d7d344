using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Fleet;

/// <summary>Asks a host for all that tells whether it works. Changes nothing: the connection that may write is opened and closed again.</summary>
internal sealed class HostCheckup(IHostConnector host)
{
    private const string KvmDevice = "/dev/kvm";
    private const string AgentChannelName = "org.qemu.guest_agent.0";

    public async Task<HostVitals> ExamineAsync(CancellationToken cancellationToken)
    {
        var vitals = new HostVitals(host.Uri);
        try
        {
            var reader = await host.ConnectReadOnlyAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var writable = WhyNotWritableAsync(cancellationToken);
                vitals = await AskAsync(reader, vitals, cancellationToken).ConfigureAwait(false);
                return vitals with { NotWritable = await writable.ConfigureAwait(false) };
            }
        }
        catch (LibvirtException exception)
        {
            return vitals with { NotReached = HostDiagnostics.CannotRead(host.Uri, exception) };
        }
    }

    private static async Task<HostVitals> AskAsync(IHypervisorReader reader, HostVitals vitals, CancellationToken cancellationToken)
    {
        var facts = await reader.ReadFactsAsync(cancellationToken).ConfigureAwait(false);
        var versions = reader.ReadVersionsAsync(cancellationToken);
        var pools = TryAsync(() => reader.Inventory.PoolsAsync(cancellationToken));
        var networks = TryAsync(() => reader.Inventory.NetworksAsync(cancellationToken));
        var domains = TryAsync(() => reader.Inventory.DomainsAsync(cancellationToken));
        var arch = facts.Capabilities.HostArch;
        var hasKvm = facts.Capabilities.FindGuest("hvm", arch)?.HasDomain("kvm") is true;
        var kvm = facts.IsQemu && hasKvm ? reader.ReadDomainCapabilitiesAsync(new DomainCapabilitiesQuery(Arch: arch, Type: "kvm"), cancellationToken) : Task.FromResult<DomainCapabilities?>(null);
        var machine = facts.IsQemu && !hasKvm ? reader.ReadDomainCapabilitiesAsync(new DomainCapabilitiesQuery(), cancellationToken) : Task.FromResult<DomainCapabilities?>(null);
        var found = await domains.ConfigureAwait(false);
        return vitals with
        {
            Facts = facts,
            Versions = await versions.ConfigureAwait(false),
            Pools = await pools.ConfigureAwait(false),
            Networks = await networks.ConfigureAwait(false),
            Domains = found,
            Kvm = await kvm.ConfigureAwait(false),
            Machine = await machine.ConfigureAwait(false),
            HasKvmDevice = facts.IsQemu && facts.HasFilesHere ? File.Exists(KvmDevice) : null,
            Agents = await AgentsAsync(reader, found.Value ?? [], cancellationToken).ConfigureAwait(false),
        };
    }

    // Only the running domain's XML says whether somebody listens in the guest.
    private static async Task<ImmutableArray<AgentChannel>> AgentsAsync(IHypervisorReader reader, IReadOnlyList<HostDomain> domains, CancellationToken cancellationToken)
    {
        var running = domains.Where(static domain => domain.IsActive && ChannelOf(domain.Xml) is not null);
        var live = await Task.WhenAll(running.Select(async domain => (
            domain.Name, Xml: await reader.ReadXmlAsync(new ResourceId(ResourceKind.Domain, domain.Name), XmlView.Live, cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
        return [.. live.Where(static domain => domain.Xml is not null).Select(static domain => new AgentChannel(domain.Name, ChannelOf(domain.Xml!)?.Attribute("state")?.Value is "connected"))];
    }

    private static XElement? ChannelOf(XElement domain) =>
        domain.Element("devices")?.Elements("channel").Select(static channel => channel.Element("target")).FirstOrDefault(static target => target?.Attribute("name")?.Value is AgentChannelName);

    // A driver, or a daemon of a single driver, may lack a part.
    private static async Task<Asked<IReadOnlyList<T>>> TryAsync<T>(Func<Task<ImmutableArray<T>>> askAsync)
    {
        try
        {
            return new Asked<IReadOnlyList<T>>(await askAsync().ConfigureAwait(false), Refusal: null);
        }
        catch (LibvirtServerException exception)
        {
            return new Asked<IReadOnlyList<T>>(Value: null, exception.Message);
        }
    }

    private async Task<Diagnostic?> WhyNotWritableAsync(CancellationToken cancellationToken)
    {
        try
        {
            await (await host.ConnectAsync(cancellationToken).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            return null;
        }
        catch (LibvirtException exception)
        {
            return HostDiagnostics.CannotRead(host.Uri, exception);
        }
    }
}
