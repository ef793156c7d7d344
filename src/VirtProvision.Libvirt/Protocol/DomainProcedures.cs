using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>Procedures about domains as a whole: find, describe, define, run.</summary>
internal static class DomainProcedures
{
    // remote_connect_list_all_domains_args { int need_results; unsigned int flags; }
    // remote_connect_list_all_domains_ret { remote_nonnull_domain domains<REMOTE_DOMAIN_LIST_MAX>; unsigned int ret; }
    public static readonly Procedure<DomainListFlags, ImmutableArray<DomainRef>> ListAll = Shapes.ListAll(
        RemoteProcedure.ConnectListAllDomains,
        static (DomainListFlags flags) => (uint)flags,
        "domains",
        ProtocolLimits.DomainList,
        DomainRef.MinimumSize,
        DomainRef.Read);

    // remote_domain_lookup_by_name_args { nonnull_string name; } remote_domain_lookup_by_name_ret { remote_nonnull_domain dom; }
    public static readonly Procedure<string, DomainRef> LookupByName = new(
        RemoteProcedure.DomainLookupByName, static (ref XdrWriter writer, string name) => writer.WriteString(name), DomainRef.Read);

    // remote_domain_lookup_by_uuid_args { uuid uuid; } remote_domain_lookup_by_uuid_ret { remote_nonnull_domain dom; }
    public static readonly Procedure<Guid, DomainRef> LookupByUuid = new(
        RemoteProcedure.DomainLookupByUuid, static (ref XdrWriter writer, Guid uuid) => writer.WriteUuid(uuid), DomainRef.Read);

    // remote_domain_get_xml_desc_args { remote_nonnull_domain dom; unsigned int flags; } remote_domain_get_xml_desc_ret { nonnull_string xml; }
    public static readonly Procedure<(DomainRef Domain, DomainXmlFlags Flags), string> GetXml = new(
        RemoteProcedure.DomainGetXmlDesc,
        static (ref XdrWriter writer, (DomainRef Domain, DomainXmlFlags Flags) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteUInt32((uint)args.Flags);
        },
        static (ref XdrReader reader) => reader.ReadString("xml"));

    // remote_domain_define_xml_flags_args { nonnull_string xml; unsigned int flags; } remote_domain_define_xml_flags_ret { remote_nonnull_domain dom; }
    public static readonly Procedure<(string Xml, DomainDefineFlags Flags), DomainRef> DefineXmlFlags = new(
        RemoteProcedure.DomainDefineXmlFlags,
        static (ref XdrWriter writer, (string Xml, DomainDefineFlags Flags) args) =>
        {
            writer.WriteString(args.Xml);
            writer.WriteUInt32((uint)args.Flags);
        },
        DomainRef.Read);

    // remote_domain_create_xml_args { nonnull_string xml_desc; unsigned int flags; } remote_domain_create_xml_ret { remote_nonnull_domain dom; }
    public static readonly Procedure<(string Xml, DomainStartFlags Flags), DomainRef> CreateXml = new(
        RemoteProcedure.DomainCreateXml,
        static (ref XdrWriter writer, (string Xml, DomainStartFlags Flags) args) =>
        {
            writer.WriteString(args.Xml);
            writer.WriteUInt32((uint)args.Flags);
        },
        DomainRef.Read) { IsLong = true };

    // remote_domain_create_with_flags_args { remote_nonnull_domain dom; unsigned int flags; } remote_domain_create_with_flags_ret { remote_nonnull_domain dom; }
    public static readonly Procedure<(DomainRef Domain, uint Flags), DomainRef> CreateWithFlags = new(
        RemoteProcedure.DomainCreateWithFlags, WriteWithFlags, DomainRef.Read) { IsLong = true };

    // remote_domain_shutdown_flags_args { remote_nonnull_domain dom; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, uint Flags), Nothing> ShutdownFlags = WithFlags(RemoteProcedure.DomainShutdownWithFlags);

    // remote_domain_reboot_args { remote_nonnull_domain dom; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, uint Flags), Nothing> Reboot = WithFlags(RemoteProcedure.DomainReboot);

    // remote_domain_reset_args { remote_nonnull_domain dom; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, uint Flags), Nothing> Reset = WithFlags(RemoteProcedure.DomainReset);

    // remote_domain_destroy_flags_args { remote_nonnull_domain dom; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, uint Flags), Nothing> DestroyFlags = WithFlags(RemoteProcedure.DomainDestroyWithFlags);

    // remote_domain_undefine_flags_args { remote_nonnull_domain dom; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, uint Flags), Nothing> UndefineFlags = WithFlags(RemoteProcedure.DomainUndefineWithFlags);

    // remote_domain_suspend_args { remote_nonnull_domain dom; }
    public static readonly Procedure<DomainRef, Nothing> Suspend = new(RemoteProcedure.DomainSuspend, DomainRef.Write, Nothing.Read);

    // remote_domain_resume_args { remote_nonnull_domain dom; }
    public static readonly Procedure<DomainRef, Nothing> Resume = new(RemoteProcedure.DomainResume, DomainRef.Write, Nothing.Read);

    // remote_domain_get_state_args { remote_nonnull_domain dom; unsigned int flags; } remote_domain_get_state_ret { int state; int reason; }
    public static readonly Procedure<(DomainRef Domain, uint Flags), DomainStateReason> GetState = new(
        RemoteProcedure.DomainGetState,
        WriteWithFlags,
        static (ref XdrReader reader) => new DomainStateReason((DomainState)reader.ReadInt32("state"), reader.ReadInt32("reason")));

    // remote_domain_get_info_ret { unsigned char state; unsigned hyper maxMem; unsigned hyper memory; unsigned short nrVirtCpu; unsigned hyper cpuTime; }
    public static readonly Procedure<DomainRef, DomainUsage> GetInfo = new(
        RemoteProcedure.DomainGetInfo,
        DomainRef.Write,
        static (ref XdrReader reader) => new DomainUsage(
            (DomainState)reader.ReadInt32("state"),
            reader.ReadUInt64("maxMem"),
            reader.ReadUInt64("memory"),
            reader.ReadInt32("nrVirtCpu"),
            reader.ReadUInt64("cpuTime")));

    // remote_domain_is_active_ret { int active; }
    public static readonly Procedure<DomainRef, bool> IsActive = YesOrNo(RemoteProcedure.DomainIsActive, "active");

    // remote_domain_is_persistent_ret { int persistent; }
    public static readonly Procedure<DomainRef, bool> IsPersistent = YesOrNo(RemoteProcedure.DomainIsPersistent, "persistent");

    // remote_domain_is_updated_ret { int updated; }
    public static readonly Procedure<DomainRef, bool> IsUpdated = YesOrNo(RemoteProcedure.DomainIsUpdated, "updated");

    // remote_domain_get_autostart_ret { int autostart; }
    public static readonly Procedure<DomainRef, bool> GetAutostart = YesOrNo(RemoteProcedure.DomainGetAutostart, "autostart");

    // remote_domain_set_autostart_args { remote_nonnull_domain dom; int autostart; }
    public static readonly Procedure<(DomainRef Domain, bool Autostart), Nothing> SetAutostart = new(
        RemoteProcedure.DomainSetAutostart,
        static (ref XdrWriter writer, (DomainRef Domain, bool Autostart) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteBoolean(args.Autostart);
        },
        Nothing.Read);

    internal static void WriteWithFlags(ref XdrWriter writer, (DomainRef Domain, uint Flags) args)
    {
        DomainRef.Write(ref writer, args.Domain);
        writer.WriteUInt32(args.Flags);
    }

    internal static Procedure<(DomainRef Domain, uint Flags), Nothing> WithFlags(RemoteProcedure procedure) => new(procedure, WriteWithFlags, Nothing.Read);

    private static Procedure<DomainRef, bool> YesOrNo(RemoteProcedure procedure, string field) =>
        new(procedure, DomainRef.Write, (ref XdrReader reader) => reader.ReadBoolean(field));
}
