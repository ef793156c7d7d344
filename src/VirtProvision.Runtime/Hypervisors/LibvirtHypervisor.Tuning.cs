using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>A running domain's share of the host. The XML's names become those of libvirt's parameters, each in the one type that it takes.</summary>
public sealed partial class LibvirtHypervisor
{
    private Task TuneAsync(DomainRef domain, LiveSetting setting, CancellationToken cancellationToken) => setting switch
    {
        LiveSetting.VcpuPin pin => _client.PinVcpuAsync(domain, pin.Vcpu, pin.Cpus, DomainAffect.Live, cancellationToken),
        LiveSetting.EmulatorPin pin => _client.PinEmulatorAsync(domain, pin.Cpus, DomainAffect.Live, cancellationToken),
        LiveSetting.IoThreadPin pin => _client.PinIoThreadAsync(domain, pin.IoThread, pin.Cpus, DomainAffect.Live, cancellationToken),
        LiveSetting.Scheduler scheduler => _client.SetSchedulerAsync(domain, [.. scheduler.Values.Select(SchedulerValue)], DomainAffect.Live, cancellationToken),
        LiveSetting.MemoryLimits limits => _client.SetMemoryLimitsAsync(
            domain, [.. limits.KiB.Select(static limit => new TypedParameter(limit.Key, limit.Value))], DomainAffect.Live, cancellationToken),
        LiveSetting.BlockIo block => _client.SetBlkioAsync(domain, BlockIoValues(block), DomainAffect.Live, cancellationToken),
        LiveSetting.NumaNodes nodes => _client.SetNumaAsync(domain, [new TypedParameter("numa_nodeset", nodes.Nodeset)], DomainAffect.Live, cancellationToken),
        LiveSetting.PerfEvents perf => _client.SetPerfEventsAsync(
            domain, [.. perf.Events.Select(static one => new TypedParameter(one.Key, one.Value))], DomainAffect.Live, cancellationToken),
        LiveSetting.IoThreadAdded thread => _client.AddIoThreadAsync(domain, thread.Id, DomainAffect.Live, cancellationToken),
        LiveSetting.IoThreadRemoved thread => _client.DeleteIoThreadAsync(domain, thread.Id, DomainAffect.Live, cancellationToken),
        LiveSetting.IoThreadTuning tuning => _client.SetIoThreadAsync(domain, tuning.Id, [.. tuning.Values.Select(IoThreadValue)], DomainAffect.Live, cancellationToken),
        LiveSetting.MemoryStatsPeriod period => _client.SetMemoryStatsPeriodAsync(domain, period.Seconds, DomainAffect.Live, cancellationToken),
        _ => throw new System.Diagnostics.UnreachableException(setting.ToString()),
    };

    // VIR_DOMAIN_SCHEDULER_*
    private static TypedParameter SchedulerValue(KeyValuePair<string, long> value)
    {
        var name = value.Key switch { "shares" => "cpu_shares", "period" => "vcpu_period", "quota" => "vcpu_quota", var same => same };
        return new TypedParameter(name, name.EndsWith("quota", StringComparison.Ordinal) ? value.Value : (object)(ulong)value.Value);
    }

    // VIR_DOMAIN_BLKIO_*: "/dev/sda,500,/dev/sdb,100"
    private static ImmutableArray<TypedParameter> BlockIoValues(LiveSetting.BlockIo block)
    {
        var devices = block.Devices.Select(static one =>
            new TypedParameter($"device_{one.Key}", string.Join(',', one.Value.Select(static device => $"{device.Key},{device.Value}"))));
        return block.Weight is { } weight ? [new TypedParameter("weight", weight), .. devices] : [.. devices];
    }

    // VIR_DOMAIN_IOTHREAD_*
    private static TypedParameter IoThreadValue(KeyValuePair<string, ulong> value) => value.Key switch
    {
        "max" => new TypedParameter("poll_max_ns", value.Value),
        "grow" or "shrink" => new TypedParameter($"poll_{value.Key}", (uint)value.Value),
        _ => new TypedParameter(value.Key, (int)value.Value),
    };
}
