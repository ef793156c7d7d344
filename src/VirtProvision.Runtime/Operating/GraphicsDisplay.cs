using System.Net;
using System.Xml.Linq;

namespace VirtProvision.Runtime.Operating;

/// <summary>Where a running guest shows its screen, as its host says it.</summary>
/// <param name="Type"><c>vnc</c> or <c>spice</c>.</param>
/// <param name="Address">What it listens on; null for a socket.</param>
/// <param name="HasPassword">Whoever connects is asked for one.</param>
public sealed record GraphicsDisplay(string Type, string? Address, int? Port, int? TlsPort, string? Socket, bool HasPassword)
{
    /// <summary>Whether only the host itself gets there.</summary>
    public bool IsHostOnly => Socket is not null || Address is not { } address || (IPAddress.TryParse(address, out var ip) ? IPAddress.IsLoopback(ip) : address is "localhost");

    /// <summary>The first one that a viewer can connect to; null when there is none.</summary>
    public static GraphicsDisplay? Of(XElement live) =>
        (live.Element("devices")?.Elements("graphics") ?? []).Select(Read).FirstOrDefault(static display => display is not null);

    /// <summary>The address for a viewer on a machine where the display is reached under this name and port.</summary>
    public string UriAt(string host, int? port, int? tlsPort)
    {
        var name = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        return Type is "vnc" ? $"vnc://{name}:{port}"
            : port is null ? $"spice://{name}?tls-port={tlsPort}"
            : $"spice://{name}:{port}{(tlsPort is null ? "" : $"?tls-port={tlsPort}")}";
    }

    /// <summary>The address for a viewer on the host itself.</summary>
    public string LocalUri => Socket is not null ? $"{Type}+unix://{Socket}" : UriAt(LocalName, Port, TlsPort);

    /// <summary>The name by which the host itself gets there.</summary>
    public string LocalName => Address is null or "0.0.0.0" ? "127.0.0.1" : Address is "::" ? "::1" : Address;

    private static GraphicsDisplay? Read(XElement graphics)
    {
        if (graphics.Attribute("type")?.Value is not ("vnc" or "spice") || graphics.Attribute("type")?.Value is not { } type)
        {
            return null;
        }

        var listen = graphics.Elements("listen").FirstOrDefault();
        var socket = graphics.Attribute("socket")?.Value ?? listen?.Attribute("socket")?.Value;
        var port = NumberOf(graphics, "port");
        var tlsPort = NumberOf(graphics, "tlsPort");
        if (socket is null && port is null && tlsPort is null)
        {
            // Nothing listens: the screen goes only to who is handed it by libvirt.
            return null;
        }

        var address = socket is null ? listen?.Attribute("address")?.Value ?? graphics.Attribute("listen")?.Value ?? "127.0.0.1" : null;
        return new GraphicsDisplay(type, address, port, tlsPort, socket, graphics.Attribute("passwd") is not null);
    }

    private static int? NumberOf(XElement graphics, string name) =>
        int.TryParse(graphics.Attribute(name)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 ? port : null;
}
