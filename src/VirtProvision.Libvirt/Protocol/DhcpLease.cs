using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>An address that a network's DHCP server has given out.</summary>
/// <param name="Expiry">Seconds since 1970.</param>
public sealed record DhcpLease(
    string Interface, long Expiry, AddressFamilyType Type, string? Mac, string? Iaid, string Address, uint Prefix, string? Hostname, string? ClientId)
{
    internal const int MinimumSize = 44;

    // remote_network_dhcp_lease { nonnull_string iface; hyper expirytime; int type; string mac; string iaid; nonnull_string ipaddr; unsigned int prefix;
    //                             string hostname; string clientid; }
    internal static DhcpLease Read(ref XdrReader reader) => new(
        reader.ReadString("iface"),
        reader.ReadInt64("expirytime"),
        (AddressFamilyType)reader.ReadInt32("type"),
        reader.ReadOptionalString("mac"),
        reader.ReadOptionalString("iaid"),
        reader.ReadString("ipaddr"),
        reader.ReadUInt32("prefix"),
        reader.ReadOptionalString("hostname"),
        reader.ReadOptionalString("clientid"));
}

/// <summary>virIPAddrType.</summary>
public enum AddressFamilyType
{
    Ipv4 = 0, // VIR_IP_ADDR_TYPE_IPV4
    Ipv6 = 1, // VIR_IP_ADDR_TYPE_IPV6
}
