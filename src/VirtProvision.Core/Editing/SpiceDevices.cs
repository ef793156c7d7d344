using System.Xml.Linq;

namespace VirtProvision.Core.Editing;

/// <summary>Devices that only a viewer by SPICE serves: without a display of the kind libvirt starts no domain that has them.</summary>
internal static class SpiceDevices
{
    /// <summary>When no display by SPICE is left.</summary>
    public static void RemoveWithoutDisplay(XElement domain)
    {
        if (domain.Element("devices")?.Elements("graphics").Any(static graphics => graphics.Attribute("type")?.Value is "spice") is false)
        {
            Remove(domain);
        }
    }

    public static void Remove(XElement domain) =>
        (domain.Element("devices")?.Elements() ?? []).Where(static device => (device.Name.LocalName, device.Attribute("type")?.Value) is
            ("channel" or "redirdev" or "smartcard", "spicevmc") or ("channel", "spiceport") or ("audio", "spice")).Remove();
}
