using System.Xml.Linq;
using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Installing;

/// <summary>
/// Which devices a guest tries to boot from, in order, in libvirt's words <c>hd</c>, <c>cdrom</c>, <c>network</c>, <c>fd</c>. QEMU takes an order on each
/// device, other hypervisors a list in <c>&lt;os&gt;</c>. https://libvirt.org/formatdomain.html#bios-bootloader
/// </summary>
public static class BootOrder
{
    private static readonly string[] s_bootable = ["disks", "networks", "hostdevs", "redirdevs"];

    /// <summary>The spec of a new domain with the order in which it boots once it is installed, where the spec does not say one.</summary>
    /// <param name="perDevice">Whether the hypervisor knows an order on devices.</param>
    public static MappingNode Choose(MappingNode spec, InstallMethod method, bool perDevice) =>
        !IsOpen(spec) || After(method, spec) is not { Length: > 0 } order ? spec : perDevice ? OnDevices(spec, order) : InList(spec, order);

    /// <summary>Whether the spec leaves the order to us: no kernel is booted directly, no program run, and no device has a place.</summary>
    public static bool IsOpen(MappingNode spec)
    {
        var boot = spec["boot"] as MappingNode;
        return boot?.TextOf("osType") is not "exe" && (boot?["kernel"] ?? boot?["devs"] ?? boot?["bootloader"]) is null
            && !s_bootable.Any(list => Items(spec, list).Any(static item => (item["boot"] as MappingNode)?["order"] is not null));
    }

    /// <summary>The devices of the first start: the one that installs, then the disk. Empty when no device is put first.</summary>
    public static ImmutableArray<string> Before(InstallMethod method, XElement domain)
    {
        var device = method.Cdrom is not null ? "cdrom" : method.BootDevice;
        return device is null || method.HasTree ? [] : device is not "hd" && HasDisk(domain) ? [device, "hd"] : [device];
    }

    /// <summary>Writes an order into a domain's XML in the place of the one it has.</summary>
    public static void Put(XElement domain, ImmutableArray<string> order, bool perDevice)
    {
        domain.Element("os")?.Elements("boot").Remove();
        var devices = domain.Element("devices") ?? new XElement("devices");
        devices.Elements().Elements("boot").Where(static boot => boot.Parent!.Name.LocalName is "disk" or "interface").Remove();
        if (!perDevice)
        {
            var os = domain.Element("os");
            var after = os?.Elements().LastOrDefault(static element => element.Name.LocalName is "type" or "firmware" or "loader" or "nvram");
            foreach (var name in order.Reverse())
            {
                after?.AddAfterSelf(new XElement("boot", new XAttribute("dev", name)));
            }

            return;
        }

        var place = 1;
        foreach (var name in order)
        {
            if (Find(devices, name) is { } device)
            {
                var boot = new XElement("boot", new XAttribute("order", place++));
                var later = device.Elements().FirstOrDefault(static element => element.Name.LocalName is "alias" or "acpi" or "address");
                if (later is null)
                {
                    device.Add(boot);
                }
                else
                {
                    later.AddBeforeSelf(boot);
                }
            }
        }
    }

    private static ImmutableArray<string> After(InstallMethod method, MappingNode spec)
    {
        var hasDisk = Items(spec, "disks").Any(static disk => disk.TextOf("device") is null or "disk");
        if (method.Cdrom is not null && (method.IsLive || method.IsImport))
        {
            return hasDisk ? ["cdrom", "hd"] : ["cdrom"];
        }

        if (hasDisk || method.BootDevice is null)
        {
            return [hasDisk ? "hd" : Items(spec, "disks").FirstOrDefault()?.TextOf("device") switch { "cdrom" => "cdrom", "floppy" => "fd", _ => "hd" }];
        }

        return [method.BootDevice];
    }

    private static MappingNode InList(MappingNode spec, ImmutableArray<string> order)
    {
        var boot = spec["boot"] as MappingNode ?? MappingNode.Empty(spec.Span);
        return spec.With("boot", boot.With("devs", new SequenceNode(spec.Span, [.. order.Select(name => ScalarNode.String(spec.Span, name))])));
    }

    private static MappingNode OnDevices(MappingNode spec, ImmutableArray<string> order)
    {
        var place = 1;
        foreach (var name in order)
        {
            var list = name is "network" ? "networks" : "disks";
            var items = (spec[list] as SequenceNode)?.Items ?? [];
            for (var i = 0; i < items.Length; i++)
            {
                if (items[i] is MappingNode item && IsBootable(item, name))
                {
                    var boot = (item["boot"] as MappingNode ?? MappingNode.Empty(item.Span)).With("order", ScalarNode.Integer(item.Span, place++));
                    spec = spec.With(list, (SequenceNode)spec[list]! with { Items = items.SetItem(i, item.With("boot", boot)) });
                    break;
                }
            }
        }

        return spec;
    }

    private static bool IsBootable(MappingNode item, string name) => name is "network" || (item.TextOf("device") ?? "disk") == DeviceOf(name);

    private static XElement? Find(XElement devices, string name) => name is "network"
        ? devices.Element("interface")
        : devices.Elements("disk").FirstOrDefault(disk => (disk.Attribute("device")?.Value ?? "disk") == DeviceOf(name));

    private static string DeviceOf(string name) => name switch { "cdrom" => "cdrom", "fd" => "floppy", _ => "disk" };

    private static bool HasDisk(XElement domain) =>
        domain.Element("devices")?.Elements("disk").Any(static disk => disk.Attribute("device")?.Value is null or "disk") is true;

    private static IEnumerable<MappingNode> Items(MappingNode spec, string list) => (spec[list] as SequenceNode)?.Items.OfType<MappingNode>() ?? [];
}
