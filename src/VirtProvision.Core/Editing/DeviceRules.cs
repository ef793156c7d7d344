using System.Xml.Linq;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Editing;

/// <summary>What belongs together in a domain: what has to go before something is set, and what goes along with it.</summary>
internal static class DeviceRules
{
    // Where a disk's content is, said in one of several ways.
    private static readonly string[] s_diskPlaces = ["file", "dev", "dir", "path", "pool", "volume", "protocol", "name", "query"];

    // What a network card is connected to, said in one of several ways.
    private static readonly string[] s_links = ["network", "bridge", "dev", "portgroup", "portid"];

    /// <summary>Makes room for what is said of a device.</summary>
    /// <returns>What to put in.</returns>
    public static XElement Prepare(XElement element, SparseWords said, XElement domain)
    {
        var sparse = new XElement(said.Item!);
        switch (element.Name.LocalName)
        {
            case "disk":
                PrepareDisk(element, sparse, said.ItemSpec);
                break;
            case "interface":
                PrepareInterface(element, sparse);
                break;
            case "graphics":
                PrepareGraphics(element, sparse);
                break;
        }

        if ((int?)sparse.Element("boot")?.Attribute("order") is { } order && element.Element("boot")?.Attribute("order")?.Value != $"{order}")
        {
            DeviceBootOrder.MakeRoom(domain, element, order);
        }

        return sparse;
    }

    /// <summary>Makes room for what is said of a part of the domain.</summary>
    public static void PreparePart(XElement domain, SparseWords said)
    {
        // The features of a named model say nothing of another.
        if (domain.Element("cpu") is { } cpu && cpu.Attribute("mode")?.Value is null or "custom"
            && (said.Spec["cpu"] as MappingNode)?.TextOf("mode") is "host-passthrough" or "host-model" or "maximum")
        {
            cpu.Elements("feature").Remove();
        }
    }

    /// <summary>What a change of a device takes with it.</summary>
    public static void Follow(XElement element, XElement before, XElement domain)
    {
        if (element.Name.LocalName is "graphics" && before.Attribute("type")?.Value is "spice" && element.Attribute("type")?.Value is not "spice")
        {
            SpiceDevices.RemoveWithoutDisplay(domain);
        }
    }

    public static void Remove(XElement element, XElement domain)
    {
        if (element.Name.LocalName is "serial" && TwinOf(element, domain) is { } twin)
        {
            twin.Remove();
        }

        var wasSpice = element.Name.LocalName is "graphics" && element.Attribute("type")?.Value is "spice";
        if (element.Parent is not null)
        {
            element.Remove();
        }

        if (wasSpice)
        {
            SpiceDevices.RemoveWithoutDisplay(domain);
        }
    }

    /// <summary>How to call a device in a finding, in the words that select it.</summary>
    public static string NameOf(XElement element) =>
        element.Element("target")?.Attribute("dev")?.Value is { } target ? $"target={target}"
        : element.Element("mac")?.Attribute("address")?.Value is { } mac ? $"mac={mac}"
        : element.Element("model")?.Attribute("type")?.Value is { } inner ? $"model={inner}"
        : element.Attribute("model")?.Value is { } model ? $"model={model}"
        : element.Attribute("type")?.Value is { } type ? $"type={type}"
        : element.Name.LocalName;

    private static void PrepareDisk(XElement disk, XElement sparse, MappingNode spec)
    {
        var source = sparse.Element("source");
        var isEmptied = spec["path"] is ScalarNode { IsNull: true };
        if (disk.Element("source") is { } present && (isEmptied || source?.Attributes().Any(static attribute => s_diskPlaces.Contains(attribute.Name.LocalName)) is true))
        {
            present.Attributes().Where(attribute => s_diskPlaces.Contains(attribute.Name.LocalName) && source?.Attribute(attribute.Name) is null).Remove();
            if (isEmptied || source!.Element("host") is null)
            {
                present.Elements("host").Remove();
            }

            if (!present.HasAttributes && !present.HasElements)
            {
                present.Remove();
            }
        }

        // The type of the new content is set by itself: it keeps what is said beside the place.
        if (sparse.Attribute("type") is { } type)
        {
            if (type.Value is not "file" || disk.Attribute("type") is not null)
            {
                disk.SetAttributeValue("type", type.Value);
            }

            type.Remove();
        }
    }

    private static void PrepareInterface(XElement card, XElement sparse)
    {
        var type = sparse.Attribute("type")?.Value;
        var source = sparse.Element("source");
        if (card.Element("source") is not { } present
            || ((type is null || type == card.Attribute("type")?.Value) && source?.Attributes().Any(static attribute => s_links.Contains(attribute.Name.LocalName)) is not true))
        {
            return;
        }

        present.Attributes().Where(attribute => s_links.Contains(attribute.Name.LocalName) && source?.Attribute(attribute.Name) is null).Remove();
        if (!present.HasAttributes && !present.HasElements)
        {
            present.Remove();
        }
    }

    private static void PrepareGraphics(XElement graphics, XElement sparse)
    {
        if (sparse.Element("listen")?.Attribute("type")?.Value is "none" or "socket")
        {
            graphics.Elements("listen").Remove();
            graphics.Attributes().Where(static attribute => attribute.Name.LocalName is "port" or "tlsPort" or "autoport" or "listen" or "socket").Remove();
        }
        else if ((sparse.Attribute("tlsPort") ?? sparse.Attribute("port")) is not null && sparse.Attribute("autoport") is null)
        {
            graphics.SetAttributeValue("autoport", null);
        }
    }

    /// <summary>The console that is a second name of a serial port.</summary>
    private static XElement? TwinOf(XElement serial, XElement domain) =>
        domain.Element("devices")?.Element("console") is { } console
        && console.Attribute("type")?.Value == serial.Attribute("type")?.Value
        && console.Element("target")?.Attribute("type")?.Value is null or "serial"
            ? console
            : null;
}
