using System.Xml.Linq;
using VirtProvision.Core.Comparison;

namespace VirtProvision.Core.Exporting;

/// <summary>
/// The addresses of a domain's devices, and its PCI bridges, that libvirt would choose anyway. Of one sort it is all or nothing: who chose one place moved the others.
/// </summary>
internal sealed class AssignedAddresses
{
    // In which order libvirt finds places on PCI (qemuDomainAssignDevicePCISlots).
    private static readonly string[] s_pciOrder =
        ["filesystem", "interface", "sound", "controller", "disk", "hostdev", "memballoon", "rng", "watchdog", "video", "shmem", "input", "vsock", "serial", "iommu", "memory", "panic", "pstore"];

    private static readonly string[] s_bridges = ["pcie-root-port", "dmi-to-pci-bridge", "pci-bridge", "pcie-to-pci-bridge"];
    private readonly HashSet<XElement> _assigned = [];

    public AssignedAddresses(XElement root)
    {
        if (root.Name.LocalName is "domain" && root.Element("devices") is { } devices)
        {
            var addresses = devices.Elements().Elements("address").ToLookup(static address => Text(address, "type"));
            AddPci(devices, [.. addresses["pci"]]);
            AddSeries([.. addresses["usb"]], "bus", "port", first: 1);
            AddSeries([.. addresses["virtio-serial"]], "controller", "port", first: 1);
            AddSeries([.. addresses["dimm"]], "base", "slot", first: 0);
            _assigned.UnionWith(addresses["drive"].Where(DriveAddress.FollowsFromTarget));
        }
    }

    public bool Contains(XElement element) => _assigned.Contains(element);

    private void AddPci(XElement devices, XElement[] addresses)
    {
        XElement[] bridges = [.. devices.Elements("controller").Where(static controller => Text(controller, "type") is "pci" && Text(controller, "model") is not ("pci-root" or "pcie-root"))];
        var buses = addresses.Select(static address => Number(address, "bus")).ToHashSet();
        var isExpress = devices.Elements("controller").Any(static controller => Text(controller, "model") is "pcie-root");
        var isPlain = (isExpress || bridges.Length == 0) && bridges.All(bridge => s_bridges.Contains(Text(bridge, "model")) && buses.Contains(Number(bridge, "index")) && bridge.Element("target")?.Attribute("hotplug") is null);
        if (isPlain && IsInOrder(addresses, bridges.Length > 0))
        {
            _assigned.UnionWith(addresses);
            _assigned.UnionWith(bridges);
        }
    }

    /// <summary>Whether each device has the next place in libvirt's order, and on a single bus no place is skipped.</summary>
    private static bool IsInOrder(XElement[] addresses, bool hasBridges)
    {
        // The board's own devices have places that never change: the chipset's, and the first card of all.
        var movable = addresses.Where(static address => !IsOfBoard(address)).OrderBy(static address => Array.IndexOf(s_pciOrder, address.Parent!.Name.LocalName)).ToArray();
        long last = -1;
        foreach (var address in movable)
        {
            var place = ((Number(address, "bus") ?? 0) * 32) + (Number(address, "slot") ?? 0);
            var isNext = Number(address, "function") is 0 or null && Number(address, "domain") is 0 or null && (last < 0 || (hasBridges ? place > last : place == last + 1));
            if (!isNext && !IsCompanion(address))
            {
                return false;
            }

            last = place;
        }

        // The first card has the first place.
        return hasBridges || movable is [] || Number(movable[0], "slot") == (addresses.Length > 0 && addresses[0].Parent!.Parent!.Element("video")?.Element("address") is not null ? 3 : 2);
    }

    private static bool IsOfBoard(XElement address) => address.Parent!.Name.LocalName switch
    {
        "video" => address.Parent == address.Parent.Parent!.Element("video"),
        "controller" => Number(address, "bus") is 0 && (IsOfChipset(address) || Text(address.Parent, "type") is "pci"),
        _ => false,
    };

    // The IDE and USB controllers of the i440FX's south bridge, and the SATA controller of q35.
    private static bool IsOfChipset(XElement address) => Number(address, "slot") is 0x1f || (Number(address, "slot") is 1 && Number(address, "function") is 1 or 2);

    // The USB 1 controllers beside a USB 2 controller are functions of the same place.
    private static bool IsCompanion(XElement address) => Text(address.Parent!, "model") is { } model && model.StartsWith("ich9-", StringComparison.Ordinal);

    /// <summary>Places in a row, all on the first bus.</summary>
    private void AddSeries(XElement[] addresses, string bus, string place, int first)
    {
        var places = addresses.Select(address => Text(address, place) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).Order();
        if (addresses.All(address => Number(address, bus) is 0 or null) && places.SequenceEqual(Enumerable.Range(first, addresses.Length)))
        {
            _assigned.UnionWith(addresses);
        }
    }

    private static string? Text(XElement element, string attribute) => element.Attribute(attribute)?.Value;

    private static long? Number(XElement element, string attribute) => element.Attribute(attribute) is { } value ? (long?)FieldValues.Number(value.Value) : null;
}
