using System.Xml.Linq;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>Plugging devices into a running domain that is only XML.</summary>
internal static class SnapshotDevices
{
    public static void Attach(XElement domain, XElement device)
    {
        if (TargetOf(device) is { } target && FindDisk(domain, target) is not null)
        {
            throw SnapshotRefusal.Of(LibvirtErrorCode.OperationFailed, $"operation failed: target {target} already exists");
        }

        Devices(domain).Add(new XElement(device));
    }

    public static void Update(XElement domain, XElement device) => Find(domain, device).ReplaceWith(new XElement(device));

    public static void Detach(XElement domain, XElement device) => Find(domain, device).Remove();

    public static XElement? FindDisk(XElement domain, string target) => Devices(domain).Elements("disk").FirstOrDefault(disk => TargetOf(disk) == target);

    // libvirt goes by what is unique to a device of its kind: an alias, a disk's target, a card's MAC, and else by all that it says.
    private static XElement Find(XElement domain, XElement device)
    {
        var alike = Devices(domain).Elements(device.Name).ToArray();
        return By(alike, device, static item => item.Element("alias")?.Attribute("name")?.Value)
            ?? By(alike, device, TargetOf)
            ?? By(alike, device, static item => item.Element("mac")?.Attribute("address")?.Value.ToLowerInvariant())
            ?? By(alike, device, static item => item.Element("address")?.ToString(SaveOptions.DisableFormatting))
            ?? alike.FirstOrDefault(item => XNode.DeepEquals(item, device))
            ?? (alike is [var only] && device.Name.LocalName is "graphics" or "memballoon" ? alike[0] : null)
            ?? throw SnapshotRefusal.Of(LibvirtErrorCode.DeviceMissing, $"device not found: no {device.Name.LocalName} device matches");
    }

    private static XElement? By(XElement[] alike, XElement device, Func<XElement, string?> keyOf) =>
        keyOf(device) is { } key ? Array.Find(alike, item => keyOf(item) == key) : null;

    private static string? TargetOf(XElement device) => device.Name.LocalName is "disk" ? device.Element("target")?.Attribute("dev")?.Value : null;

    private static XElement Devices(XElement domain)
    {
        if (domain.Element("devices") is not { } devices)
        {
            domain.Add(devices = new XElement("devices"));
        }

        return devices;
    }
}
