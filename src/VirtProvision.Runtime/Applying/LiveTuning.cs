using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Applying;

/// <summary>A running domain's share of the host, as calls: from the configuration's XML and the fields that changed in it.</summary>
internal static class LiveTuning
{
    /// <returns>Null where the means is none of these.</returns>
    public static ImmutableArray<LiveSetting>? Of(LiveBatch batch, XElement? item, XElement wanted, XElement live) => batch.Means switch
    {
        "pin-vcpu" => [new LiveSetting.VcpuPin(Id(batch), Cpus(item))],
        "pin-emulator" => [new LiveSetting.EmulatorPin(Cpus(item))],
        "pin-iothread" => [new LiveSetting.IoThreadPin(Id(batch), Cpus(item))],
        "set-scheduler-parameters" => [new LiveSetting.Scheduler(Values(batch, wanted.Element("cputune"), static element => Signed(element?.Value) ?? -1))],
        "set-memory-parameters" => [new LiveSetting.MemoryLimits(Values(batch, wanted.Element("memtune"), static element =>
            element is not null && ByteSize.Of(element, "KiB") is { } bytes ? (ulong)bytes / 1024 : LiveSetting.MemoryLimits.NoLimit))],
        "set-blkio-parameters" => [BlockIo(batch, wanted.Element("blkiotune"))],
        "set-numa-parameters" when wanted.Element("numatune")?.Element("memory")?.Attribute("nodeset")?.Value is { } nodes => [new LiveSetting.NumaNodes(nodes)],
        "set-perf-events" => [new LiveSetting.PerfEvents(Events(batch, wanted.Element("perf")))],
        "set-iothreads" => [.. IoThreads(wanted, live)],
        "set-memory-stats-period" => [new LiveSetting.MemoryStatsPeriod((int)(Signed(item?.Element("stats")?.Attribute("period")?.Value) ?? 0))],
        _ => null,
    };

    private static uint Id(LiveBatch batch) => uint.Parse(batch.Item.Steps[^1].Key ?? "0", CultureInfo.InvariantCulture);

    private static ImmutableArray<int> Cpus(XElement? pin) =>
        pin?.Attribute("cpuset")?.Value is { } cpuset && Cpuset.Members(cpuset) is { } members
            ? [.. members]
            : throw new NoLiveMeansException("a processor that may run everywhere again is one of the next start");

    /// <summary>The changed children of an element, by their names.</summary>
    private static ImmutableSortedDictionary<string, T> Values<T>(LiveBatch batch, XElement? parent, Func<XElement?, T> valueOf) =>
        batch.Fields.Select(static field => field.Path.Steps[1].Name).Distinct()
            .ToImmutableSortedDictionary(static name => name, name => valueOf(parent?.Element(name)), StringComparer.Ordinal);

    private static LiveSetting.BlockIo BlockIo(LiveBatch batch, XElement? wanted)
    {
        var weight = batch.Fields.Any(static field => field.Path.Plain is "blkiotune/weight") ? (uint?)Signed(wanted?.Element("weight")?.Value) : null;
        var changed = batch.Fields.Select(static field => field.Path.Steps[1]).Where(static step => step.Name is "device").Select(static step => step.Key).ToHashSet();
        var devices = wanted?.Elements("device").Where(device => changed.Contains(device.Element("path")?.Value)) ?? [];
        return new LiveSetting.BlockIo(weight, devices
            .SelectMany(static device => device.Elements().Where(static value => value.Name.LocalName is not "path").Select(value => (Path: device.Element("path")!.Value, value)))
            .GroupBy(static one => one.value.Name.LocalName)
            .ToImmutableSortedDictionary(
                static group => group.Key,
                static group => group.ToImmutableSortedDictionary(static one => one.Path, static one => (ulong)(Signed(one.value.Value) ?? 0), StringComparer.Ordinal),
                StringComparer.Ordinal));
    }

    private static ImmutableSortedDictionary<string, bool> Events(LiveBatch batch, XElement? perf) =>
        batch.Fields.Select(static field => field.Path.Steps[1].Key).OfType<string>().Distinct().ToImmutableSortedDictionary(
            static name => name,
            name => perf?.Elements("event").FirstOrDefault(one => one.Attribute("name")?.Value == name)?.Attribute("enabled")?.Value is "yes",
            StringComparer.Ordinal);

    /// <summary>Threads that are missing, threads too many, and how those poll that differ.</summary>
    private static IEnumerable<LiveSetting> IoThreads(XElement wanted, XElement live)
    {
        var (wish, present) = (IoThreadsOf(wanted), IoThreadsOf(live));
        foreach (var id in wish.Keys.Except(present.Keys))
        {
            yield return new LiveSetting.IoThreadAdded(id);
        }

        foreach (var (id, tuning) in wish)
        {
            var differs = tuning.Where(value => !present.TryGetValue(id, out var have) || !have.TryGetValue(value.Key, out var same) || same != value.Value);
            if (differs.ToImmutableSortedDictionary(StringComparer.Ordinal) is { IsEmpty: false } values)
            {
                yield return new LiveSetting.IoThreadTuning(id, values);
            }
        }

        foreach (var id in present.Keys.Except(wish.Keys))
        {
            yield return new LiveSetting.IoThreadRemoved(id);
        }
    }

    // virDomainDefIOThreadsParse: threads that have no number of their own get the lowest that are free.
    private static SortedDictionary<uint, Dictionary<string, ulong>> IoThreadsOf(XElement domain)
    {
        var threads = new SortedDictionary<uint, Dictionary<string, ulong>>();
        foreach (var thread in domain.Elements("iothreadids").Elements("iothread"))
        {
            if (uint.TryParse(thread.Attribute("id")?.Value, CultureInfo.InvariantCulture, out var id))
            {
                threads[id] = thread.Elements("poll").Attributes().Concat(thread.Attributes().Where(static one => one.Name.LocalName is not "id"))
                    .Where(static one => ulong.TryParse(one.Value, CultureInfo.InvariantCulture, out _))
                    .ToDictionary(static one => one.Name.LocalName, static one => ulong.Parse(one.Value, CultureInfo.InvariantCulture));
            }
        }

        var count = Signed(domain.Element("iothreads")?.Value) ?? 0;
        for (uint id = 1; threads.Count < count; id++)
        {
            threads.TryAdd(id, []);
        }

        return threads;
    }

    private static long? Signed(string? text) => long.TryParse(text?.Trim(), CultureInfo.InvariantCulture, out var number) ? number : null;
}
