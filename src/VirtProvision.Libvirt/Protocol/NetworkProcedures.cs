using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>Procedures about virtual networks.</summary>
internal static class NetworkProcedures
{
    // remote_connect_list_all_networks_args { int need_results; unsigned int flags; }
    // remote_connect_list_all_networks_ret { remote_nonnull_network nets<REMOTE_NETWORK_LIST_MAX>; unsigned int ret; }
    public static readonly Procedure<NetworkListFlags, ImmutableArray<NetworkRef>> ListAll = Shapes.ListAll(
        RemoteProcedure.ConnectListAllNetworks,
        static (NetworkListFlags flags) => (uint)flags,
        "nets",
        ProtocolLimits.NetworkList,
        NetworkRef.MinimumSize,
        NetworkRef.Read);

    // remote_network_lookup_by_name_args { nonnull_string name; } remote_network_lookup_by_name_ret { remote_nonnull_network net; }
    public static readonly Procedure<string, NetworkRef> LookupByName = new(
        RemoteProcedure.NetworkLookupByName, static (ref XdrWriter writer, string name) => writer.WriteString(name), NetworkRef.Read);

    // remote_network_lookup_by_uuid_args { uuid uuid; } remote_network_lookup_by_uuid_ret { remote_nonnull_network net; }
    public static readonly Procedure<Guid, NetworkRef> LookupByUuid = new(
        RemoteProcedure.NetworkLookupByUuid, static (ref XdrWriter writer, Guid uuid) => writer.WriteUuid(uuid), NetworkRef.Read);

    // remote_network_get_xml_desc_args { remote_nonnull_network net; unsigned int flags; } remote_network_get_xml_desc_ret { nonnull_string xml; }
    public static readonly Procedure<(NetworkRef Network, NetworkXmlFlags Flags), string> GetXml = new(
        RemoteProcedure.NetworkGetXmlDesc,
        static (ref XdrWriter writer, (NetworkRef Network, NetworkXmlFlags Flags) args) =>
        {
            NetworkRef.Write(ref writer, args.Network);
            writer.WriteUInt32((uint)args.Flags);
        },
        static (ref XdrReader reader) => reader.ReadString("xml"));

    // remote_network_define_xml_args { nonnull_string xml; } remote_network_define_xml_ret { remote_nonnull_network net; }
    public static readonly Procedure<string, NetworkRef> DefineXml = new(
        RemoteProcedure.NetworkDefineXml, static (ref XdrWriter writer, string xml) => writer.WriteString(xml), NetworkRef.Read);

    // remote_network_define_xml_flags_args { nonnull_string xml; unsigned int flags; } remote_network_define_xml_flags_ret { remote_nonnull_network net; }
    public static readonly Procedure<(string Xml, NetworkDefineFlags Flags), NetworkRef> DefineXmlFlags = new(
        RemoteProcedure.NetworkDefineXmlFlags,
        static (ref XdrWriter writer, (string Xml, NetworkDefineFlags Flags) args) =>
        {
            writer.WriteString(args.Xml);
            writer.WriteUInt32((uint)args.Flags);
        },
        NetworkRef.Read);

    // remote_network_create_xml_args { nonnull_string xml; } remote_network_create_xml_ret { remote_nonnull_network net; }
    public static readonly Procedure<string, NetworkRef> CreateXml = new(
        RemoteProcedure.NetworkCreateXml, static (ref XdrWriter writer, string xml) => writer.WriteString(xml), NetworkRef.Read);

    // remote_network_create_args { remote_nonnull_network net; }
    public static readonly Procedure<NetworkRef, Nothing> Create = new(RemoteProcedure.NetworkCreate, NetworkRef.Write, Nothing.Read);

    // remote_network_destroy_args { remote_nonnull_network net; }
    public static readonly Procedure<NetworkRef, Nothing> Destroy = new(RemoteProcedure.NetworkDestroy, NetworkRef.Write, Nothing.Read);

    // remote_network_undefine_args { remote_nonnull_network net; }
    public static readonly Procedure<NetworkRef, Nothing> Undefine = new(RemoteProcedure.NetworkUndefine, NetworkRef.Write, Nothing.Read);

    // remote_network_is_active_ret { int active; }
    public static readonly Procedure<NetworkRef, bool> IsActive = YesOrNo(RemoteProcedure.NetworkIsActive, "active");

    // remote_network_is_persistent_ret { int persistent; }
    public static readonly Procedure<NetworkRef, bool> IsPersistent = YesOrNo(RemoteProcedure.NetworkIsPersistent, "persistent");

    // remote_network_get_autostart_ret { int autostart; }
    public static readonly Procedure<NetworkRef, bool> GetAutostart = YesOrNo(RemoteProcedure.NetworkGetAutostart, "autostart");

    // remote_network_get_bridge_name_ret { nonnull_string name; }
    public static readonly Procedure<NetworkRef, string> GetBridgeName = new(
        RemoteProcedure.NetworkGetBridgeName, NetworkRef.Write, static (ref XdrReader reader) => reader.ReadString("name"));

    // remote_network_set_autostart_args { remote_nonnull_network net; int autostart; }
    public static readonly Procedure<(NetworkRef Network, bool Autostart), Nothing> SetAutostart = new(
        RemoteProcedure.NetworkSetAutostart,
        static (ref XdrWriter writer, (NetworkRef Network, bool Autostart) args) =>
        {
            NetworkRef.Write(ref writer, args.Network);
            writer.WriteBoolean(args.Autostart);
        },
        Nothing.Read);

    // remote_network_update_args { remote_nonnull_network net; unsigned int command; unsigned int section; int parentIndex; nonnull_string xml; unsigned int flags; }
    public static readonly Procedure<NetworkUpdate, Nothing> Update = new(
        RemoteProcedure.NetworkUpdateXml,
        static (ref XdrWriter writer, NetworkUpdate update) =>
        {
            NetworkRef.Write(ref writer, update.Network);
            writer.WriteUInt32((uint)update.Command);
            writer.WriteUInt32((uint)update.Section);
            writer.WriteInt32(update.ParentIndex);
            writer.WriteString(update.Xml);
            writer.WriteUInt32((uint)update.Affect);
        },
        Nothing.Read);

    // remote_network_get_dhcp_leases_args { remote_nonnull_network net; string mac; int need_results; unsigned int flags; }
    // remote_network_get_dhcp_leases_ret { remote_network_dhcp_lease leases<REMOTE_NETWORK_DHCP_LEASES_MAX>; unsigned int ret; }
    public static readonly Procedure<(NetworkRef Network, string? Mac), ImmutableArray<DhcpLease>> GetDhcpLeases = new(
        RemoteProcedure.NetworkGetDhcpLeases,
        static (ref XdrWriter writer, (NetworkRef Network, string? Mac) args) =>
        {
            NetworkRef.Write(ref writer, args.Network);
            writer.WriteOptionalString(args.Mac);
            writer.WriteInt32(1);
            writer.WriteUInt32(0);
        },
        static (ref XdrReader reader) => Shapes.ReadList(ref reader, "leases", ProtocolLimits.DhcpLeases, DhcpLease.MinimumSize, DhcpLease.Read));

    private static Procedure<NetworkRef, bool> YesOrNo(RemoteProcedure procedure, string field) =>
        new(procedure, NetworkRef.Write, (ref XdrReader reader) => reader.ReadBoolean(field));
}
