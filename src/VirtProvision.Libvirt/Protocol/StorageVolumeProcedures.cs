using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>Procedures about storage volumes.</summary>
internal static class StorageVolumeProcedures
{
    // remote_storage_vol_lookup_by_name_args { remote_nonnull_storage_pool pool; nonnull_string name; } remote_storage_vol_lookup_by_name_ret { remote_nonnull_storage_vol vol; }
    public static readonly Procedure<(StoragePoolRef Pool, string Name), StorageVolumeRef> LookupByName = new(
        RemoteProcedure.StorageVolLookupByName,
        static (ref XdrWriter writer, (StoragePoolRef Pool, string Name) args) =>
        {
            StoragePoolRef.Write(ref writer, args.Pool);
            writer.WriteString(args.Name);
        },
        StorageVolumeRef.Read);

    // remote_storage_vol_lookup_by_path_args { nonnull_string path; } remote_storage_vol_lookup_by_path_ret { remote_nonnull_storage_vol vol; }
    public static readonly Procedure<string, StorageVolumeRef> LookupByPath = new(
        RemoteProcedure.StorageVolLookupByPath, static (ref XdrWriter writer, string path) => writer.WriteString(path), StorageVolumeRef.Read);

    // remote_storage_vol_get_xml_desc_args { remote_nonnull_storage_vol vol; unsigned int flags; } remote_storage_vol_get_xml_desc_ret { nonnull_string xml; }
    public static readonly Procedure<StorageVolumeRef, string> GetXml = new(
        RemoteProcedure.StorageVolGetXmlDesc,
        static (ref XdrWriter writer, StorageVolumeRef volume) => WriteWithFlags(ref writer, (volume, 0)),
        static (ref XdrReader reader) => reader.ReadString("xml"));

    // remote_storage_vol_get_path_args { remote_nonnull_storage_vol vol; } remote_storage_vol_get_path_ret { nonnull_string name; }
    public static readonly Procedure<StorageVolumeRef, string> GetPath = new(
        RemoteProcedure.StorageVolGetPath, StorageVolumeRef.Write, static (ref XdrReader reader) => reader.ReadString("name"));

    // remote_storage_vol_get_info_ret { char type; unsigned hyper capacity; unsigned hyper allocation; }
    public static readonly Procedure<StorageVolumeRef, StorageVolumeUsage> GetInfo = new(
        RemoteProcedure.StorageVolGetInfo,
        StorageVolumeRef.Write,
        static (ref XdrReader reader) => new StorageVolumeUsage(
            (StorageVolumeType)reader.ReadInt32("type"), reader.ReadUInt64("capacity"), reader.ReadUInt64("allocation")));

    // remote_storage_vol_create_xml_args { remote_nonnull_storage_pool pool; nonnull_string xml; unsigned int flags; }
    // remote_storage_vol_create_xml_ret { remote_nonnull_storage_vol vol; }
    public static readonly Procedure<(StoragePoolRef Pool, string Xml, StorageVolumeCreateFlags Flags), StorageVolumeRef> CreateXml = new(
        RemoteProcedure.StorageVolCreateXml,
        static (ref XdrWriter writer, (StoragePoolRef Pool, string Xml, StorageVolumeCreateFlags Flags) args) =>
        {
            StoragePoolRef.Write(ref writer, args.Pool);
            writer.WriteString(args.Xml);
            writer.WriteUInt32((uint)args.Flags);
        },
        StorageVolumeRef.Read) { IsLong = true };

    // remote_storage_vol_create_xml_from_args { remote_nonnull_storage_pool pool; nonnull_string xml; remote_nonnull_storage_vol clonevol; unsigned int flags; }
    // remote_storage_vol_create_xml_from_ret { remote_nonnull_storage_vol vol; }
    public static readonly Procedure<(StoragePoolRef Pool, string Xml, StorageVolumeRef Source, StorageVolumeCreateFlags Flags), StorageVolumeRef> CreateXmlFrom = new(
        RemoteProcedure.StorageVolCreateXmlFrom,
        static (ref XdrWriter writer, (StoragePoolRef Pool, string Xml, StorageVolumeRef Source, StorageVolumeCreateFlags Flags) args) =>
        {
            StoragePoolRef.Write(ref writer, args.Pool);
            writer.WriteString(args.Xml);
            StorageVolumeRef.Write(ref writer, args.Source);
            writer.WriteUInt32((uint)args.Flags);
        },
        StorageVolumeRef.Read) { IsLong = true };

    // remote_storage_vol_delete_args { remote_nonnull_storage_vol vol; unsigned int flags; }
    public static readonly Procedure<(StorageVolumeRef Volume, uint Flags), Nothing> Delete = new(
        RemoteProcedure.StorageVolDelete, WriteWithFlags, Nothing.Read) { IsLong = true };

    // remote_storage_vol_resize_args { remote_nonnull_storage_vol vol; unsigned hyper capacity; unsigned int flags; }
    public static readonly Procedure<(StorageVolumeRef Volume, ulong Capacity, StorageVolumeResizeFlags Flags), Nothing> Resize = new(
        RemoteProcedure.StorageVolResize,
        static (ref XdrWriter writer, (StorageVolumeRef Volume, ulong Capacity, StorageVolumeResizeFlags Flags) args) =>
        {
            StorageVolumeRef.Write(ref writer, args.Volume);
            writer.WriteUInt64(args.Capacity);
            writer.WriteUInt32((uint)args.Flags);
        },
        Nothing.Read) { IsLong = true };

    // remote_storage_vol_wipe_pattern_args { remote_nonnull_storage_vol vol; unsigned int algorithm; unsigned int flags; }
    public static readonly Procedure<(StorageVolumeRef Volume, StorageVolumeWipeAlgorithm Algorithm), Nothing> WipePattern = new(
        RemoteProcedure.StorageVolWipePattern,
        static (ref XdrWriter writer, (StorageVolumeRef Volume, StorageVolumeWipeAlgorithm Algorithm) args) =>
        {
            StorageVolumeRef.Write(ref writer, args.Volume);
            writer.WriteUInt32((uint)args.Algorithm);
            writer.WriteUInt32(0);
        },
        Nothing.Read) { IsLong = true };

    // remote_storage_vol_upload_args { remote_nonnull_storage_vol vol; unsigned hyper offset; unsigned hyper length; unsigned int flags; }
    public static readonly Procedure<(StorageVolumeRef Volume, ByteRange Range, bool Sparse), Nothing> Upload = Transfer(RemoteProcedure.StorageVolUpload);

    // remote_storage_vol_download_args { remote_nonnull_storage_vol vol; unsigned hyper offset; unsigned hyper length; unsigned int flags; }
    public static readonly Procedure<(StorageVolumeRef Volume, ByteRange Range, bool Sparse), Nothing> Download = Transfer(RemoteProcedure.StorageVolDownload);

    private static Procedure<(StorageVolumeRef Volume, ByteRange Range, bool Sparse), Nothing> Transfer(RemoteProcedure procedure) => new(
        procedure,
        static (ref XdrWriter writer, (StorageVolumeRef Volume, ByteRange Range, bool Sparse) args) =>
        {
            StorageVolumeRef.Write(ref writer, args.Volume);
            writer.WriteUInt64(args.Range.Offset);
            writer.WriteUInt64(args.Range.Length);
            writer.WriteUInt32(args.Sparse ? 1u : 0u); // VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM, VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM
        },
        Nothing.Read);

    private static void WriteWithFlags(ref XdrWriter writer, (StorageVolumeRef Volume, uint Flags) args)
    {
        StorageVolumeRef.Write(ref writer, args.Volume);
        writer.WriteUInt32(args.Flags);
    }
}

/// <summary>A part of a volume.</summary>
/// <param name="Length">0 is up to the end.</param>
public readonly record struct ByteRange(ulong Offset, ulong Length)
{
    public static ByteRange All => default;
}
