using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>Procedures about the connection and the host.</summary>
internal static class ConnectionProcedures
{
    // remote_auth_list_ret { remote_auth_type types<REMOTE_AUTH_TYPE_LIST_MAX>; }
    public static readonly Procedure<Nothing, ImmutableArray<AuthenticationType>> AuthList = new(
        RemoteProcedure.AuthList,
        Nothing.Write,
        static (ref XdrReader reader) => reader.ReadArray(
            "types", ProtocolLimits.AuthenticationTypes, minimumSize: 4, static (ref XdrReader item) => (AuthenticationType)item.ReadInt32("types")));

    // remote_auth_polkit_ret { int complete; }
    public static readonly Procedure<Nothing, bool> AuthPolkit = new(
        RemoteProcedure.AuthPolkit, Nothing.Write, static (ref XdrReader reader) => reader.ReadBoolean("complete"));

    // remote_connect_open_args { string name; unsigned int flags; }
    public static readonly Procedure<(string Name, bool ReadOnly), Nothing> Open = new(
        RemoteProcedure.ConnectOpen,
        static (ref XdrWriter writer, (string Name, bool ReadOnly) args) =>
        {
            writer.WriteOptionalString(args.Name);
            writer.WriteUInt32(args.ReadOnly ? 1u : 0u); // VIR_CONNECT_RO
        },
        Nothing.Read);

    public static readonly Procedure<Nothing, Nothing> Close = new(RemoteProcedure.ConnectClose, Nothing.Write, Nothing.Read);

    // remote_connect_supports_feature_args { int feature; } remote_connect_supports_feature_ret { int supported; }
    public static readonly Procedure<ConnectionFeature, bool> SupportsFeature = new(
        RemoteProcedure.ConnectSupportsFeature,
        static (ref XdrWriter writer, ConnectionFeature feature) => writer.WriteInt32((int)feature),
        static (ref XdrReader reader) => reader.ReadBoolean("supported"));

    // remote_connect_get_type_ret { nonnull_string type; }
    public static readonly Procedure<Nothing, string> GetDriverType = TextOf(RemoteProcedure.ConnectGetType, "type");

    // remote_connect_get_hostname_ret { nonnull_string hostname; }
    public static readonly Procedure<Nothing, string> GetHostname = TextOf(RemoteProcedure.ConnectGetHostname, "hostname");

    // remote_connect_get_uri_ret { nonnull_string uri; }
    public static readonly Procedure<Nothing, string> GetUri = TextOf(RemoteProcedure.ConnectGetUri, "uri");

    // remote_connect_get_capabilities_ret { nonnull_string capabilities; }
    public static readonly Procedure<Nothing, string> GetCapabilities = TextOf(RemoteProcedure.ConnectGetCapabilities, "capabilities");

    // remote_connect_get_version_ret { unsigned hyper hv_ver; }
    public static readonly Procedure<Nothing, Version> GetVersion = new(
        RemoteProcedure.ConnectGetVersion, Nothing.Write, static (ref XdrReader reader) => VersionOf(reader.ReadUInt64("hv_ver")));

    // remote_connect_get_lib_version_ret { unsigned hyper lib_ver; }
    public static readonly Procedure<Nothing, Version> GetLibVersion = new(
        RemoteProcedure.ConnectGetLibVersion, Nothing.Write, static (ref XdrReader reader) => VersionOf(reader.ReadUInt64("lib_ver")));

    // remote_connect_get_domain_capabilities_args { string emulatorbin; string arch; string machine; string virttype; unsigned int flags; }
    // remote_connect_get_domain_capabilities_ret { nonnull_string capabilities; }
    public static readonly Procedure<DomainCapabilitiesQuery, string> GetDomainCapabilities = new(
        RemoteProcedure.ConnectGetDomainCapabilities,
        static (ref XdrWriter writer, DomainCapabilitiesQuery query) =>
        {
            WriteQuery(ref writer, query);
            writer.WriteUInt32(0);
        },
        static (ref XdrReader reader) => reader.ReadString("capabilities"));

    // remote_connect_baseline_hypervisor_cpu_args { string emulator; string arch; string machine; string virttype; nonnull_string xmlCPUs<REMOTE_CPU_BASELINE_MAX>; unsigned int flags; }
    // remote_connect_baseline_hypervisor_cpu_ret { nonnull_string cpu; }
    public static readonly Procedure<(DomainCapabilitiesQuery Query, ImmutableArray<string> Cpus, CpuBaselineFlags Flags), string> BaselineHypervisorCpu = new(
        RemoteProcedure.ConnectBaselineHypervisorCpu,
        static (ref XdrWriter writer, (DomainCapabilitiesQuery Query, ImmutableArray<string> Cpus, CpuBaselineFlags Flags) args) =>
        {
            WriteQuery(ref writer, args.Query);
            writer.WriteArray(args.Cpus, static (ref XdrWriter item, string cpu) => item.WriteString(cpu));
            writer.WriteUInt32((uint)args.Flags);
        },
        static (ref XdrReader reader) => reader.ReadString("cpu"));

    private static void WriteQuery(ref XdrWriter writer, DomainCapabilitiesQuery query)
    {
        writer.WriteOptionalString(query.Emulator);
        writer.WriteOptionalString(query.Architecture);
        writer.WriteOptionalString(query.Machine);
        writer.WriteOptionalString(query.VirtType);
    }

    private static Procedure<Nothing, string> TextOf(RemoteProcedure procedure, string field) =>
        new(procedure, Nothing.Write, (ref XdrReader reader) => reader.ReadString(field));

    // libvirt packs versions as major * 1,000,000 + minor * 1,000 + release.
    private static Version VersionOf(ulong packed) => new((int)(packed / 1_000_000 % int.MaxValue), (int)(packed / 1_000 % 1_000), (int)(packed % 1_000));
}

/// <summary>remote_auth_type.</summary>
internal enum AuthenticationType
{
    None = 0, // REMOTE_AUTH_NONE
    Sasl = 1, // REMOTE_AUTH_SASL
    Polkit = 2, // REMOTE_AUTH_POLKIT
}

/// <summary>What a server may or may not be able to do (virDrvFeature).</summary>
public enum ConnectionFeature
{
    FdPassing = 8, // VIR_DRV_FEATURE_FD_PASSING
    TypedParameterString = 9, // VIR_DRV_FEATURE_TYPED_PARAM_STRING
    KeepAlive = 10, // VIR_DRV_FEATURE_PROGRAM_KEEPALIVE
    XmlMigratable = 11, // VIR_DRV_FEATURE_XML_MIGRATABLE
    EventCallbacks = 14, // VIR_DRV_FEATURE_REMOTE_EVENT_CALLBACK
    NetworkUpdateHasCorrectOrder = 16, // VIR_DRV_FEATURE_NETWORK_UPDATE_HAS_CORRECT_ORDER
}

/// <summary>virConnectBaselineCPUFlags.</summary>
[Flags]
public enum CpuBaselineFlags : uint
{
    None = 0,
    ExpandFeatures = 1, // VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES
    Migratable = 2, // VIR_CONNECT_BASELINE_CPU_MIGRATABLE
}

/// <summary>Of which machine to tell the capabilities; what is left out is the host's default.</summary>
public sealed record DomainCapabilitiesQuery(string? Emulator = null, string? Architecture = null, string? Machine = null, string? VirtType = null);
