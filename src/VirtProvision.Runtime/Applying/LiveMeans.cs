using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Applying;

/// <summary>The calls that facts name as the means by which a running object takes a change.</summary>
internal static class LiveMeans
{
    public static Task ApplyAsync(IHypervisor host, ResourceId id, KindFacts facts, LiveBatch batch, XElement wanted, XElement live) => batch.Means switch
    {
        "attach-device" => AttachAsync(host, id, Item(facts, wanted, batch)),
        "update-device" => UpdateAsync(host, id, Item(facts, wanted, batch), LiveItem(facts, wanted, live, batch), batch),
        "network-update" => NetworkEdits.ApplyAsync(host, id, facts, batch, wanted, live),
        _ when Settings(batch, facts, wanted, live) is { } settings => SetAsync(host, id, settings),
        _ => throw new NoLiveMeansException($"this version does not know how to \"{batch.Means}\" on a running object"),
    };

    private static async Task SetAsync(IHypervisor host, ResourceId id, ImmutableArray<LiveSetting> settings)
    {
        foreach (var setting in settings)
        {
            await host.SetLiveAsync(id, setting, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static ImmutableArray<LiveSetting>? Settings(LiveBatch batch, KindFacts facts, XElement wanted, XElement live) =>
        Setting(batch, facts, wanted, live) is { } setting ? [setting] : LiveTuning.Of(batch, ItemLocator.Find(facts, wanted, batch.Item), wanted, live);

    private static LiveSetting? Setting(LiveBatch batch, KindFacts facts, XElement wanted, XElement live) => batch.Means switch
    {
        "set-memory" when wanted.Element("currentMemory") is { } memory && ByteSize.Of(memory, "KiB") is { } bytes => new LiveSetting.CurrentMemory((ulong)bytes / 1024),
        "set-vcpus" when wanted.Element("vcpu") is { } vcpu
            && uint.TryParse(vcpu.Attribute("current")?.Value ?? vcpu.Value.Trim(), CultureInfo.InvariantCulture, out var count) => new LiveSetting.VcpuCount(count),
        "set-metadata" => Described(batch, wanted),
        "set-lifecycle-action" => new LiveSetting.LifecycleAction(batch.Item.Steps[0].Name["on_".Length..], wanted.Element(batch.Item.Steps[0].Name)?.Value ?? "destroy"),
        "set-block-iotune" => IoTune(Item(facts, wanted, batch), ItemCounterpart.Find(facts, wanted, live, batch.Item)),
        _ => null,
    };

    private static LiveSetting? Described(LiveBatch batch, XElement wanted) => batch.Item.Steps[0].Name switch
    {
        "title" => new LiveSetting.Title(wanted.Element("title")?.Value),
        "description" => new LiveSetting.DomainDescription(wanted.Element("description")?.Value),
        _ => MetadataElement(batch.Fields[0].Path, wanted),
    };

    private static LiveSetting.MetadataElement? MetadataElement(XmlPath path, XElement wanted)
    {
        if (path.Steps.Length < 2)
        {
            return null;
        }

        var name = XName.Get(path.Steps[1].Name);
        var element = wanted.Element("metadata")?.Element(name);
        return new LiveSetting.MetadataElement(element?.GetPrefixOfNamespace(name.Namespace) is { Length: > 0 } prefix ? prefix : "ns", name.NamespaceName, element is null ? null : Text(element));
    }

    // libvirt keeps the limits that it is not told: one that goes is set to zero, which is none.
    private static LiveSetting.BlockIoTune IoTune(XElement disk, XElement? live)
    {
        var limits = ImmutableSortedDictionary.CreateBuilder<string, ulong>(StringComparer.Ordinal);
        var tune = disk.Element("iotune");
        foreach (var limit in live?.Element("iotune")?.Elements() ?? [])
        {
            if (limit.Name.LocalName is not "group_name")
            {
                limits[limit.Name.LocalName] = 0;
            }
        }

        foreach (var limit in tune?.Elements() ?? [])
        {
            if (ulong.TryParse(limit.Value.Trim(), CultureInfo.InvariantCulture, out var value))
            {
                limits[limit.Name.LocalName] = value;
            }
        }

        return new LiveSetting.BlockIoTune(disk.Element("target")!.Attribute("dev")!.Value, limits.ToImmutable(), tune?.Element("group_name")?.Value);
    }

    // The address that the persistent configuration chose is tried first, so that the device stays where it is over a restart; in the running domain another may sit there.
    private static async Task AttachAsync(IHypervisor host, ResourceId id, XElement device)
    {
        try
        {
            await host.AttachDeviceAsync(id, Text(device), CancellationToken.None).ConfigureAwait(false);
        }
        catch (LibvirtServerException) when (device.Element("address") is not null)
        {
            var anywhere = new XElement(device);
            anywhere.Elements("address").Remove();
            await host.AttachDeviceAsync(id, Text(anywhere), CancellationToken.None).ConfigureAwait(false);
        }
    }

    // libvirt finds the device by MAC, alias and address together, and refuses an unknown difference: it gets its own XML back with our fields in it.
    private static Task UpdateAsync(IHypervisor host, ResourceId id, XElement wanted, XElement live, LiveBatch batch)
    {
        var edited = new XElement(live);
        if (batch.Fields.Any(static field => field.Path.Steps[^1].Name is "@type"))
        {
            // Of another type, the source is another altogether.
            edited.Elements("source").Remove();
            edited.Add(wanted.Elements("source").Select(static source => new XElement(source)));
        }

        foreach (var field in batch.Fields)
        {
            DeviceEdit.Carry(wanted, edited, field.Path.Steps.AsSpan()[batch.Item.Steps.Length..]);
        }

        return host.UpdateDeviceAsync(id, Text(edited), CancellationToken.None);
    }

    private static XElement Item(KindFacts facts, XElement wanted, LiveBatch batch) =>
        ItemLocator.Find(facts, wanted, batch.Item) ?? throw new NoLiveMeansException($"{batch.Item} is no longer in the configuration");

    private static XElement LiveItem(KindFacts facts, XElement wanted, XElement live, LiveBatch batch) =>
        ItemCounterpart.Find(facts, wanted, live, batch.Item) ?? throw new NoLiveMeansException($"{batch.Item} was not found in the running object");

    private static string Text(XElement element) => XmlText.Write(element);
}

/// <summary>A change can't be taken to the running object; the message says why, as part of a sentence.</summary>
internal sealed class NoLiveMeansException(string message) : Exception(message);
