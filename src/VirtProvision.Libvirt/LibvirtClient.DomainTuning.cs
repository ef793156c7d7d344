using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt;

/// <summary>A domain's share of the host. The names of values are those of libvirt's macros; each has one type that it takes.</summary>
public sealed partial class LibvirtClient
{
    /// <param name="cpus">The host's CPUs that the processor may run on, by their numbers.</param>
    public Task PinVcpuAsync(DomainRef domain, uint vcpu, IEnumerable<int> cpus, DomainAffect affect, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainTuningProcedures.PinVcpuFlags, (domain, vcpu, CpuMap(cpus), affect), cancellationToken);

    public Task PinEmulatorAsync(DomainRef domain, IEnumerable<int> cpus, DomainAffect affect, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainTuningProcedures.PinEmulator, (domain, CpuMap(cpus), affect), cancellationToken);

    public Task PinIoThreadAsync(DomainRef domain, uint ioThread, IEnumerable<int> cpus, DomainAffect affect, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainTuningProcedures.PinIoThread, (domain, ioThread, CpuMap(cpus), affect), cancellationToken);

    /// <param name="values">VIR_DOMAIN_SCHEDULER_*: <c>cpu_shares</c> and the periods ulong, the quotas long.</param>
    public Task SetSchedulerAsync(DomainRef domain, ImmutableArray<TypedParameter> values, DomainAffect affect, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainTuningProcedures.SetSchedulerParametersFlags, (domain, values, affect), cancellationToken);

    /// <param name="values">VIR_DOMAIN_MEMORY_*: <c>hard_limit</c>, <c>soft_limit</c>, <c>swap_hard_limit</c>, each ulong in KiB.</param>
    public Task SetMemoryLimitsAsync(DomainRef domain, ImmutableArray<TypedParameter> values, DomainAffect affect, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainTuningProcedures.SetMemoryParameters, (domain, values, affect), cancellationToken);

    /// <param name="values">VIR_DOMAIN_BLKIO_*: <c>weight</c> uint; of devices, strings of path and value such as <c>/dev/sda,500</c>.</param>
    public Task SetBlkioAsync(DomainRef domain, ImmutableArray<TypedParameter> values, DomainAffect affect, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainTuningProcedures.SetBlkioParameters, (domain, values, affect), cancellationToken);

    /// <param name="values">VIR_DOMAIN_NUMA_*: <c>numa_nodeset</c> string, <c>numa_mode</c> int.</param>
    public Task SetNumaAsync(DomainRef domain, ImmutableArray<TypedParameter> values, DomainAffect affect, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainTuningProcedures.SetNumaParameters, (domain, values, affect), cancellationToken);

    /// <param name="values">VIR_PERF_PARAM_*: <c>cpu_cycles</c> …, each bool.</param>
    public Task SetPerfEventsAsync(DomainRef domain, ImmutableArray<TypedParameter> values, DomainAffect affect, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainTuningProcedures.SetPerfEvents, (domain, values, affect), cancellationToken);

    /// <param name="values">VIR_DOMAIN_IOTHREAD_*: <c>poll_max_ns</c> ulong, <c>poll_grow</c> and <c>poll_shrink</c> uint, <c>thread_pool_min</c> and <c>thread_pool_max</c> int.</param>
    public Task SetIoThreadAsync(DomainRef domain, uint ioThread, ImmutableArray<TypedParameter> values, DomainAffect affect, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainTuningProcedures.SetIoThreadParameters, (domain, ioThread, values, affect), cancellationToken);

    /// <summary>How often the balloon asks the guest for its memory's statistics.</summary>
    /// <param name="seconds">Zero is never.</param>
    public Task SetMemoryStatsPeriodAsync(DomainRef domain, int seconds, DomainAffect affect, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainTuningProcedures.SetMemoryStatsPeriod, (domain, seconds, affect), cancellationToken);

    // virBitmapNewData: CPU 0 is the lowest bit of the first byte.
    private static byte[] CpuMap(IEnumerable<int> cpus)
    {
        var map = new byte[ProtocolLimits.CpuMap];
        var length = 0;
        foreach (var cpu in cpus)
        {
            map[cpu / 8] |= (byte)(1 << (cpu % 8));
            length = Math.Max(length, (cpu / 8) + 1);
        }

        return map[..length];
    }
}
