using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>Procedures about storage pools.</summary>
internal static class StoragePoolProcedures
{
    // remote_connect_list_all_storage_pools_args { int need_results; unsigned int flags; }
    // remote_connect_list_all_storage_pools_ret { remote_nonnull_storage_pool pools<REMOTE_STORAGE_POOL_LIST_MAX>; unsigned int ret; }
    public static readonly Procedure<StoragePoolListFlags, ImmutableArray<StoragePoolRef>> ListAll = Shapes.ListAll(
        RemoteProcedure.ConnectListAllStoragePools,
        static (StoragePoolListFlags flags) => (uint)flags,
        "pools",
        ProtocolLimits.StoragePoolList,
        StoragePoolRef.MinimumSize,
        StoragePoolRef.Read);

    // remote_storage_pool_lookup_by_name_args { nonnull_string name; } remote_storage_pool_lookup_by_name_ret { remote_nonnull_storage_pool pool; }
    public static readonly Procedure<string, StoragePoolRef> LookupByName = new(
        RemoteProcedure.StoragePoolLookupByName, static (ref XdrWriter writer, string name) => writer.WriteString(name), StoragePoolRef.Read);

    // remote_storage_pool_lookup_by_target_path_args { nonnull_string path; } remote_storage_pool_lookup_by_target_path_ret { remote_nonnull_storage_pool pool; }
    public static readonly Procedure<string, StoragePoolRef> LookupByTargetPath = new(
        RemoteProcedure.StoragePoolLookupByTargetPath, static (ref XdrWriter writer, string path) => writer.WriteString(path), StoragePoolRef.Read);

    // remote_storage_pool_get_xml_desc_args { remote_nonnull_storage_pool pool; unsigned int flags; } remote_storage_pool_get_xml_desc_ret { nonnull_string xml; }
    public static readonly Procedure<(StoragePoolRef Pool, uint Flags), string> GetXml = new(
        RemoteProcedure.StoragePoolGetXmlDesc, WriteWithFlags, static (ref XdrReader reader) => reader.ReadString("xml"));

    // remote_storage_pool_define_xml_args { nonnull_string xml; unsigned int flags; } remote_storage_pool_define_xml_ret { remote_nonnull_storage_pool pool; }
    public static readonly Procedure<(string Xml, uint Flags), StoragePoolRef> DefineXml = new(
        RemoteProcedure.StoragePoolDefineXml, WriteXmlWithFlags, StoragePoolRef.Read);

    // remote_storage_pool_create_xml_args { nonnull_string xml; unsigned int flags; } remote_storage_pool_create_xml_ret { remote_nonnull_storage_pool pool; }
    public static readonly Procedure<(string Xml, uint Flags), StoragePoolRef> CreateXml = new(
        RemoteProcedure.StoragePoolCreateXml, WriteXmlWithFlags, StoragePoolRef.Read) { IsLong = true };

    // remote_storage_pool_build_args { remote_nonnull_storage_pool pool; unsigned int flags; }
    public static readonly Procedure<(StoragePoolRef Pool, uint Flags), Nothing> Build = LongWithFlags(RemoteProcedure.StoragePoolBuild);

    // remote_storage_pool_create_args { remote_nonnull_storage_pool pool; unsigned int flags; }
    public static readonly Procedure<(StoragePoolRef Pool, uint Flags), Nothing> Create = LongWithFlags(RemoteProcedure.StoragePoolCreate);

    // remote_storage_pool_delete_args { remote_nonnull_storage_pool pool; unsigned int flags; }
    public static readonly Procedure<(StoragePoolRef Pool, uint Flags), Nothing> Delete = LongWithFlags(RemoteProcedure.StoragePoolDelete);

    // remote_storage_pool_refresh_args { remote_nonnull_storage_pool pool; unsigned int flags; }
    public static readonly Procedure<(StoragePoolRef Pool, uint Flags), Nothing> Refresh = LongWithFlags(RemoteProcedure.StoragePoolRefresh);

    // remote_storage_pool_destroy_args { remote_nonnull_storage_pool pool; }
    public static readonly Procedure<StoragePoolRef, Nothing> Destroy = new(RemoteProcedure.StoragePoolDestroy, StoragePoolRef.Write, Nothing.Read);

    // remote_storage_pool_undefine_args { remote_nonnull_storage_pool pool; }
    public static readonly Procedure<StoragePoolRef, Nothing> Undefine = new(RemoteProcedure.StoragePoolUndefine, StoragePoolRef.Write, Nothing.Read);

    // remote_storage_pool_get_autostart_ret { int autostart; }
    public static readonly Procedure<StoragePoolRef, bool> GetAutostart = YesOrNo(RemoteProcedure.StoragePoolGetAutostart, "autostart");

    // remote_storage_pool_is_active_ret { int active; }
    public static readonly Procedure<StoragePoolRef, bool> IsActive = YesOrNo(RemoteProcedure.StoragePoolIsActive, "active");

    // remote_storage_pool_is_persistent_ret { int persistent; }
    public static readonly Procedure<StoragePoolRef, bool> IsPersistent = YesOrNo(RemoteProcedure.StoragePoolIsPersistent, "persistent");

    // remote_storage_pool_set_autostart_args { remote_nonnull_storage_pool pool; int autostart; }
    public static readonly Procedure<(StoragePoolRef Pool, bool Autostart), Nothing> SetAutostart = new(
        RemoteProcedure.StoragePoolSetAutostart,
        static (ref XdrWriter writer, (StoragePoolRef Pool, bool Autostart) args) =>
        {
            StoragePoolRef.Write(ref writer, args.Pool);
            writer.WriteBoolean(args.Autostart);
        },
        Nothing.Read);

    // remote_storage_pool_get_info_ret { unsigned char state; unsigned hyper capacity; unsigned hyper allocation; unsigned hyper available; }
    public static readonly Procedure<StoragePoolRef, StoragePoolUsage> GetInfo = new(
        RemoteProcedure.StoragePoolGetInfo,
        StoragePoolRef.Write,
        static (ref XdrReader reader) => new StoragePoolUsage(
            (StoragePoolState)reader.ReadInt32("state"),
            reader.ReadUInt64("capacity"),
            reader.ReadUInt64("allocation"),
            reader.ReadUInt64("available")));

    // remote_storage_pool_list_all_volumes_args { remote_nonnull_storage_pool pool; int need_results; unsigned int flags; }
    // remote_storage_pool_list_all_volumes_ret { remote_nonnull_storage_vol vols<REMOTE_STORAGE_VOL_LIST_MAX>; unsigned int ret; }
    public static readonly Procedure<StoragePoolRef, ImmutableArray<StorageVolumeRef>> ListAllVolumes = new(
        RemoteProcedure.StoragePoolListAllVolumes,
        static (ref XdrWriter writer, StoragePoolRef pool) =>
        {
            StoragePoolRef.Write(ref writer, pool);
            writer.WriteInt32(1);
            writer.WriteUInt32(0);
        },
        static (ref XdrReader reader) => Shapes.ReadList(
            ref reader, "vols", ProtocolLimits.StorageVolumeList, StorageVolumeRef.MinimumSize, StorageVolumeRef.Read));

    private static void WriteWithFlags(ref XdrWriter writer, (StoragePoolRef Pool, uint Flags) args)
    {
        StoragePoolRef.Write(ref writer, args.Pool);
        writer.WriteUInt32(args.Flags);
    }

    private static void WriteXmlWithFlags(ref XdrWriter writer, (string Xml, uint Flags) args)
    {
        writer.WriteString(args.Xml);
        writer.WriteUInt32(args.Flags);
    }

    private static Procedure<(StoragePoolRef Pool, uint Flags), Nothing> LongWithFlags(RemoteProcedure procedure) =>
        new(procedure, WriteWithFlags, Nothing.Read) { IsLong = true };

    private static Procedure<StoragePoolRef, bool> YesOrNo(RemoteProcedure procedure, string field) =>
        new(procedure, StoragePoolRef.Write, (ref XdrReader reader) => reader.ReadBoolean(field));
}
