using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>virSecretUsageType.</summary>
public enum SecretUsage
{
    None = 0, // VIR_SECRET_USAGE_TYPE_NONE
    Volume = 1, // VIR_SECRET_USAGE_TYPE_VOLUME
    Ceph = 2, // VIR_SECRET_USAGE_TYPE_CEPH
    Iscsi = 3, // VIR_SECRET_USAGE_TYPE_ISCSI
    Tls = 4, // VIR_SECRET_USAGE_TYPE_TLS
    Vtpm = 5, // VIR_SECRET_USAGE_TYPE_VTPM
}

/// <summary>A secret on the wire; the UUID decides.</summary>
public sealed record SecretRef(Guid Uuid, SecretUsage Usage, string UsageId)
{
    internal const int MinimumSize = 24;

    // remote_nonnull_secret { uuid uuid; int usageType; nonnull_string usageID; }
    internal static SecretRef Read(ref XdrReader reader) =>
        new(reader.ReadUuid("uuid"), (SecretUsage)reader.ReadInt32("usageType"), reader.ReadString("usageID"));

    internal static void Write(ref XdrWriter writer, SecretRef secret)
    {
        writer.WriteUuid(secret.Uuid);
        writer.WriteInt32((int)secret.Usage);
        writer.WriteString(secret.UsageId);
    }
}

/// <summary>Procedures about secrets. A value goes to the server; reading one back is left out on purpose.</summary>
internal static class SecretProcedures
{
    // remote_connect_list_all_secrets_args { int need_results; unsigned int flags; }
    // remote_connect_list_all_secrets_ret { remote_nonnull_secret secrets<REMOTE_SECRET_LIST_MAX>; unsigned int ret; }
    public static readonly Procedure<uint, ImmutableArray<SecretRef>> ListAll = Shapes.ListAll(
        RemoteProcedure.ConnectListAllSecrets,
        static (uint flags) => flags,
        "secrets",
        ProtocolLimits.SecretList,
        SecretRef.MinimumSize,
        SecretRef.Read);

    // remote_secret_lookup_by_uuid_args { uuid uuid; } remote_secret_lookup_by_uuid_ret { remote_nonnull_secret secret; }
    public static readonly Procedure<Guid, SecretRef> LookupByUuid = new(
        RemoteProcedure.SecretLookupByUuid, static (ref XdrWriter writer, Guid uuid) => writer.WriteUuid(uuid), SecretRef.Read);

    // remote_secret_lookup_by_usage_args { int usageType; nonnull_string usageID; } remote_secret_lookup_by_usage_ret { remote_nonnull_secret secret; }
    public static readonly Procedure<(SecretUsage Usage, string UsageId), SecretRef> LookupByUsage = new(
        RemoteProcedure.SecretLookupByUsage,
        static (ref XdrWriter writer, (SecretUsage Usage, string UsageId) args) =>
        {
            writer.WriteInt32((int)args.Usage);
            writer.WriteString(args.UsageId);
        },
        SecretRef.Read);

    // remote_secret_get_xml_desc_args { remote_nonnull_secret secret; unsigned int flags; } remote_secret_get_xml_desc_ret { nonnull_string xml; }
    public static readonly Procedure<SecretRef, string> GetXml = new(
        RemoteProcedure.SecretGetXmlDesc,
        static (ref XdrWriter writer, SecretRef secret) =>
        {
            SecretRef.Write(ref writer, secret);
            writer.WriteUInt32(0);
        },
        static (ref XdrReader reader) => reader.ReadString("xml"));

    // remote_secret_define_xml_args { nonnull_string xml; unsigned int flags; } remote_secret_define_xml_ret { remote_nonnull_secret secret; }
    public static readonly Procedure<string, SecretRef> DefineXml = new(
        RemoteProcedure.SecretDefineXml,
        static (ref XdrWriter writer, string xml) =>
        {
            writer.WriteString(xml);
            writer.WriteUInt32(0);
        },
        SecretRef.Read);

    // remote_secret_set_value_args { remote_nonnull_secret secret; opaque value<REMOTE_SECRET_VALUE_MAX>; unsigned int flags; }
    public static readonly Procedure<(SecretRef Secret, ReadOnlyMemory<byte> Value), Nothing> SetValue = new(
        RemoteProcedure.SecretSetValue,
        static (ref XdrWriter writer, (SecretRef Secret, ReadOnlyMemory<byte> Value) args) =>
        {
            SecretRef.Write(ref writer, args.Secret);
            writer.WriteOpaque(args.Value.Span, ProtocolLimits.SecretValue);
            writer.WriteUInt32(0);
        },
        Nothing.Read);

    // remote_secret_undefine_args { remote_nonnull_secret secret; }
    public static readonly Procedure<SecretRef, Nothing> Undefine = new(RemoteProcedure.SecretUndefine, SecretRef.Write, Nothing.Read);
}
