using System.Xml.Linq;

namespace VirtProvision.Core.Editing;

/// <summary>From SPICE to VNC: the display, and the devices that only SPICE serves.</summary>
internal static class VncConversion
{
    // The clipboard's channel; QEMU and the guest's agent know it by this name.
    private const string AgentChannel = "com.redhat.spice.0";

    public static void Apply(XElement domain, ConvertToVnc convert)
    {
        var devices = domain.Element("devices");
        if (devices is null)
        {
            domain.Add(devices = new XElement("devices"));
        }

        devices.Elements("graphics").Where(static graphics => graphics.Attribute("type")?.Value is "spice").Remove();
        SpiceDevices.Remove(domain);
        if (convert.WithAgent && !devices.Elements("channel").Any(static channel => channel.Attribute("type")?.Value is "qemu-vdagent"))
        {
            SparseMerge.Place(devices, new XElement("channel", new XAttribute("type", "qemu-vdagent"), new XElement("target", new XAttribute("type", "virtio"), new XAttribute("name", AgentChannel))));
        }

        if (!devices.Elements("graphics").Any(static graphics => graphics.Attribute("type")?.Value is "vnc"))
        {
            SparseMerge.Place(devices, new XElement("graphics", new XAttribute("type", "vnc"), new XAttribute("port", "-1")));
        }

        var video = devices.Elements("video").ToArray();
        foreach (var card in video.Where(static card => card.Element("model")?.Attribute("type")?.Value is "qxl"))
        {
            // Its memory is measured in a way of its own.
            card.Element("model")!.ReplaceAll(new XAttribute("type", convert.VideoModel), card.Element("model")!.Attributes().Where(static attribute => attribute.Name.LocalName is "primary").ToArray());
        }

        if (video.Length is 0)
        {
            devices.Add(new XElement("video", new XElement("model", new XAttribute("type", convert.VideoModel))));
        }
    }
}
