using VirtProvision.Core.Hosts;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>Of which machines a snapshot holds the capabilities. A host has hundreds, nearly all of them older versions of a few.</summary>
internal static class SnapshotMachines
{
    /// <summary>For each guest and what runs it: the machines with a short name, and the one that libvirt takes when none is named.</summary>
    public static ImmutableArray<DomainCapabilitiesQuery> Of(HostCapabilities capabilities) =>
    [
        .. capabilities.Guests.SelectMany(static guest => guest.Domains.SelectMany(domain => guest.MachinesOf(domain)
                .Where(static machine => machine.Canonical is not null)
                .Select(static machine => (string?)machine.Name)
                .Append(null)
                .Select(machine => new DomainCapabilitiesQuery(null, guest.Arch, machine, domain.Type))))
            .Distinct(),
    ];

    /// <summary>Of the host's own architecture, on the fastest that runs it, with PCI Express.</summary>
    public static DomainCapabilities? Likeliest(HostCapabilities capabilities, IEnumerable<(DomainCapabilitiesQuery Query, DomainCapabilities Answer)> known) => known
        .OrderByDescending(item => item.Query.Arch == capabilities.HostArch)
        .ThenByDescending(static item => item.Query.Type is "kvm" or "hvf" or "xen")
        .ThenByDescending(static item => item.Query.Machine is "q35" or "virt")
        .ThenBy(static item => item.Query.Machine is not null)
        .Select(static item => item.Answer)
        .FirstOrDefault();
}
