using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>virDomainInterfaceAddressesSource.</summary>
public enum InterfaceAddressSource : uint
{
    /// <summary>The leases of libvirt's own DHCP servers.</summary>
    Lease = 0, // VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE
    Agent = 1, // VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT
    Arp = 2, // VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP
}

/// <summary>A network interface of a guest and its addresses.</summary>
public sealed record DomainInterface(string Name, string? Mac, ImmutableArray<DomainInterfaceAddress> Addresses)
{
    internal const int MinimumSize = 12;

    // remote_domain_interface { nonnull_string name; string hwaddr; remote_domain_ip_addr addrs<REMOTE_DOMAIN_IP_ADDR_MAX>; }
    internal static DomainInterface Read(ref XdrReader reader) => new(
        reader.ReadString("name"),
        reader.ReadOptionalString("hwaddr"),
        reader.ReadArray("addrs", ProtocolLimits.DomainInterfaceAddresses, DomainInterfaceAddress.MinimumSize, DomainInterfaceAddress.Read));
}

public sealed record DomainInterfaceAddress(AddressFamilyType Type, string Address, uint Prefix)
{
    internal const int MinimumSize = 12;

    // remote_domain_ip_addr { int type; nonnull_string addr; unsigned int prefix; }
    internal static DomainInterfaceAddress Read(ref XdrReader reader) =>
        new((AddressFamilyType)reader.ReadInt32("type"), reader.ReadString("addr"), reader.ReadUInt32("prefix"));
}
