namespace VirtProvision.Libvirt.Protocol;

/// <summary>virDomainState.</summary>
public enum DomainState
{
    NoState = 0, // VIR_DOMAIN_NOSTATE
    Running = 1, // VIR_DOMAIN_RUNNING
    Blocked = 2, // VIR_DOMAIN_BLOCKED
    Paused = 3, // VIR_DOMAIN_PAUSED
    Shutdown = 4, // VIR_DOMAIN_SHUTDOWN
    Shutoff = 5, // VIR_DOMAIN_SHUTOFF
    Crashed = 6, // VIR_DOMAIN_CRASHED
    PmSuspended = 7, // VIR_DOMAIN_PMSUSPENDED
}

/// <param name="Reason">One of the <c>virDomain…Reason</c> numbers that belong to the state.</param>
public sealed record DomainStateReason(DomainState State, int Reason);

/// <summary>virDomainInfo.</summary>
/// <param name="MaximumMemory">KiB.</param>
/// <param name="Memory">KiB.</param>
/// <param name="CpuTime">Nanoseconds.</param>
public sealed record DomainUsage(DomainState State, ulong MaximumMemory, ulong Memory, int VcpuCount, ulong CpuTime);
