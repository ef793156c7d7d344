using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>Procedures that change a domain's devices, processors, memory and disks, now or for the next boot.</summary>
internal static class DomainDeviceProcedures
{
    // remote_domain_attach_device_flags_args { remote_nonnull_domain dom; nonnull_string xml; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, string Text, uint Flags), Nothing> AttachDeviceFlags = WithText(RemoteProcedure.DomainAttachDeviceFlags);

    // remote_domain_detach_device_flags_args { remote_nonnull_domain dom; nonnull_string xml; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, string Text, uint Flags), Nothing> DetachDeviceFlags = WithText(RemoteProcedure.DomainDetachDeviceFlags);

    // remote_domain_detach_device_alias_args { remote_nonnull_domain dom; nonnull_string alias; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, string Text, uint Flags), Nothing> DetachDeviceAlias = WithText(RemoteProcedure.DomainDetachDeviceAlias);

    // remote_domain_update_device_flags_args { remote_nonnull_domain dom; nonnull_string xml; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, string Text, uint Flags), Nothing> UpdateDeviceFlags = WithText(RemoteProcedure.DomainUpdateDeviceFlags);

    // remote_domain_set_vcpus_flags_args { remote_nonnull_domain dom; unsigned int nvcpus; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, uint Number, uint Flags), Nothing> SetVcpusFlags = WithNumber(RemoteProcedure.DomainSetVcpusFlags);

    // remote_domain_get_vcpus_flags_args { remote_nonnull_domain dom; unsigned int flags; } remote_domain_get_vcpus_flags_ret { int num; }
    public static readonly Procedure<(DomainRef Domain, uint Flags), int> GetVcpusFlags = new(
        RemoteProcedure.DomainGetVcpusFlags, DomainProcedures.WriteWithFlags, static (ref XdrReader reader) => reader.ReadInt32("num"));

    // remote_domain_set_memory_flags_args { remote_nonnull_domain dom; unsigned hyper memory; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, ulong Memory, DomainMemoryFlags Flags), Nothing> SetMemoryFlags = new(
        RemoteProcedure.DomainSetMemoryFlags,
        static (ref XdrWriter writer, (DomainRef Domain, ulong Memory, DomainMemoryFlags Flags) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteUInt64(args.Memory);
            writer.WriteUInt32((uint)args.Flags);
        },
        Nothing.Read);

    // remote_domain_add_iothread_args { remote_nonnull_domain dom; unsigned int iothread_id; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, uint Number, uint Flags), Nothing> AddIoThread = WithNumber(RemoteProcedure.DomainAddIothread);

    // remote_domain_del_iothread_args { remote_nonnull_domain dom; unsigned int iothread_id; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, uint Number, uint Flags), Nothing> DeleteIoThread = WithNumber(RemoteProcedure.DomainDelIothread);

    // remote_domain_block_resize_args { remote_nonnull_domain dom; nonnull_string disk; unsigned hyper size; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, string Disk, ulong Bytes), Nothing> BlockResize = new(
        RemoteProcedure.DomainBlockResize,
        static (ref XdrWriter writer, (DomainRef Domain, string Disk, ulong Bytes) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteString(args.Disk);
            writer.WriteUInt64(args.Bytes);
            writer.WriteUInt32(1); // VIR_DOMAIN_BLOCK_RESIZE_BYTES; without it the size is in KiB
        },
        Nothing.Read);

    // remote_domain_get_block_info_args { remote_nonnull_domain dom; nonnull_string path; unsigned int flags; }
    // remote_domain_get_block_info_ret { unsigned hyper allocation; unsigned hyper capacity; unsigned hyper physical; }
    public static readonly Procedure<(DomainRef Domain, string Disk), DomainBlockUsage> GetBlockInfo = new(
        RemoteProcedure.DomainGetBlockInfo,
        static (ref XdrWriter writer, (DomainRef Domain, string Disk) args) => WriteWithText(ref writer, (args.Domain, args.Disk, 0)),
        static (ref XdrReader reader) => new DomainBlockUsage(reader.ReadUInt64("allocation"), reader.ReadUInt64("capacity"), reader.ReadUInt64("physical")));

    // remote_domain_set_block_io_tune_args { remote_nonnull_domain dom; nonnull_string disk; remote_typed_param params<REMOTE_DOMAIN_BLOCK_IO_TUNE_PARAMETERS_MAX>; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, string Disk, ImmutableArray<TypedParameter> Limits, DomainAffect Affect), Nothing> SetBlockIoTune = new(
        RemoteProcedure.DomainSetBlockIoTune,
        static (ref XdrWriter writer, (DomainRef Domain, string Disk, ImmutableArray<TypedParameter> Limits, DomainAffect Affect) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteString(args.Disk);
            writer.WriteArray(args.Limits, TypedParameter.Write);
            writer.WriteUInt32((uint)args.Affect);
        },
        Nothing.Read);

    // remote_domain_get_block_io_tune_args { remote_nonnull_domain dom; string disk; int nparams; unsigned int flags; }
    // remote_domain_get_block_io_tune_ret { remote_typed_param params<REMOTE_DOMAIN_BLOCK_IO_TUNE_PARAMETERS_MAX>; int nparams; }
    public static readonly Procedure<(DomainRef Domain, string Disk, DomainAffect Affect), ImmutableArray<TypedParameter>> GetBlockIoTune = new(
        RemoteProcedure.DomainGetBlockIoTune,
        static (ref XdrWriter writer, (DomainRef Domain, string Disk, DomainAffect Affect) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteOptionalString(args.Disk);
            writer.WriteInt32(ProtocolLimits.BlockIoTuneParameters);
            writer.WriteUInt32((uint)args.Affect);
        },
        static (ref XdrReader reader) =>
        {
            var limits = reader.ReadArray("params", ProtocolLimits.BlockIoTuneParameters, TypedParameter.MinimumSize, TypedParameter.Read);
            reader.ReadInt32("nparams");
            return limits;
        });

    // remote_domain_set_lifecycle_action_args { remote_nonnull_domain dom; unsigned int type; unsigned int action; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, DomainLifecycle Lifecycle, DomainLifecycleAction Action, DomainAffect Affect), Nothing> SetLifecycleAction = new(
        RemoteProcedure.DomainSetLifecycleAction,
        static (ref XdrWriter writer, (DomainRef Domain, DomainLifecycle Lifecycle, DomainLifecycleAction Action, DomainAffect Affect) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteUInt32((uint)args.Lifecycle);
            writer.WriteUInt32((uint)args.Action);
            writer.WriteUInt32((uint)args.Affect);
        },
        Nothing.Read);

    private static void WriteWithText(ref XdrWriter writer, (DomainRef Domain, string Text, uint Flags) args)
    {
        DomainRef.Write(ref writer, args.Domain);
        writer.WriteString(args.Text);
        writer.WriteUInt32(args.Flags);
    }

    private static Procedure<(DomainRef Domain, string Text, uint Flags), Nothing> WithText(RemoteProcedure procedure) => new(procedure, WriteWithText, Nothing.Read);

    private static Procedure<(DomainRef Domain, uint Number, uint Flags), Nothing> WithNumber(RemoteProcedure procedure) => new(
        procedure,
        static (ref XdrWriter writer, (DomainRef Domain, uint Number, uint Flags) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteUInt32(args.Number);
            writer.WriteUInt32(args.Flags);
        },
        Nothing.Read);
}

/// <summary>virDomainBlockInfo; bytes.</summary>
/// <param name="Capacity">What the guest sees.</param>
/// <param name="Allocation">The highest written byte.</param>
/// <param name="Physical">What the file or device takes on the host.</param>
public sealed record DomainBlockUsage(ulong Allocation, ulong Capacity, ulong Physical);

/// <summary>virDomainLifecycle.</summary>
public enum DomainLifecycle : uint
{
    Poweroff = 0, // VIR_DOMAIN_LIFECYCLE_POWEROFF
    Reboot = 1, // VIR_DOMAIN_LIFECYCLE_REBOOT
    Crash = 2, // VIR_DOMAIN_LIFECYCLE_CRASH
}

/// <summary>virDomainLifecycleAction.</summary>
public enum DomainLifecycleAction : uint
{
    Destroy = 0, // VIR_DOMAIN_LIFECYCLE_ACTION_DESTROY
    Restart = 1, // VIR_DOMAIN_LIFECYCLE_ACTION_RESTART
    RestartRename = 2, // VIR_DOMAIN_LIFECYCLE_ACTION_RESTART_RENAME
    Preserve = 3, // VIR_DOMAIN_LIFECYCLE_ACTION_PRESERVE
    CoredumpDestroy = 4, // VIR_DOMAIN_LIFECYCLE_ACTION_COREDUMP_DESTROY
    CoredumpRestart = 5, // VIR_DOMAIN_LIFECYCLE_ACTION_COREDUMP_RESTART
}
