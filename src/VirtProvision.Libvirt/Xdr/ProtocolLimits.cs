namespace VirtProvision.Libvirt.Xdr;

/// <summary>The bounds that libvirt's own definitions put on what goes over the wire (virnetprotocol.x, remote_protocol.x); checked before anything is allocated.</summary>
internal static class ProtocolLimits
{
    /// <summary>VIR_NET_MESSAGE_LEN_MAX: the length word, which counts itself.</summary>
    public const int LengthWord = 4;

    /// <summary>VIR_NET_MESSAGE_HEADER_MAX: six words after the length word.</summary>
    public const int Header = 24;

    /// <summary>VIR_NET_MESSAGE_MAX: header and payload.</summary>
    public const int Message = 33_554_432;

    /// <summary>VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX: what libvirt's own client puts into one packet of a stream.</summary>
    public const int StreamPacket = 262_120;

    public const int String = 4_194_304; // REMOTE_STRING_MAX, VIR_NET_MESSAGE_STRING_MAX
    public const int DomainList = 16_384; // REMOTE_DOMAIN_LIST_MAX
    public const int NetworkList = 16_384; // REMOTE_NETWORK_LIST_MAX
    public const int StoragePoolList = 16_384; // REMOTE_STORAGE_POOL_LIST_MAX
    public const int StorageVolumeList = 16_384; // REMOTE_STORAGE_VOL_LIST_MAX
    public const int NodeDeviceList = 65_536; // REMOTE_NODE_DEVICE_LIST_MAX
    public const int SecretList = 16_384; // REMOTE_SECRET_LIST_MAX
    public const int NetworkFilterList = 16_384; // REMOTE_NWFILTER_LIST_MAX
    public const int DhcpLeases = 65_536; // REMOTE_NETWORK_DHCP_LEASES_MAX
    public const int DomainInterfaces = 2_048; // REMOTE_DOMAIN_INTERFACE_MAX
    public const int DomainInterfaceAddresses = 2_048; // REMOTE_DOMAIN_IP_ADDR_MAX
    public const int TypedParameters = 262_144; // REMOTE_CONNECT_GET_ALL_DOMAIN_STATS_MAX, the widest of them
    public const int BlockIoTuneParameters = 32; // REMOTE_DOMAIN_BLOCK_IO_TUNE_PARAMETERS_MAX
    public const int CpuMap = 2_048; // REMOTE_CPUMAP_MAX
    public const int AuthenticationTypes = 20; // REMOTE_AUTH_TYPE_LIST_MAX
    public const int SaslData = 65_536; // REMOTE_AUTH_SASL_DATA_MAX
    public const int CpuBaseline = 256; // REMOTE_CPU_BASELINE_MAX
    public const int SecretValue = 65_536; // REMOTE_SECRET_VALUE_MAX
}
