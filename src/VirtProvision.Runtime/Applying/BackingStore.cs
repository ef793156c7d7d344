using System.Xml.Linq;

namespace VirtProvision.Runtime.Applying;

/// <summary>Where a layered volume says what lies below it. Only the host knows the path, so it is put in when the volume is made.</summary>
internal static class BackingStore
{
    public static XElement Put(XElement volume, string path, XElement? source)
    {
        var layered = new XElement(volume);
        var declared = layered.Element("backingStore")?.Element("format")?.Attribute("type")?.Value;
        layered.Elements("backingStore").Remove();
        var format = declared ?? source?.Element("target")?.Element("format")?.Attribute("type")?.Value ?? "raw";
        layered.Add(new XElement("backingStore", new XElement("path", path), new XElement("format", new XAttribute("type", format))));
        if (layered.Element("capacity") is null && source?.Element("capacity") is { } capacity)
        {
            layered.Add(new XElement(capacity));
        }

        return layered;
    }
}
