using System.Xml.Linq;

namespace VirtProvision.Core.Installing;

/// <summary>What the first start of a new domain has that later ones have not.</summary>
public sealed record FirstBoot
{
    /// <summary>Paths on the host; null when the first start needs no kernel of its own.</summary>
    public string? Kernel { get; init; }

    public string? Initrd { get; init; }

    public string? Arguments { get; init; }

    /// <summary>Devices to try, in libvirt's words; empty leaves the order to the firmware.</summary>
    public ImmutableArray<string> Order { get; init; } = [];

    /// <summary>KiB that the installer needs, where that is more than the guest will have.</summary>
    public long? Memory { get; init; }

    /// <summary>Serial number in SMBIOS, from which cloud-init learns that its seed is on a disk.</summary>
    public string? SystemSerial { get; init; }

    /// <summary>The TPM is left out: its state would bind to firmware that has not yet settled.</summary>
    public bool WithoutTpm { get; init; }

    /// <summary>What is put into the first CD drive of a domain that is installed anew; null where the drive has it already.</summary>
    public string? Medium { get; init; }

    /// <summary>Positions among the domain's disks whose media are for the first start alone.</summary>
    public ImmutableArray<int> Media { get; init; } = [];
}

/// <summary>Makes the two configurations of a domain that is installed: both come out of the one with all media in their drives.</summary>
public static class InstallPhases
{
    /// <summary>The configuration that runs the installer: at the guest's reboot libvirt ends it, and the next start is the final one.</summary>
    public static XElement First(XElement domain, FirstBoot boot, bool perDevice)
    {
        var first = new XElement(domain);
        if (boot.Medium is { } medium)
        {
            InstallMedium.Insert(first, medium);
        }

        Set(first, "on_reboot", "destroy", "on_crash", "on_lockfailure", "pm", "perf", "idmap", "devices");
        if (boot.Kernel is not null || !boot.Order.IsEmpty || boot.SystemSerial is not null || !boot.Media.IsEmpty)
        {
            BootOrder.Put(first, boot.Kernel is null ? boot.Order : [], perDevice);
        }

        if (boot.Kernel is not null && first.Element("os") is { } os)
        {
            os.Elements().Where(static element => element.Name.LocalName is "kernel" or "initrd" or "cmdline").Remove();
            os.Add(new XElement("kernel", boot.Kernel));
            if (boot.Initrd is not null)
            {
                os.Add(new XElement("initrd", boot.Initrd));
            }

            if (boot.Arguments is { Length: > 0 } arguments)
            {
                os.Add(new XElement("cmdline", arguments));
            }
        }

        if (boot.Memory is { } memory)
        {
            RaiseMemory(first, memory);
        }

        if (boot.SystemSerial is { } serial)
        {
            SetSerial(first, serial);
        }

        if (boot.WithoutTpm)
        {
            first.Element("devices")?.Elements("tpm").Remove();
        }

        return first;
    }

    /// <summary>The configuration that stays: the media of the first start are out of their drives.</summary>
    public static XElement Final(XElement domain, FirstBoot boot)
    {
        var final = new XElement(domain);
        var disks = final.Element("devices")?.Elements("disk").ToArray() ?? [];
        foreach (var position in boot.Media)
        {
            disks[position].Elements().Where(static element => element.Name.LocalName is "source" or "driver").Remove();

            // What an empty drive would be read from is a file, whatever the medium was.
            disks[position].SetAttributeValue("type", "file");
        }

        return final;
    }

    // What is more than memory cannot be given: an installer that needs more gets as much as there is.
    private static void RaiseMemory(XElement domain, long kibibytes)
    {
        foreach (var name in new[] { "memory", "currentMemory" })
        {
            if (domain.Element(name) is { } element && long.TryParse(element.Value, CultureInfo.InvariantCulture, out var given) && given < kibibytes)
            {
                element.Value = kibibytes.ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    private static void SetSerial(XElement domain, string serial)
    {
        var os = domain.Element("os");
        if (os?.Element("smbios") is null)
        {
            os?.Add(new XElement("smbios", new XAttribute("mode", "sysinfo")));
        }

        var sysinfo = domain.Elements("sysinfo").FirstOrDefault(static item => item.Attribute("type")?.Value is "smbios");
        if (sysinfo is null)
        {
            sysinfo = new XElement("sysinfo", new XAttribute("type", "smbios"));
            os!.AddBeforeSelf(sysinfo);
        }

        var system = sysinfo.Element("system");
        if (system is null)
        {
            system = new XElement("system");
            var later = sysinfo.Elements().FirstOrDefault(static element => element.Name.LocalName is not "bios");
            if (later is null)
            {
                sysinfo.Add(system);
            }
            else
            {
                later.AddBeforeSelf(system);
            }
        }

        if (!system.Elements("entry").Any(static entry => entry.Attribute("name")?.Value is "serial"))
        {
            system.Add(new XElement("entry", new XAttribute("name", "serial"), serial));
        }
    }

    private static void Set(XElement domain, string name, string value, params ReadOnlySpan<string> before)
    {
        if (domain.Element(name) is { } element)
        {
            element.Value = value;
            return;
        }

        foreach (var later in before)
        {
            if (domain.Element(later) is { } next)
            {
                next.AddBeforeSelf(new XElement(name, value));
                return;
            }
        }

        domain.Add(new XElement(name, value));
    }
}
