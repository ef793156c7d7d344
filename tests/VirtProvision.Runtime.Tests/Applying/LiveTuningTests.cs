using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Xml;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Tests.Applying;

public sealed class LiveTuningTests
{
    [Theory]
    [InlineData("pin-vcpu", "cputune/vcpupin[2]/@cpuset", "<cputune><vcpupin vcpu='2' cpuset='0-2,^1'/></cputune>", "VcpuPin 2 0,2")]
    [InlineData("pin-emulator", "cputune/emulatorpin/@cpuset", "<cputune><emulatorpin cpuset='3'/></cputune>", "EmulatorPin 3")]
    [InlineData("pin-iothread", "cputune/iothreadpin[1]", "<cputune><iothreadpin iothread='1' cpuset='0'/></cputune>", "IoThreadPin 1 0")]
    [InlineData("set-scheduler-parameters", "cputune/shares", "<cputune><shares>512</shares><quota>5</quota></cputune>", "Scheduler shares=512")]
    [InlineData("set-scheduler-parameters", "cputune/quota", "<cputune/>", "Scheduler quota=-1")]
    [InlineData("set-memory-parameters", "memtune/hard_limit", "<memtune><hard_limit unit='GiB'>1</hard_limit></memtune>", "MemoryLimits hard_limit=1048576")]
    [InlineData("set-memory-parameters", "memtune/hard_limit", "", "MemoryLimits hard_limit=9007199254740991")]
    [InlineData("set-blkio-parameters", "blkiotune/weight", "<blkiotune><weight>500</weight></blkiotune>", "BlockIo 500")]
    [InlineData("set-blkio-parameters", "blkiotune/device[/dev/sdb]/weight",
        "<blkiotune><device><path>/dev/sda</path><weight>1</weight></device><device><path>/dev/sdb</path><weight>2</weight><read_iops_sec>3</read_iops_sec></device></blkiotune>",
        "BlockIo  read_iops_sec:/dev/sdb=3 weight:/dev/sdb=2")]
    [InlineData("set-numa-parameters", "numatune/memory/@nodeset", "<numatune><memory mode='interleave' nodeset='0-1'/></numatune>", "NumaNodes 0-1")]
    [InlineData("set-perf-events", "perf/event[cmt]", "<perf><event name='cmt' enabled='yes'/></perf>", "PerfEvents cmt=True")]
    [InlineData("set-perf-events", "perf/event[cmt]", "", "PerfEvents cmt=False")]
    [InlineData("set-memory-stats-period", "devices/memballoon/stats/@period", "<devices><memballoon model='virtio'><stats period='7'/></memballoon></devices>", "MemoryStatsPeriod 7")]
    [InlineData("set-memory-stats-period", "devices/memballoon/stats/@period", "<devices><memballoon model='virtio'/></devices>", "MemoryStatsPeriod 0")]
    [InlineData("set-iothreads", "iothreads", "<iothreads>3</iothreads>", "IoThreadAdded 2; IoThreadAdded 3")]
    [InlineData("set-iothreads", "iothreads", "<iothreads>2</iothreads><iothreadids><iothread id='7'/></iothreadids>", "IoThreadAdded 7")]
    [InlineData("set-iothreads", "iothreads", "", "IoThreadRemoved 1")]
    [InlineData("set-iothreads", "iothreadids/iothread[1]/poll/@max", "<iothreads>1</iothreads><iothreadids><iothread id='1' thread_pool_max='4'><poll max='9'/></iothread></iothreadids>",
        "IoThreadTuning 1 max=9 thread_pool_max=4")]
    public void A_field_becomes_the_call_that_sets_it(string means, string path, string wanted, string expected)
    {
        var field = new FieldChange(Path(path), FieldChangeKind.Modify, "", "", Effect.Live, means);
        var batch = LiveBatch.Of([field]).Single();
        var domain = XElement.Parse($"<domain>{wanted}</domain>");
        var item = batch.Item.Steps.Length == 0 ? domain : ItemLocator.Find(KindFacts.For(Core.Kinds.ResourceKind.Domain), domain, batch.Item);
        var settings = LiveTuning.Of(batch, item, domain, XElement.Parse("<domain><iothreads>1</iothreads></domain>"));
        Assert.Equal(expected, string.Join("; ", settings!.Value.Select(Print)));
    }

    private static XmlPath Path(string path)
    {
        var steps = ImmutableArray.CreateBuilder<XmlStep>();
        foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(path, @"([^/\[\]]+)(?:\[([^\]]*)\])?"))
        {
            steps.Add(new XmlStep(match.Groups[1].Value, match.Groups[2].Success ? match.Groups[2].Value : null));
        }

        return new XmlPath(steps.ToImmutable());
    }

    private static string Print(LiveSetting setting) => setting switch
    {
        LiveSetting.VcpuPin pin => $"VcpuPin {pin.Vcpu} {string.Join(',', pin.Cpus)}",
        LiveSetting.EmulatorPin pin => $"EmulatorPin {string.Join(',', pin.Cpus)}",
        LiveSetting.IoThreadPin pin => $"IoThreadPin {pin.IoThread} {string.Join(',', pin.Cpus)}",
        LiveSetting.Scheduler one => $"Scheduler {Pairs(one.Values)}",
        LiveSetting.MemoryLimits one => $"MemoryLimits {Pairs(one.KiB)}",
        LiveSetting.BlockIo one => $"BlockIo {one.Weight}{string.Concat(one.Devices.Select(static device => $" {device.Key}:{Pairs(device.Value)}"))}",
        LiveSetting.NumaNodes one => $"NumaNodes {one.Nodeset}",
        LiveSetting.PerfEvents one => $"PerfEvents {Pairs(one.Events)}",
        LiveSetting.MemoryStatsPeriod one => $"MemoryStatsPeriod {one.Seconds}",
        LiveSetting.IoThreadAdded one => $"IoThreadAdded {one.Id}",
        LiveSetting.IoThreadRemoved one => $"IoThreadRemoved {one.Id}",
        LiveSetting.IoThreadTuning one => $"IoThreadTuning {one.Id} {Pairs(one.Values)}",
        _ => setting.ToString()!,
    };

    private static string Pairs<T>(IEnumerable<KeyValuePair<string, T>> values) => string.Join(' ', values.Select(static one => $"{one.Key}={one.Value}"));
}
