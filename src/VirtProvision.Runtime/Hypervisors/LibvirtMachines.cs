using System.Collections.Concurrent;
using System.Xml.Linq;
using VirtProvision.Core.Hosts;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;
using Query = VirtProvision.Core.Hosts.DomainCapabilitiesQuery;
using WireQuery = VirtProvision.Libvirt.Protocol.DomainCapabilitiesQuery;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>
/// What the machines of a host can have. libvirt refuses these questions on a read-only connection, because the emulator's path comes from whoever asks
/// (https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectGetDomainCapabilities); so they go over <see cref="AskingConnection"/>.
/// </summary>
internal sealed class LibvirtMachines(AskingConnection asking)
{
    private readonly ConcurrentDictionary<Query, Task<DomainCapabilities?>> _answers = new();

    /// <summary>Opens the second connection before it is asked for; what becomes of it shows when it is.</summary>
    public void BeginOpening(CancellationToken cancellationToken) => asking.GetAsync(cancellationToken);

    public Task<DomainCapabilities?> ReadAsync(Query query, CancellationToken cancellationToken) =>
        _answers.GetOrAdd(query, _ => AskAsync(query, cancellationToken));

    public async Task<ImmutableArray<string>> ReadCpuSecurityFeaturesAsync(DomainCapabilities domain, CancellationToken cancellationToken)
    {
        if (domain.Cpu.HostCpu is not { Name: { } name } model || await asking.GetAsync(cancellationToken).ConfigureAwait(false) is not { } asked)
        {
            return [];
        }

        // The model's name stands for features that only libvirt can list.
        var cpu = new XElement("cpu", new XAttribute("mode", "custom"), new XAttribute("match", "exact"),
            new XElement("model", name),
            model.Vendor is { } vendor ? new XElement("vendor", vendor) : null,
            model.Features.Select(static feature => new XElement("feature", new XAttribute("policy", feature.Policy), new XAttribute("name", feature.Name))));
        try
        {
            var query = new WireQuery(domain.Path, domain.Arch, domain.Machine, domain.Type);
            var expanded = XElement.Parse(
                await asked.BaselineHypervisorCpuAsync(query, [cpu.ToString()], CpuBaselineFlags.ExpandFeatures, cancellationToken).ConfigureAwait(false));
            return CpuSecurity.Among(expanded.Elements("feature")
                .Where(static feature => feature.Attribute("policy")?.Value is not ("disable" or "forbid"))
                .Select(static feature => feature.Attribute("name")?.Value)
                .OfType<string>());
        }
        catch (LibvirtServerException)
        {
            // Only some architectures have it.
            return [];
        }
    }

    private async Task<DomainCapabilities?> AskAsync(Query query, CancellationToken cancellationToken)
    {
        if (await asking.GetAsync(cancellationToken).ConfigureAwait(false) is not { } asked)
        {
            return null;
        }

        try
        {
            var wire = new WireQuery(query.Emulator, query.Arch, query.Machine, query.Type);
            return DomainCapabilities.Parse(XElement.Parse(await asked.GetDomainCapabilitiesAsync(wire, cancellationToken).ConfigureAwait(false)));
        }
        catch (LibvirtServerException)
        {
            // The driver can't tell (the test driver), or knows no such machine; what is wrong with it is said when the domain is defined.
            return null;
        }
    }
}
