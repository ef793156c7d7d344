using System.Xml.Linq;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Kinds;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>Reads XML as libvirt's parser does where it knows all the words there are, and refuses any other: for those a guest would find out only later.</summary>
internal static class SnapshotParser
{
    private static readonly (string Element, string Attribute, string[] Words)[] s_words =
    [
        ("cpu", "mode", ["custom", "host-model", "host-passthrough", "maximum"]),
        ("cpu", "match", ["minimum", "exact", "strict"]),
        ("clock", "offset", ["utc", "localtime", "variable", "timezone", "absolute"]),
    ];

    public static XElement Parse(ResourceId id, string xml)
    {
        var root = XElement.Parse(xml);
        foreach (var (element, attribute, words) in id.Kind == ResourceKind.Domain ? s_words : [])
        {
            if (root.Element(element)?.Attribute(attribute)?.Value is { } value && !words.Contains(value))
            {
                throw SnapshotRefusal.Of(LibvirtErrorCode.XmlError, $"XML error: Invalid value for attribute '{attribute}' in element '{element}': '{value}'.");
            }
        }

        return root;
    }
}
