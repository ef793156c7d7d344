using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace VirtProvision.Runtime.Applying;

/// <summary>
/// What tells a new domain from all others, chosen once: its UUID, the MAC addresses of its interfaces and the target names of its disks.
/// libvirt would choose too, but at random, and another time at every definition that leaves them out.
/// </summary>
internal static class CreationIdentity
{
    /// <summary>A copy in which whatever the spec leaves open is chosen.</summary>
    public static XElement Freeze(XElement domain, Func<Guid> newId)
    {
        var frozen = new XElement(domain);
        var id = frozen.Element("uuid")?.Value is { Length: > 0 } given && Guid.TryParse(given, out var parsed) ? parsed : newId();
        if (frozen.Element("uuid") is null)
        {
            frozen.AddFirst(new XElement("uuid", id.ToString("D")));
        }

        if (frozen.Element("devices") is { } devices)
        {
            FreezeMacs(devices, id);
            FreezeTargets(devices);
        }

        return frozen;
    }

    /// <summary>From the domain's UUID and the interface's key, under QEMU's own prefix: the same again for the same, another for any other.</summary>
    public static string MacFor(Guid domain, string key, int attempt = 0)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{domain:D}/{key}/{attempt}"));
        return $"52:54:00:{hash[0]:x2}:{hash[1]:x2}:{hash[2]:x2}";
    }

    /// <summary>The first of <see cref="MacFor"/> that nobody has, which then is taken.</summary>
    public static string FreeMac(Guid domain, string key, ISet<string> taken)
    {
        string mac;
        for (var attempt = 0; !taken.Add(mac = MacFor(domain, key, attempt)); attempt++)
        {
        }

        return mac;
    }

    private static void FreezeMacs(XElement devices, Guid domain)
    {
        var taken = devices.Elements("interface").Select(static nic => nic.Element("mac")?.Attribute("address")?.Value).OfType<string>().ToHashSet();
        var index = 0;
        foreach (var nic in devices.Elements("interface"))
        {
            var key = nic.Element("alias")?.Attribute("name")?.Value ?? index.ToString(CultureInfo.InvariantCulture);
            index++;
            if (nic.Element("mac")?.Attribute("address") is not null)
            {
                continue;
            }

            nic.AddFirst(new XElement("mac", new XAttribute("address", FreeMac(domain, key, taken))));
        }
    }

    private static void FreezeTargets(XElement devices)
    {
        var taken = devices.Elements("disk").Select(static disk => disk.Element("target")?.Attribute("dev")?.Value).OfType<string>().ToHashSet();
        foreach (var disk in devices.Elements("disk"))
        {
            var target = disk.Element("target");
            if (target?.Attribute("dev") is not null)
            {
                continue;
            }

            if (target is null)
            {
                disk.Add(target = new XElement("target"));
            }

            var bus = target.Attribute("bus")?.Value ?? DefaultBus(disk);
            target.SetAttributeValue("bus", bus);
            var prefix = bus switch { "virtio" => "vd", "ide" => "hd", "fdc" => "fd", "xen" => "xvd", _ => "sd" };
            string name;
            for (var index = 0; !taken.Add(name = prefix + Letters(index)); index++)
            {
            }

            target.SetAttributeValue("dev", name);
        }
    }

    private static string DefaultBus(XElement disk) => disk.Attribute("device")?.Value switch
    {
        "cdrom" => "sata",
        "floppy" => "fdc",
        "lun" => "scsi",
        _ => "virtio",
    };

    // a … z, aa, ab …: the way in which Linux counts disks.
    private static string Letters(int index) =>
        index < 26 ? ((char)('a' + index)).ToString() : Letters((index / 26) - 1) + (char)('a' + (index % 26));
}
