namespace VirtProvision.Libvirt.Protocol;

/// <summary>virConnectListAllNetworksFlags: filters in groups; none of a group means all of it.</summary>
[Flags]
public enum NetworkListFlags : uint
{
    All = 0,
    Inactive = 1, // VIR_CONNECT_LIST_NETWORKS_INACTIVE
    Active = 2, // VIR_CONNECT_LIST_NETWORKS_ACTIVE
    Persistent = 4, // VIR_CONNECT_LIST_NETWORKS_PERSISTENT
    Transient = 8, // VIR_CONNECT_LIST_NETWORKS_TRANSIENT
    Autostart = 16, // VIR_CONNECT_LIST_NETWORKS_AUTOSTART
    NoAutostart = 32, // VIR_CONNECT_LIST_NETWORKS_NO_AUTOSTART
}

/// <summary>virNetworkXMLFlags.</summary>
[Flags]
public enum NetworkXmlFlags : uint
{
    Current = 0,
    Inactive = 1, // VIR_NETWORK_XML_INACTIVE
}

/// <summary>virNetworkDefineFlags.</summary>
[Flags]
public enum NetworkDefineFlags : uint
{
    None = 0,
    Validate = 1, // VIR_NETWORK_DEFINE_VALIDATE
}

/// <summary>virNetworkUpdateCommand.</summary>
public enum NetworkUpdateCommand : uint
{
    Modify = 1, // VIR_NETWORK_UPDATE_COMMAND_MODIFY
    Delete = 2, // VIR_NETWORK_UPDATE_COMMAND_DELETE
    AddLast = 3, // VIR_NETWORK_UPDATE_COMMAND_ADD_LAST
    AddFirst = 4, // VIR_NETWORK_UPDATE_COMMAND_ADD_FIRST
}

/// <summary>virNetworkUpdateSection.</summary>
public enum NetworkUpdateSection : uint
{
    Bridge = 1, // VIR_NETWORK_SECTION_BRIDGE
    Domain = 2, // VIR_NETWORK_SECTION_DOMAIN
    Ip = 3, // VIR_NETWORK_SECTION_IP
    IpDhcpHost = 4, // VIR_NETWORK_SECTION_IP_DHCP_HOST
    IpDhcpRange = 5, // VIR_NETWORK_SECTION_IP_DHCP_RANGE
    Forward = 6, // VIR_NETWORK_SECTION_FORWARD
    ForwardInterface = 7, // VIR_NETWORK_SECTION_FORWARD_INTERFACE
    ForwardPf = 8, // VIR_NETWORK_SECTION_FORWARD_PF
    PortGroup = 9, // VIR_NETWORK_SECTION_PORTGROUP
    DnsHost = 10, // VIR_NETWORK_SECTION_DNS_HOST
    DnsTxt = 11, // VIR_NETWORK_SECTION_DNS_TXT
    DnsSrv = 12, // VIR_NETWORK_SECTION_DNS_SRV
}

/// <summary>virNetworkUpdateFlags.</summary>
[Flags]
public enum NetworkAffect : uint
{
    Current = 0,
    Live = 1, // VIR_NETWORK_UPDATE_AFFECT_LIVE
    Config = 2, // VIR_NETWORK_UPDATE_AFFECT_CONFIG
}
