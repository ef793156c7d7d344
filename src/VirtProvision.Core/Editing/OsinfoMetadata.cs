using System.Xml.Linq;

namespace VirtProvision.Core.Editing;

/// <summary>Which operating system a guest has, as libosinfo's users write it into a domain's metadata.</summary>
public static class OsinfoMetadata
{
    private static readonly XNamespace s_libosinfo = "http://libosinfo.org/xmlns/libvirt/domain/1.0";

    /// <summary>osinfo-db's id; null when nobody wrote it down.</summary>
    public static string? Of(XElement domain) =>
        domain.Element("metadata")?.Element(s_libosinfo + "libosinfo")?.Element(s_libosinfo + "os")?.Attribute("id")?.Value;

    internal static void Set(XElement domain, string id)
    {
        var metadata = Child(domain, "metadata");
        var info = metadata.Element(s_libosinfo + "libosinfo");
        if (info is null)
        {
            metadata.Add(info = new XElement(s_libosinfo + "libosinfo", new XAttribute(XNamespace.Xmlns + "libosinfo", s_libosinfo.NamespaceName)));
        }

        Child(info, s_libosinfo + "os").SetAttributeValue("id", id);
    }

    private static XElement Child(XElement parent, XName name)
    {
        var child = parent.Element(name);
        if (child is null)
        {
            parent.Add(child = new XElement(name));
        }

        return child;
    }
}
