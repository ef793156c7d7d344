using System.Xml.Linq;
using VirtProvision.Core.Comparison;

namespace VirtProvision.Core.Planning;

/// <summary>
/// The places of a running PCI Express machine that a device can be plugged into: root ports, which cannot be added while it runs. Older machines have one bus
/// with places enough. https://libvirt.org/pci-hotplug.html
/// </summary>
internal sealed class FreePciePorts
{
    private readonly bool _isCounted;
    private readonly bool _hasBridge;
    private int _free;

    public FreePciePorts(XElement live)
    {
        var devices = live.Element("devices");
        var controllers = devices?.Elements("controller").Where(static item => item.Attribute("type")?.Value is "pci").ToArray() ?? [];
        _isCounted = Array.Exists(controllers, static item => item.Attribute("model")?.Value is "pcie-root");
        _hasBridge = Array.Exists(controllers, static item => item.Attribute("model")?.Value is "pcie-to-pci-bridge" or "dmi-to-pci-bridge" or "pci-bridge");
        var taken = devices?.Elements().Select(BusOf).OfType<Int128>().ToHashSet() ?? [];
        _free = controllers.Count(item => item.Attribute("model")?.Value is "pcie-root-port" or "pcie-switch-downstream-port"
            && FieldValues.Number(item.Attribute("index")?.Value ?? "") is { } index && !taken.Contains(index));
    }

    /// <summary>The device will be unplugged.</summary>
    public void GiveBack(XElement? device)
    {
        if (device is not null && BusOf(device) is not null && PlaceOf(device) is PciSocket.Port)
        {
            _free++;
        }
    }

    /// <summary>Whether the device can be plugged in; then its place is no longer free.</summary>
    public bool Take(XElement device) => !_isCounted || PlaceOf(device) switch
    {
        PciSocket.Port => _free-- > 0,
        PciSocket.Bridge => _hasBridge,
        _ => true,
    };

    private enum PciSocket
    {
        Elsewhere,
        Port,
        Bridge,
    }

    private static PciSocket PlaceOf(XElement device)
    {
        if (device.Element("address")?.Attribute("type")?.Value is { } type and not "pci")
        {
            return PciSocket.Elsewhere;
        }

        return device.Name.LocalName switch
        {
            "disk" => device.Element("target") is { } target && (target.Attribute("bus")?.Value ?? (target.Attribute("dev")?.Value is ['v', 'd', ..] ? "virtio" : "")) is "virtio"
                ? PciSocket.Port : PciSocket.Elsewhere,
            "interface" => device.Element("model")?.Attribute("type")?.Value is "e1000e" or "igb" or ['v', 'i', 'r', 't', 'i', 'o', ..] ? PciSocket.Port : PciSocket.Bridge,
            "input" => device.Attribute("bus")?.Value is "virtio" ? PciSocket.Port : PciSocket.Elsewhere,
            "controller" => device.Attribute("model")?.Value is ['v', 'i', 'r', 't', 'i', 'o', ..] ? PciSocket.Port : PciSocket.Bridge,
            "memory" => device.Attribute("model")?.Value is "virtio-mem" or "virtio-pmem" ? PciSocket.Port : PciSocket.Elsewhere,
            "hostdev" => device.Attribute("type")?.Value is "pci" ? PciSocket.Port : PciSocket.Elsewhere,
            "rng" or "filesystem" or "vsock" => PciSocket.Port,
            "shmem" or "watchdog" => PciSocket.Bridge,
            "serial" => device.Element("target")?.Attribute("type")?.Value is ['p', 'c', 'i', ..] ? PciSocket.Bridge : PciSocket.Elsewhere,
            _ => PciSocket.Elsewhere,
        };
    }

    private static Int128? BusOf(XElement device) => device.Elements("address")
        .Where(static address => address.Attribute("type")?.Value is "pci")
        .Select(static address => FieldValues.Number(address.Attribute("bus")?.Value ?? ""))
        .FirstOrDefault();
}
