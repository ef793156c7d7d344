using System.Xml;

namespace VirtProvision.Core.Osinfo;

public sealed partial class OsEntryReader
{
    // Calls read for every child element of the current one, each of which read must take up whole; ends behind the current element.
    private void ReadChildren(Action<string> read)
    {
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return;
        }

        reader.Read();
        while (reader.NodeType is not (XmlNodeType.EndElement or XmlNodeType.None))
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                read(reader.LocalName);
            }
            else
            {
                reader.Read();
            }
        }

        reader.Read();
    }

    private void ReadDevice(string element)
    {
        if (reader.GetAttribute("id") is { } id)
        {
            _devices.Add(new OsDeviceLink(id, IsTrue("supported", otherwise: true)));
        }

        reader.Skip();
    }

    private void ReadResources()
    {
        var resources = new OsResources(Arch()) { Inherits = IsTrue("inherit", otherwise: false) };
        ReadChildren(element =>
        {
            switch (element)
            {
                case "minimum":
                    resources = resources with { Minimum = ReadAmounts().Or(resources.Minimum) };
                    break;
                case "recommended":
                    resources = resources with { Recommended = ReadAmounts().Or(resources.Recommended) };
                    break;
                case "network-install":
                    resources = resources with { NetworkInstall = ReadAmounts().Or(resources.NetworkInstall) };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        });
        _resources.Add(resources);
    }

    private OsResourceValues ReadAmounts()
    {
        var amounts = OsResourceValues.Unknown;
        ReadChildren(element =>
        {
            switch (element)
            {
                case "ram":
                    amounts = amounts with { Ram = Number() };
                    break;
                case "n-cpus":
                    amounts = amounts with { Cpus = (int?)Number() };
                    break;
                case "storage":
                    amounts = amounts with { Storage = Number() };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        });
        return amounts;
    }

    private void ReadFirmware()
    {
        _firmware.Add(new OsFirmware(Arch(), reader.GetAttribute("type") ?? "", IsTrue("supported", otherwise: true)));
        reader.Skip();
    }

    private string Arch() => reader.GetAttribute("arch") ?? OsResources.AllArchitectures;

    private bool IsTrue(string attribute, bool otherwise) => reader.GetAttribute(attribute) is { Length: > 0 } value ? value == "true" : otherwise;

    private string? Id()
    {
        var id = reader.GetAttribute("id");
        reader.Skip();
        return id;
    }

    private static void Add(ImmutableArray<string>.Builder list, string? value)
    {
        if (value is not null)
        {
            list.Add(value);
        }
    }

    private string Text() => reader.ReadElementContentAsString().Trim();

    // Zero and less stand for "not stated", as libosinfo takes them.
    private long? Number() => long.TryParse(Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private DateOnly? Date() => DateOnly.TryParseExact(Text(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
