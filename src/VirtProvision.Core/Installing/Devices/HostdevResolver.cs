using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>Writes out the host device that a spec names by one word. https://libvirt.org/formatdomain.html#host-device-assignment</summary>
internal sealed class HostdevResolver(NodeDevices devices, DiagnosticBag diagnostics)
{
    // What a passed-through thing belongs to is not far above it.
    private const int MaxParents = 8;

    public MappingNode Resolve(MappingNode hostdev)
    {
        if (hostdev["device"] is not ScalarNode { IsNull: false } name)
        {
            return hostdev;
        }

        // A container is given the host's own device node or interface, whose name is all there is to say.
        if (hostdev.TextOf("type") is "net" or "storage" or "misc")
        {
            var member = hostdev.TextOf("type") switch { "net" => "interface", "storage" => "block", _ => "char" };
            return WithSource(hostdev.Without("device"), source => source.With(member, name))
                .WithMissing("mode", ScalarNode.String(name.Span, "capabilities"))
                .WithMissing("managed", ScalarNode.Boolean(name.Span, true));
        }

        return devices.Find(name) is { } device ? Of(device, hostdev.Without("device"), name) : hostdev;
    }

    /// <summary>The PCI device that a name stands for, or that the network card of that name belongs to; null when reported.</summary>
    public HostNodeDevice? FindPci(ScalarNode name)
    {
        if (devices.Find(name) is not { } device)
        {
            return null;
        }

        var pci = Ancestor(device, static candidate => candidate.Capability("pci") is not null);
        if (pci is null)
        {
            diagnostics.Add(DeviceDiagnostics.NotPci(name.Span, device.Name));
        }

        return pci;
    }

    public static MappingNode PciAddress(HostNodeDevice pci, TextSpan span) =>
        Numbers(MappingNode.Empty(span), pci.Capability("pci")!, ["domain", "bus", "slot", "function"], span);

    private MappingNode Of(HostNodeDevice device, MappingNode hostdev, ScalarNode name)
    {
        var span = name.Span;
        if (device.Capability("pci") is not null)
        {
            return Managed("pci", hostdev, true, span, source => source.With("address", PciAddress(device, span)));
        }

        if (device.Capability("usb_device") is { } usb)
        {
            return Managed("usb", hostdev, true, span, source => UsbSource(device, usb, source, span));
        }

        if (device.Capability("scsi") is { } scsi)
        {
            var address = Numbers(MappingNode.Empty(span), scsi, ["bus", "target"], span);
            address = NodeDevices.Number(scsi, "lun") is { } lun ? address.With("unit", ScalarNode.Integer(span, lun)) : address;
            var adapter = MappingNode.Empty(span).With("name", ScalarNode.String(span, "scsi_host" + scsi.Element("host")?.Value));
            return Managed("scsi", hostdev, false, span, source => source.With("adapter", adapter).With("address", address));
        }

        if (device.Capability("mdev") is { } mdev)
        {
            return Mediated(device, mdev, hostdev, span);
        }

        // A card, a drive or a GPU's node is given with the device that it belongs to.
        if (device.CapabilityTypes.Any(static type => type is "net" or "storage" or "drm" or "usb")
            && devices.Parent(device) is { } parent && Ancestor(parent, IsAssignable) is { } owner)
        {
            return Of(owner, hostdev, name);
        }

        diagnostics.Add(DeviceDiagnostics.UnsupportedDevice(span, device.Name, device.CapabilityTypes.FirstOrDefault() ?? "unknown"));
        return hostdev;
    }

    private MappingNode UsbSource(HostNodeDevice device, XElement usb, MappingNode source, TextSpan span)
    {
        foreach (var member in new[] { "vendor", "product" })
        {
            if (NodeDevices.Id(device, member) is { } id)
            {
                source = source.With(member, MappingNode.Empty(span).With("id", ScalarNode.String(span, id)));
            }
        }

        return devices.HasTwin(device) ? source.With("address", Numbers(MappingNode.Empty(span), usb, ["bus", "device"], span)) : source;
    }

    private MappingNode Mediated(HostNodeDevice device, XElement mdev, MappingNode hostdev, TextSpan span)
    {
        var model = Model(device, mdev);
        if (model is "vfio-pci")
        {
            hostdev = hostdev.WithMissing("display", ScalarNode.Boolean(span, false)).WithMissing("ramfb", ScalarNode.Boolean(span, false));
        }

        hostdev = hostdev.WithMissing("model", ScalarNode.String(span, model));
        return Managed("mdev", hostdev, model is "vfio-pci", span, source => source.With("address", MappingNode.Empty(span).With("uuid", ScalarNode.String(span, Uuid(device, mdev)))));
    }

    // The device that made it says by which interface it is used; where that device is hidden, the kernel's names of the types tell.
    private string Model(HostNodeDevice device, XElement mdev)
    {
        var type = mdev.Element("type")?.Attribute("id")?.Value ?? "";
        var api = devices.Parent(device)?.Xml.Descendants("type").FirstOrDefault(known => known.Attribute("id")?.Value == type)?.Element("deviceAPI")?.Value;
        return api ?? (type.StartsWith("vfio_ccw", StringComparison.Ordinal) ? "vfio-ccw" : type.StartsWith("vfio_ap", StringComparison.Ordinal) ? "vfio-ap" : "vfio-pci");
    }

    // Older hosts tell the UUID by the name alone: mdev_ and the UUID with underscores.
    private static string Uuid(HostNodeDevice device, XElement mdev)
    {
        const int UuidLength = 36;
        var name = device.Name["mdev_".Length..];
        return mdev.Element("uuid")?.Value ?? name[..Math.Min(UuidLength, name.Length)].Replace('_', '-');
    }

    private HostNodeDevice? Ancestor(HostNodeDevice? device, Func<HostNodeDevice, bool> isIt)
    {
        for (var step = 0; device is not null && step < MaxParents; step++)
        {
            if (isIt(device))
            {
                return device;
            }

            device = devices.Parent(device);
        }

        return null;
    }

    private static bool IsAssignable(HostNodeDevice device) => device.CapabilityTypes.Any(static type => type is "pci" or "usb_device" or "scsi");

    private static MappingNode Managed(string type, MappingNode hostdev, bool managed, TextSpan span, Func<MappingNode, MappingNode> source) =>
        WithSource(hostdev, source)
            .WithMissing("mode", ScalarNode.String(span, "subsystem"))
            .With("type", ScalarNode.String(span, type))
            .WithMissing("managed", ScalarNode.Boolean(span, managed));

    private static MappingNode WithSource(MappingNode hostdev, Func<MappingNode, MappingNode> change) =>
        hostdev.With("source", change(hostdev["source"] as MappingNode ?? MappingNode.Empty(hostdev.Span)));

    private static MappingNode Numbers(MappingNode into, XElement from, string[] members, TextSpan span)
    {
        foreach (var member in members)
        {
            into = NodeDevices.Number(from, member) is { } number ? into.With(member, ScalarNode.Integer(span, number)) : into;
        }

        return into;
    }
}
