using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Runtime.Operating;

/// <summary>How a viewer on this machine gets to a guest's screen.</summary>
/// <param name="Uri">What the viewer is given; behind a tunnel, where the tunnel's near end is.</param>
/// <param name="Tunnel">The arguments of the ssh that makes the tunnel; empty where none is needed.</param>
/// <param name="TunnelPort">The tunnel's port on this machine.</param>
public sealed record ViewerRoute(string Uri, ImmutableArray<string> Tunnel, int TunnelPort)
{
    private const string Here = "127.0.0.1";

    public bool NeedsTunnel => !Tunnel.IsEmpty;

    /// <summary>Null where the screen is shown to its host only and the connection brings no way there.</summary>
    /// <param name="nearPort">A port that is free on this machine.</param>
    public static ViewerRoute? Of(LibvirtUri host, GraphicsDisplay display, int nearPort)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(display);
        if (host.Host is not { } name)
        {
            return new ViewerRoute(display.LocalUri, [], 0);
        }

        if (!display.IsHostOnly)
        {
            return new ViewerRoute(display.UriAt(display.Address is "0.0.0.0" or "::" ? name : display.LocalName, display.Port, display.TlsPort), [], 0);
        }

        // A screen that is encrypted only can't be forwarded by its port and keep its certificate's name.
        if (host.Transport is not (LibvirtTransport.Ssh or LibvirtTransport.Libssh or LibvirtTransport.Libssh2) || (display.Socket is null && display.Port is null))
        {
            return null;
        }

        var far = display.Socket ?? $"{(display.LocalName.Contains(':', StringComparison.Ordinal) ? $"[{display.LocalName}]" : display.LocalName)}:{display.Port}";
        return new ViewerRoute(
            display.UriAt(Here, nearPort, tlsPort: null),
            [
                "-N", "-o", "ExitOnForwardFailure=yes", "-L", $"{Here}:{nearPort}:{far}",
                .. host.Port is { } port ? ["-p", $"{port}"] : Array.Empty<string>(),
                .. host.Parameters.TryGetValue("keyfile", out var key) ? ["-i", key] : Array.Empty<string>(),
                "--",
                host.UserName is { } user ? $"{user}@{name}" : name,
            ],
            nearPort);
    }
}
