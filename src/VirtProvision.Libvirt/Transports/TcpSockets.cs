using System.Net.Sockets;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Transports;

/// <summary>A socket to the host of a URI, or a text that says why there is none.</summary>
internal static class TcpSockets
{
    /// <summary>The machine that a URI means; without a host, this one.</summary>
    public static string HostOf(LibvirtUri uri) => uri.Host ?? "localhost";

    public static async Task<NetworkStream> ConnectAsync(LibvirtUri uri, int usualPort, CancellationToken cancellationToken)
    {
        var host = HostOf(uri);
        var port = uri.Port ?? usualPort;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw FailureOf(exception, uri, host, port);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static LibvirtConnectException FailureOf(SocketException exception, LibvirtUri uri, string host, int port) => exception.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => new LibvirtConnectException(
            LibvirtConnectFailure.HostNotFound, $"The name \"{host}\" in the URI \"{uri}\" can't be resolved. Check its spelling and this machine's name servers.", exception),
        SocketError.ConnectionRefused => new LibvirtConnectException(
            LibvirtConnectFailure.Refused,
            $"Nobody listens on port {port} of {host}. Start libvirtd with its socket for {Service(uri)} (systemctl start libvirtd-{Service(uri)}.socket), or reach it by {uri.Driver}+ssh.",
            exception),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.TimedOut => new LibvirtConnectException(
            LibvirtConnectFailure.TransportFailed, $"{host} can't be reached from here: {exception.Message}.", exception),
        _ => new LibvirtConnectException(LibvirtConnectFailure.TransportFailed, $"Connecting to port {port} of {host} failed: {exception.Message}.", exception),
    };

    private static string Service(LibvirtUri uri) => uri.Transport is LibvirtTransport.Tls ? "tls" : "tcp";
}
