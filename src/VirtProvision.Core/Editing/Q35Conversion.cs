using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;

namespace VirtProvision.Core.Editing;

/// <summary>
/// Makes a PC with PCI one with PCI Express. Its devices are plugged in elsewhere then: libvirt finds new addresses, and the guest must have drivers for what
/// replaces IDE, the network card and the sound card. https://wiki.qemu.org/Features/Q35
/// </summary>
internal static class Q35Conversion
{
    public static void Apply(XElement domain, ConvertToQ35 convert, string name, DiagnosticBag findings)
    {
        var machine = domain.Element("os")?.Element("type")?.Attribute("machine");
        if (machine is null || !MachineVersion.IsI440fx(machine.Value))
        {
            if (machine is null || !MachineVersion.IsQ35(machine.Value))
            {
                findings.Add(EditDiagnostics.NotForQ35(convert.Span, name, machine?.Value ?? "none"));
            }

            return;
        }

        machine.Value = "q35";
        var devices = domain.Element("devices");
        if (devices is null)
        {
            domain.Add(devices = new XElement("devices"));
        }

        devices.Elements().Elements("address").Where(static address => address.Attribute("type")?.Value is "pci").Remove();
        devices.Elements("controller").Where(static controller => controller.Attribute("type")?.Value is "pci" or "ide").Remove();
        MoveDisks(devices);
        foreach (var model in devices.Elements("interface").Select(static card => card.Element("model")?.Attribute("type")).OfType<XAttribute>().Where(static model => model.Value is "e1000"))
        {
            model.Value = "e1000e";
        }

        foreach (var model in devices.Elements("sound").Select(static sound => sound.Attribute("model")).OfType<XAttribute>().Where(static model => model.Value is "ich6"))
        {
            model.Value = "ich9";
        }

        devices.Add(Controller("pcie-root"));
        for (var port = 0; port < convert.RootPorts; port++)
        {
            devices.Add(Controller("pcie-root-port"));
        }
    }

    private static void MoveDisks(XElement devices)
    {
        foreach (var disk in devices.Elements("disk").Where(static disk => disk.Element("target")?.Attribute("bus")?.Value is "ide").ToArray())
        {
            disk.Elements("address").Remove();
            var target = disk.Element("target")!;
            target.SetAttributeValue("bus", "sata");
            target.SetAttributeValue("dev", FreeName(devices));
        }
    }

    private static string FreeName(XElement devices)
    {
        var taken = devices.Elements("disk").Select(static disk => disk.Element("target")?.Attribute("dev")?.Value).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(0, 26).Select(static index => $"sd{(char)('a' + index)}").First(name => !taken.Contains(name));
    }

    private static XElement Controller(string model) => new("controller", new XAttribute("type", "pci"), new XAttribute("model", model));
}
