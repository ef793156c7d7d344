using System.Xml.Linq;

namespace VirtProvision.Core.Editing;

/// <summary>The numbers by which devices are tried at boot: each is there once.</summary>
internal static class DeviceBootOrder
{
    private static readonly string[] s_bootable = ["disk", "interface", "redirdev", "hostdev"];

    /// <summary>Whoever has the number takes the next, and whoever has that the one after it, as far as they follow each other.</summary>
    public static void MakeRoom(XElement domain, XElement device, int order)
    {
        var taken = order;
        foreach (var boot in (domain.Element("devices")?.Elements() ?? [])
            .Where(other => other != device && s_bootable.Contains(other.Name.LocalName))
            .Select(static other => other.Element("boot")?.Attribute("order"))
            .OfType<XAttribute>()
            .OrderBy(static boot => (int?)boot)
            .ToArray())
        {
            if ((int?)boot == taken)
            {
                boot.Value = (++taken).ToString(CultureInfo.InvariantCulture);
            }
        }
    }
}
