using VirtProvision.Core.Defaults;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime;

/// <summary>A host, and what it says of each machine that a domain to be made would run on.</summary>
internal sealed class HostMachines
{
    private readonly HostFacts _host;
    private readonly Dictionary<DomainCapabilitiesQuery, DomainCapabilities?> _known = [];

    private HostMachines(HostFacts host) => _host = host;

    /// <summary>A usual host, where there is none to ask.</summary>
    public static HostMachines Usual { get; } = new(HostFacts.Usual);

    /// <summary>A host of which no machine was asked for beyond what its facts hold.</summary>
    public static HostMachines Of(HostFacts host) => new(host);

    public static async Task<HostMachines> ReadAsync(IHypervisorReader reader, IEnumerable<ResourceSpec> domains, CancellationToken cancellationToken)
    {
        var machines = new HostMachines(await reader.ReadFactsAsync(cancellationToken).ConfigureAwait(false));
        foreach (var query in domains.Select(domain => machines.QueryOf(domain.Spec)).Distinct())
        {
            machines._known[query] = await reader.ReadDomainCapabilitiesAsync(query, cancellationToken).ConfigureAwait(false);
        }

        return machines;
    }

    /// <summary>The host with what it says of the machine of a spec.</summary>
    public HostFacts For(MappingNode spec) => _known.Count > 0 && _known.TryGetValue(QueryOf(spec), out var domain) ? _host with { Domain = domain } : _host;

    private DomainCapabilitiesQuery QueryOf(MappingNode spec)
    {
        var chosen = DefaultRules.ChooseMachine(spec, _host, SpecSystem.Of(spec));
        return new DomainCapabilitiesQuery(chosen.TextOf("emulator"), chosen.TextOf("arch"), chosen.TextOf("machine"), chosen.TextOf("type"));
    }
}
