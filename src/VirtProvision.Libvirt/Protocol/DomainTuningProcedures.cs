using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>Procedures that tune a domain's share of the host: where it runs, how much it gets.</summary>
internal static class DomainTuningProcedures
{
    // remote_domain_pin_vcpu_flags_args { remote_nonnull_domain dom; unsigned int vcpu; opaque cpumap<REMOTE_CPUMAP_MAX>; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, uint Number, byte[] CpuMap, DomainAffect Affect), Nothing> PinVcpuFlags = Pin(RemoteProcedure.DomainPinVcpuFlags);

    // remote_domain_pin_iothread_args { remote_nonnull_domain dom; unsigned int iothreads_id; opaque cpumap<REMOTE_CPUMAP_MAX>; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, uint Number, byte[] CpuMap, DomainAffect Affect), Nothing> PinIoThread = Pin(RemoteProcedure.DomainPinIothread);

    // remote_domain_pin_emulator_args { remote_nonnull_domain dom; opaque cpumap<REMOTE_CPUMAP_MAX>; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, byte[] CpuMap, DomainAffect Affect), Nothing> PinEmulator = new(
        RemoteProcedure.DomainPinEmulator,
        static (ref XdrWriter writer, (DomainRef Domain, byte[] CpuMap, DomainAffect Affect) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteOpaque(args.CpuMap, ProtocolLimits.CpuMap);
            writer.WriteUInt32((uint)args.Affect);
        },
        Nothing.Read);

    // remote_domain_set_scheduler_parameters_flags_args { remote_nonnull_domain dom; remote_typed_param params<REMOTE_DOMAIN_SCHEDULER_PARAMETERS_MAX>; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, ImmutableArray<TypedParameter> Values, DomainAffect Affect), Nothing> SetSchedulerParametersFlags =
        WithValues(RemoteProcedure.DomainSetSchedulerParametersFlags);

    // remote_domain_set_memory_parameters_args { remote_nonnull_domain dom; remote_typed_param params<REMOTE_DOMAIN_MEMORY_PARAMETERS_MAX>; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, ImmutableArray<TypedParameter> Values, DomainAffect Affect), Nothing> SetMemoryParameters =
        WithValues(RemoteProcedure.DomainSetMemoryParameters);

    // remote_domain_set_blkio_parameters_args { remote_nonnull_domain dom; remote_typed_param params<REMOTE_DOMAIN_BLKIO_PARAMETERS_MAX>; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, ImmutableArray<TypedParameter> Values, DomainAffect Affect), Nothing> SetBlkioParameters =
        WithValues(RemoteProcedure.DomainSetBlkioParameters);

    // remote_domain_set_numa_parameters_args { remote_nonnull_domain dom; remote_typed_param params<REMOTE_DOMAIN_NUMA_PARAMETERS_MAX>; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, ImmutableArray<TypedParameter> Values, DomainAffect Affect), Nothing> SetNumaParameters =
        WithValues(RemoteProcedure.DomainSetNumaParameters);

    // remote_domain_set_perf_events_args { remote_nonnull_domain dom; remote_typed_param params<REMOTE_DOMAIN_PERF_EVENTS_MAX>; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, ImmutableArray<TypedParameter> Values, DomainAffect Affect), Nothing> SetPerfEvents =
        WithValues(RemoteProcedure.DomainSetPerfEvents);

    // remote_domain_set_iothread_params_args { remote_nonnull_domain dom; unsigned int iothread_id; remote_typed_param params<REMOTE_DOMAIN_IOTHREAD_PARAMS_MAX>; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, uint IoThread, ImmutableArray<TypedParameter> Values, DomainAffect Affect), Nothing> SetIoThreadParameters = new(
        RemoteProcedure.DomainSetIothreadParams,
        static (ref XdrWriter writer, (DomainRef Domain, uint IoThread, ImmutableArray<TypedParameter> Values, DomainAffect Affect) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteUInt32(args.IoThread);
            writer.WriteArray(args.Values, TypedParameter.Write);
            writer.WriteUInt32((uint)args.Affect);
        },
        Nothing.Read);

    // remote_domain_set_memory_stats_period_args { remote_nonnull_domain dom; int period; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, int Seconds, DomainAffect Affect), Nothing> SetMemoryStatsPeriod = new(
        RemoteProcedure.DomainSetMemoryStatsPeriod,
        static (ref XdrWriter writer, (DomainRef Domain, int Seconds, DomainAffect Affect) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteInt32(args.Seconds);
            writer.WriteUInt32((uint)args.Affect);
        },
        Nothing.Read);

    private static Procedure<(DomainRef Domain, uint Number, byte[] CpuMap, DomainAffect Affect), Nothing> Pin(RemoteProcedure procedure) => new(
        procedure,
        static (ref XdrWriter writer, (DomainRef Domain, uint Number, byte[] CpuMap, DomainAffect Affect) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteUInt32(args.Number);
            writer.WriteOpaque(args.CpuMap, ProtocolLimits.CpuMap);
            writer.WriteUInt32((uint)args.Affect);
        },
        Nothing.Read);

    private static Procedure<(DomainRef Domain, ImmutableArray<TypedParameter> Values, DomainAffect Affect), Nothing> WithValues(RemoteProcedure procedure) => new(
        procedure,
        static (ref XdrWriter writer, (DomainRef Domain, ImmutableArray<TypedParameter> Values, DomainAffect Affect) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteArray(args.Values, TypedParameter.Write);
            writer.WriteUInt32((uint)args.Affect);
        },
        Nothing.Read);
}
