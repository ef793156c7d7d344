using System.Globalization;
using System.Xml.Linq;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>A running domain's share of the host, where the domain is only XML.</summary>
internal static class SnapshotTuning
{
    public static void Set(XElement live, LiveSetting setting)
    {
        switch (setting)
        {
            case LiveSetting.VcpuPin pin:
                Pin(live, "vcpupin", "vcpu", pin.Vcpu, pin.Cpus);
                break;
            case LiveSetting.EmulatorPin pin:
                Pin(live, "emulatorpin", null, null, pin.Cpus);
                break;
            case LiveSetting.IoThreadPin pin:
                Pin(live, "iothreadpin", "iothread", pin.IoThread, pin.Cpus);
                break;
            case LiveSetting.Scheduler scheduler:
                SetAll(Child(live, "cputune"), scheduler.Values.Select(static one => (one.Key, (long?)one.Value)));
                break;
            case LiveSetting.MemoryLimits limits:
                SetAll(Child(live, "memtune"), limits.KiB.Select(static one => (one.Key, one.Value == LiveSetting.MemoryLimits.NoLimit ? null : (long?)one.Value)));
                break;
            case LiveSetting.BlockIo block:
                SetBlockIo(Child(live, "blkiotune"), block);
                break;
            case LiveSetting.NumaNodes nodes:
                Child(Child(live, "numatune"), "memory").SetAttributeValue("nodeset", nodes.Nodeset);
                break;
            case LiveSetting.PerfEvents perf:
                foreach (var (name, isOn) in perf.Events)
                {
                    Item(Child(live, "perf"), "event", "name", name).SetAttributeValue("enabled", isOn ? "yes" : "no");
                }

                break;
            case LiveSetting.IoThreadAdded thread:
                Number(live);
                Item(Child(live, "iothreadids"), "iothread", "id", Text(thread.Id));
                Count(live);
                break;
            case LiveSetting.IoThreadRemoved thread:
                Number(live);
                Item(Child(live, "iothreadids"), "iothread", "id", Text(thread.Id)).Remove();
                Count(live);
                break;
            case LiveSetting.IoThreadTuning tuning:
                var tuned = Item(Child(live, "iothreadids"), "iothread", "id", Text(tuning.Id));
                foreach (var (name, value) in tuning.Values)
                {
                    (name is "max" or "grow" or "shrink" ? Child(tuned, "poll") : tuned).SetAttributeValue(name, value);
                }

                break;
            case LiveSetting.MemoryStatsPeriod period:
                Child(Child(Child(live, "devices"), "memballoon"), "stats").SetAttributeValue("period", period.Seconds);
                break;
            default:
                throw new System.Diagnostics.UnreachableException(setting.ToString());
        }
    }

    private static void Pin(XElement live, string name, string? key, uint? id, ImmutableArray<int> cpus) =>
        (key is null ? Child(Child(live, "cputune"), name) : Item(Child(live, "cputune"), name, key, Text(id!.Value))).SetAttributeValue("cpuset", string.Join(',', cpus));

    private static void SetBlockIo(XElement tune, LiveSetting.BlockIo block)
    {
        if (block.Weight is { } weight)
        {
            tune.SetElementValue("weight", weight);
        }

        foreach (var (name, values) in block.Devices)
        {
            foreach (var (path, value) in values)
            {
                var device = tune.Elements("device").FirstOrDefault(one => one.Element("path")?.Value == path);
                if (device is null)
                {
                    tune.Add(device = new XElement("device", new XElement("path", path)));
                }

                device.SetElementValue(name, value);
            }
        }
    }

    private static void SetAll(XElement parent, IEnumerable<(string Name, long? Value)> values)
    {
        foreach (var (name, value) in values)
        {
            parent.SetElementValue(name, value);
        }
    }

    // As libvirt does once a thread comes or goes: those without a number have the lowest that are free.
    private static void Number(XElement live)
    {
        var ids = Child(live, "iothreadids");
        for (uint id = 1; ids.Elements("iothread").Count() < ((int?)live.Element("iothreads") ?? 0); id++)
        {
            Item(ids, "iothread", "id", Text(id));
        }
    }

    private static void Count(XElement live) => live.SetElementValue("iothreads", live.Element("iothreadids")!.Elements("iothread").Count());

    private static XElement Item(XElement parent, string name, string key, string value)
    {
        var item = parent.Elements(name).FirstOrDefault(one => one.Attribute(key)?.Value == value);
        if (item is null)
        {
            parent.Add(item = new XElement(name, new XAttribute(key, value)));
        }

        return item;
    }

    private static XElement Child(XElement parent, string name)
    {
        if (parent.Element(name) is not { } child)
        {
            parent.Add(child = new XElement(name));
        }

        return child;
    }

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
