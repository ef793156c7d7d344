using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>A value of a running domain that libvirt sets by a call of its own.</summary>
public abstract record LiveSetting
{
    /// <summary>The balloon's target.</summary>
    public sealed record CurrentMemory(ulong KiB) : LiveSetting;

    public sealed record VcpuCount(uint Count) : LiveSetting;

    public sealed record Title(string? Text) : LiveSetting;

    public sealed record DomainDescription(string? Text) : LiveSetting;

    /// <summary>One element of <c>&lt;metadata&gt;</c>; null removes it.</summary>
    public sealed record MetadataElement(string Prefix, string Namespace, string? Xml) : LiveSetting;

    /// <param name="Event">What happened: <c>poweroff</c>, <c>reboot</c>, <c>crash</c>.</param>
    /// <param name="Action">As in the XML: <c>destroy</c>, <c>restart</c> …</param>
    public sealed record LifecycleAction(string Event, string Action) : LiveSetting;

    /// <summary>All limits of a disk at once; what is not named becomes zero, that is unlimited.</summary>
    public sealed record BlockIoTune(string Target, ImmutableSortedDictionary<string, ulong> Limits, string? Group) : LiveSetting;

    /// <param name="Cpus">The host's CPUs on which it may run.</param>
    public sealed record VcpuPin(uint Vcpu, ImmutableArray<int> Cpus) : LiveSetting;

    public sealed record EmulatorPin(ImmutableArray<int> Cpus) : LiveSetting;

    public sealed record IoThreadPin(uint IoThread, ImmutableArray<int> Cpus) : LiveSetting;

    /// <summary>Children of <c>&lt;cputune&gt;</c> by their names: <c>shares</c>, <c>period</c>, <c>quota</c> …</summary>
    public sealed record Scheduler(ImmutableSortedDictionary<string, long> Values) : LiveSetting;

    /// <summary>Children of <c>&lt;memtune&gt;</c> by their names, in KiB; <see cref="NoLimit"/> lifts one.</summary>
    public sealed record MemoryLimits(ImmutableSortedDictionary<string, ulong> KiB) : LiveSetting
    {
        /// <summary>VIR_DOMAIN_MEMORY_PARAM_UNLIMITED.</summary>
        public const ulong NoLimit = 9_007_199_254_740_991;
    }

    /// <param name="Devices">Children of <c>&lt;device&gt;</c> by their names, each with its values by the device's path.</param>
    public sealed record BlockIo(uint? Weight, ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, ulong>> Devices) : LiveSetting;

    /// <summary>The host's NUMA nodes that the domain's memory comes from.</summary>
    public sealed record NumaNodes(string Nodeset) : LiveSetting;

    /// <summary>Which of the host's counters are on, by their names.</summary>
    public sealed record PerfEvents(ImmutableSortedDictionary<string, bool> Events) : LiveSetting;

    public sealed record IoThreadAdded(uint Id) : LiveSetting;

    public sealed record IoThreadRemoved(uint Id) : LiveSetting;

    /// <summary>Attributes of an I/O thread's <c>&lt;poll&gt;</c>, and its <c>thread_pool_min</c> and <c>thread_pool_max</c>, by their names.</summary>
    public sealed record IoThreadTuning(uint Id, ImmutableSortedDictionary<string, ulong> Values) : LiveSetting;

    /// <summary>How often the balloon asks the guest for statistics; zero is never.</summary>
    public sealed record MemoryStatsPeriod(int Seconds) : LiveSetting;
}

/// <summary>A change of one entry of a running network.</summary>
/// <param name="ParentIndex">Which <c>&lt;ip&gt;</c> a DHCP entry belongs to; -1 lets libvirt find it.</param>
public sealed record NetworkEdit(NetworkUpdateCommand Command, NetworkUpdateSection Section, int ParentIndex, string Xml);
