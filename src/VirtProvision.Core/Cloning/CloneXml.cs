using System.Xml.Linq;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Cloning;

/// <summary>The original's XML with what makes a clone of it: an identity and images of its own, and nothing fixed that only one guest can have.</summary>
public static class CloneXml
{
    /// <summary>Interfaces for which no address is said are left without one.</summary>
    public static XElement Write(XElement original, DomainClone clone)
    {
        var xml = new XElement(original);
        xml.Attribute("id")?.Remove();
        var uuid = xml.Element("uuid")?.Value;
        xml.SetElementValue("name", clone.Name);
        xml.Elements("uuid").Remove();
        xml.Element("name")!.AddAfterSelf(new XElement("uuid", clone.Uuid));
        xml.Elements("title").Remove();

        // Whoever owns the original does not own its clones.
        if (xml.Element("metadata") is { } metadata)
        {
            metadata.Elements(ProvisionNamespace.Resource).Remove();
            if (!metadata.HasElements)
            {
                metadata.Remove();
            }
        }

        // An empty one is filled in by libvirt: a guest learns from it that it is a copy. https://libvirt.org/formatdomain.html#general-metadata
        xml.Element("genid")?.RemoveNodes();
        foreach (var entry in xml.Elements("sysinfo").Descendants("entry").Where(entry => uuid is not null && string.Equals(entry.Value.Trim(), uuid, StringComparison.OrdinalIgnoreCase)))
        {
            entry.Value = clone.Uuid;
        }

        SetNvram(xml, clone);
        if (xml.Element("devices") is { } devices)
        {
            SetDisks(devices, clone);
            SetSeed(devices, clone);
            SetInterfaces(devices, clone);
            CloneDevices.Free(devices, clone);
        }

        return xml;
    }

    private static void SetNvram(XElement xml, DomainClone clone)
    {
        if (clone.Nvram is not { } path || xml.Element("os")?.Element("nvram") is not { } nvram)
        {
            return;
        }

        if (nvram.Element("source") is { } source)
        {
            source.SetAttributeValue("file", path);
        }
        else
        {
            nvram.Value = path;
        }
    }

    private static void SetDisks(XElement devices, DomainClone clone)
    {
        foreach (var (disk, choice) in devices.Elements("disk").Zip(clone.Disks))
        {
            if (choice.Path is not { } path)
            {
                continue;
            }

            // A copy stands alone, and what a layer stands on is said in the layer.
            disk.Elements("backingStore").Remove();
            if (disk.Element("source") is not { } source)
            {
                disk.Element("target")!.AddBeforeSelf(source = new XElement("source"));
            }

            foreach (var attribute in new[] { "file", "dev", "dir", "pool", "volume", "mode" })
            {
                source.Attribute(attribute)?.Remove();
            }

            if (choice.Named is { } volume)
            {
                disk.SetAttributeValue("type", "volume");
                source.SetAttributeValue("pool", volume.Pool);
                source.SetAttributeValue("volume", volume.Name);
            }
            else
            {
                disk.SetAttributeValue("type", choice.Type);
                source.SetAttributeValue(choice.Type is "block" ? "dev" : "file", path);
            }

            SetFormat(disk, choice);
        }
    }

    private static void SetSeed(XElement devices, DomainClone clone)
    {
        foreach (var (disk, _) in devices.Elements("disk").Zip(clone.Disks).Where(static pair => pair.Second.Action is CloneDiskAction.LeaveOut).ToArray())
        {
            disk.Remove();
        }

        if (clone.Seed is { } seed)
        {
            var made = seed.Disk(devices.Elements("disk"));
            if (devices.Elements("disk").LastOrDefault() is { } last)
            {
                last.AddAfterSelf(made);
            }
            else
            {
                devices.Add(made);
            }
        }
    }

    private static void SetFormat(XElement disk, CloneDisk choice)
    {
        if (choice.Format is not { } format)
        {
            return;
        }

        if (disk.Element("driver") is not { } driver)
        {
            disk.AddFirst(driver = new XElement("driver", new XAttribute("name", "qemu")));
        }

        driver.SetAttributeValue("type", format);
    }

    private static void SetInterfaces(XElement devices, DomainClone clone)
    {
        var index = 0;
        foreach (var card in devices.Elements("interface"))
        {
            card.Elements("target").Remove();
            card.Elements("mac").Remove();
            if (clone.Macs.ElementAtOrDefault(index++) is { } mac)
            {
                card.AddFirst(new XElement("mac", new XAttribute("address", mac)));
            }

            // Open vSwitch knows a port by it. https://libvirt.org/formatdomain.html#bridge-to-lan
            if (card.Element("virtualport") is { } port && port.Attribute("type")?.Value is "openvswitch")
            {
                port.Element("parameters")?.Attribute("interfaceid")?.Remove();
            }
        }
    }
}
