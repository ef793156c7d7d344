using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>Finds devices of the host by what people call them: libvirt's name, or an address. https://libvirt.org/formatnode.html</summary>
internal sealed class NodeDevices(ImmutableArray<HostNodeDevice> devices, DiagnosticBag diagnostics)
{
    public HostNodeDevice? ByName(string? name) => name is null ? null : devices.FirstOrDefault(device => device.Name == name);

    public HostNodeDevice? Parent(HostNodeDevice device) => ByName(device.Xml.Element("parent")?.Value);

    /// <summary>Null when there is none or more than one, which is then reported.</summary>
    public HostNodeDevice? Find(ScalarNode text)
    {
        if (ByName(text.Text) is { } named)
        {
            return named;
        }

        if (HostDeviceAddress.Parse(text.Text) is not { } address)
        {
            diagnostics.Add(DeviceDiagnostics.MalformedDevice(text.Span, text.Text));
            return null;
        }

        ImmutableArray<HostNodeDevice> found = [.. devices.Where(address.IsOf)];
        if (found is [var only])
        {
            return only;
        }

        diagnostics.Add(found.IsEmpty
            ? DeviceDiagnostics.NoDevice(text.Span, text.Text)
            : DeviceDiagnostics.ManyDevices(text.Span, text.Text, found.Select(static device => device.Name)));
        return null;
    }

    /// <summary>Whether another device has the same vendor and product, so that these do not tell which is meant.</summary>
    public bool HasTwin(HostNodeDevice usb) =>
        devices.Any(other => other.Name != usb.Name && Id(other, "vendor") == Id(usb, "vendor") && Id(other, "product") == Id(usb, "product"));

    /// <summary>The first device node that renders, by the path that stays the same when devices come and go.</summary>
    public string? RenderNode()
    {
        foreach (var device in devices)
        {
            if (device.Capability("drm")?.Element("type")?.Value is "render")
            {
                string[] nodes = [.. device.Xml.Elements("devnode").Select(static node => node.Value)];
                return nodes.FirstOrDefault(static node => node.Contains("/by-path/", StringComparison.Ordinal)) ?? nodes.FirstOrDefault();
            }
        }

        return null;
    }

    public static string? Id(HostNodeDevice usb, string member) => usb.Capability("usb_device")?.Element(member)?.Attribute("id")?.Value;

    public static long? Number(XElement? capability, string member) => HostDeviceAddress.Number(capability?.Element(member)?.Value);
}
