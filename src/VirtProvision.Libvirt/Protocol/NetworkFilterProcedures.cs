using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>A network filter on the wire.</summary>
public sealed record NetworkFilterRef(string Name, Guid Uuid)
{
    internal const int MinimumSize = 20;

    // remote_nonnull_nwfilter { nonnull_string name; uuid uuid; }
    internal static NetworkFilterRef Read(ref XdrReader reader) => new(reader.ReadString("name"), reader.ReadUuid("uuid"));

    internal static void Write(ref XdrWriter writer, NetworkFilterRef filter)
    {
        writer.WriteString(filter.Name);
        writer.WriteUuid(filter.Uuid);
    }
}

/// <summary>Procedures about network filters.</summary>
internal static class NetworkFilterProcedures
{
    // remote_connect_list_all_nwfilters_args { int need_results; unsigned int flags; }
    // remote_connect_list_all_nwfilters_ret { remote_nonnull_nwfilter filters<REMOTE_NWFILTER_LIST_MAX>; unsigned int ret; }
    public static readonly Procedure<uint, ImmutableArray<NetworkFilterRef>> ListAll = Shapes.ListAll(
        RemoteProcedure.ConnectListAllNwfilters,
        static (uint flags) => flags,
        "filters",
        ProtocolLimits.NetworkFilterList,
        NetworkFilterRef.MinimumSize,
        NetworkFilterRef.Read);

    // remote_nwfilter_lookup_by_name_args { nonnull_string name; } remote_nwfilter_lookup_by_name_ret { remote_nonnull_nwfilter nwfilter; }
    public static readonly Procedure<string, NetworkFilterRef> LookupByName = new(
        RemoteProcedure.NwfilterLookupByName, static (ref XdrWriter writer, string name) => writer.WriteString(name), NetworkFilterRef.Read);

    // remote_nwfilter_get_xml_desc_args { remote_nonnull_nwfilter nwfilter; unsigned int flags; } remote_nwfilter_get_xml_desc_ret { nonnull_string xml; }
    public static readonly Procedure<NetworkFilterRef, string> GetXml = new(
        RemoteProcedure.NwfilterGetXmlDesc,
        static (ref XdrWriter writer, NetworkFilterRef filter) =>
        {
            NetworkFilterRef.Write(ref writer, filter);
            writer.WriteUInt32(0);
        },
        static (ref XdrReader reader) => reader.ReadString("xml"));

    // remote_nwfilter_define_xml_args { nonnull_string xml; } remote_nwfilter_define_xml_ret { remote_nonnull_nwfilter nwfilter; }
    public static readonly Procedure<string, NetworkFilterRef> DefineXml = new(
        RemoteProcedure.NwfilterDefineXml, static (ref XdrWriter writer, string xml) => writer.WriteString(xml), NetworkFilterRef.Read);

    // remote_nwfilter_undefine_args { remote_nonnull_nwfilter nwfilter; }
    public static readonly Procedure<NetworkFilterRef, Nothing> Undefine = new(RemoteProcedure.NwfilterUndefine, NetworkFilterRef.Write, Nothing.Read);
}
