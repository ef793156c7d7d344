using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Defaults;

/// <summary>The guest of a host's capabilities, and the domain type that runs it, for what a spec says of both.</summary>
internal sealed record GuestChoice(GuestCapabilities Guest, GuestDomain Domain)
{
    // The fastest first. Of others the last is taken.
    private static readonly string[] s_preferred = ["kvm", "xen", "hvf", "qemu"];

    /// <summary>Names and what they stand for, each once, in libvirt's order.</summary>
    public ImmutableArray<string> MachineNames => NamesOf(Guest, Domain);

    /// <returns>Null when the host runs no such guest.</returns>
    public static GuestChoice? Of(MappingNode spec, HostCapabilities host)
    {
        var type = spec.TextOf("type");
        var machine = spec.TextOf("machine");
        if (GuestFor(spec, host) is not { } guest)
        {
            return null;
        }

        var domains = guest.Domains.Where(domain => (type is null || domain.Type == type) && (machine is null || NamesOf(guest, domain).Contains(machine))).ToArray();
        var preferred = s_preferred.Select(name => domains.FirstOrDefault(domain => domain.Type == name)).FirstOrDefault(static domain => domain is not null);
        return (preferred ?? domains.LastOrDefault()) is { } domain ? new GuestChoice(guest, domain) : null;
    }

    /// <summary>The first of the host's own architecture, unless the spec says another; failing that, the first of all.</summary>
    public static GuestCapabilities? GuestFor(MappingNode spec, HostCapabilities host)
    {
        var osType = (spec["boot"] as MappingNode)?.TextOf("osType");
        return spec.TextOf("arch") is { } arch ? host.FindGuest(osType, arch) : host.FindGuest(osType, host.HostArch) ?? host.FindGuest(osType, arch: null);
    }

    private static ImmutableArray<string> NamesOf(GuestCapabilities guest, GuestDomain domain) =>
        [.. guest.MachinesOf(domain).SelectMany(static machine => machine.Canonical is { } canonical ? [machine.Name, canonical] : new[] { machine.Name }).Distinct()];
}
