using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace VirtProvision.Core.Xml;

/// <summary>XML as text for libvirt, so that every value comes back as it went: <c>XElement.ToString</c> turns a carriage return in a text into a line feed.</summary>
public static class XmlText
{
    private static readonly XmlWriterSettings s_settings = new() { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.Entitize };

    public static string Write(XElement element)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, s_settings))
        {
            element.WriteTo(writer);
        }

        return text.ToString();
    }
}
