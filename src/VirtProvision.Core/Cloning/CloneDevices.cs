using System.Xml.Linq;

namespace VirtProvision.Core.Cloning;

/// <summary>What of a domain's devices only one guest of a host can have: ports, sockets, files that are written.</summary>
internal static class CloneDevices
{
    // Serial ports and consoles: what a parallel port writes stays with whoever set it up, as in virt-clone.
    private static readonly string[] s_consoles = ["serial", "console"];

    private static readonly string[] s_logging = ["serial", "console", "parallel", "channel"];

    private static readonly string[] s_ports = ["port", "tlsPort", "websocket"];

    public static bool HasFixedPorts(XElement graphics) => FixedPorts(graphics).Any();

    public static IEnumerable<string> FixedPorts(XElement graphics) => s_ports.Where(port => IsFixed(graphics, port)).Select(port => graphics.Attribute(port)!.Value);

    public static void Free(XElement devices, DomainClone clone)
    {
        foreach (var graphics in devices.Elements("graphics"))
        {
            FreePorts(graphics);
        }

        foreach (var channel in devices.Elements("channel"))
        {
            // libvirt makes such a path of the domain's name and the channel's, where none is said.
            if (channel.Attribute("type")?.Value is "unix" && channel.Element("target")?.Attribute("name")?.Value is { } name
                && channel.Element("source")?.Attribute("path") is { } path && path.Value.Contains(name, StringComparison.Ordinal))
            {
                path.Remove();
            }
        }

        foreach (var file in Files(devices))
        {
            file.Value = clone.Logs.GetValueOrDefault(file.Value, file.Value);
        }

        foreach (var cid in devices.Elements("vsock").Elements("cid").Where(static cid => cid.Attribute("address") is not null))
        {
            cid.Attribute("address")!.Remove();
            cid.SetAttributeValue("auto", "yes");
        }
    }

    /// <summary>The paths of files and listening sockets that the domain's consoles write to.</summary>
    public static IEnumerable<XAttribute> Files(XElement devices)
    {
        foreach (var device in s_logging.SelectMany(name => devices.Elements(name)))
        {
            var source = device.Element("source");
            var writes = device.Attribute("type")?.Value is "file" || (device.Attribute("type")?.Value is "unix" && source?.Attribute("mode")?.Value is "bind");
            if (writes && s_consoles.Contains(device.Name.LocalName) && source?.Attribute("path") is { } path)
            {
                yield return path;
            }

            if (device.Element("log")?.Attribute("file") is { } log)
            {
                yield return log;
            }
        }
    }

    private static void FreePorts(XElement graphics)
    {
        foreach (var port in s_ports.Where(port => IsFixed(graphics, port)))
        {
            graphics.SetAttributeValue(port, "-1");
            graphics.Attribute("autoport")?.Remove();
        }

        foreach (var listen in graphics.Elements("listen").Where(static listen => listen.Attribute("type")?.Value is "socket"))
        {
            listen.Attribute("socket")?.Remove();
            graphics.Attribute("socket")?.Remove();
        }
    }

    private static bool IsFixed(XElement graphics, string port) => int.TryParse(graphics.Attribute(port)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
}
