using System.Xml.Linq;

namespace VirtProvision.Core.Installing;

/// <summary>Puts a medium into a CD drive of a domain that exists.</summary>
internal static class InstallMedium
{
    public static void Insert(XElement domain, string path)
    {
        var devices = domain.Element("devices");
        if (devices is null)
        {
            return;
        }

        var drive = devices.Elements("disk").FirstOrDefault(static disk => disk.Attribute("device")?.Value is "cdrom");
        if (drive is null)
        {
            drive = NewDrive(domain, devices);
            if (devices.Elements("disk").LastOrDefault() is { } last)
            {
                last.AddAfterSelf(drive);
            }
            else
            {
                devices.Add(drive);
            }
        }

        var isBlock = path.StartsWith("/dev/", StringComparison.Ordinal);
        drive.SetAttributeValue("type", isBlock ? "block" : "file");
        drive.Elements("source").Remove();
        var source = new XElement("source", new XAttribute(isBlock ? "dev" : "file", path));
        if (drive.Element("driver") is { } driver)
        {
            driver.AddAfterSelf(source);
        }
        else
        {
            drive.AddFirst(source);
        }
    }

    private static XElement NewDrive(XElement domain, XElement devices)
    {
        var machine = domain.Element("os")?.Element("type")?.Attribute("machine")?.Value ?? "";
        var isPc = domain.Element("os")?.Element("type")?.Attribute("arch")?.Value is "x86_64" or "i686";
        var (bus, prefix) = machine.Contains("q35", StringComparison.Ordinal) ? ("sata", "sd") : isPc ? ("ide", "hd") : ("scsi", "sd");
        var taken = devices.Elements("disk").Select(static disk => disk.Element("target")?.Attribute("dev")?.Value).ToHashSet();
        var name = Enumerable.Range('a', 26).Select(letter => prefix + (char)letter).First(name => !taken.Contains(name));
        return new XElement("disk", new XAttribute("device", "cdrom"), new XElement("target", new XAttribute("dev", name), new XAttribute("bus", bus)), new XElement("readonly"));
    }
}
