using System.Net.Sockets;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Transports;

/// <summary>The daemon of this machine, over its Unix socket.</summary>
internal sealed class UnixTransport : ITransport
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    public bool Serves(LibvirtTransport transport) => transport is LibvirtTransport.Unix;

    public async Task<Stream> OpenAsync(LibvirtUri uri, TransportOptions options, CancellationToken cancellationToken)
    {
        if (uri.Host is not null)
        {
            throw new LibvirtConnectException(
                LibvirtConnectFailure.InvalidUri,
                $"The URI \"{uri}\" names the host \"{uri.Host}\", but a Unix socket is always on this machine. Leave the host out, or use a remote transport such as {uri.Driver}+ssh.");
        }

        var path = SocketPaths.For(uri, options.ReadOnly, Environment.IsPrivilegedProcess, Environment.GetEnvironmentVariable, File.Exists);
        try
        {
            return await ConnectAsync(path, uri, cancellationToken).ConfigureAwait(false);
        }
        catch (LibvirtConnectException exception) when (exception.Failure is LibvirtConnectFailure.NoSocket or LibvirtConnectFailure.Refused)
        {
            var program = SessionDaemon.ProgramFor(uri, Environment.IsPrivilegedProcess, Environment.GetEnvironmentVariable, File.Exists);
            if (program is null)
            {
                throw;
            }

            await SessionDaemon.StartAsync(program, cancellationToken).ConfigureAwait(false);
            return await ConnectSoonAsync(uri, cancellationToken).ConfigureAwait(false);
        }
    }

    // The daemon makes its socket a moment after it has gone to the background, and there is nothing to wait on.
    private static async Task<Stream> ConnectSoonAsync(LibvirtUri uri, CancellationToken cancellationToken)
    {
        for (var attempts = 100; ; attempts--)
        {
            try
            {
                var path = SocketPaths.For(uri, readOnly: false, isRoot: false, Environment.GetEnvironmentVariable, File.Exists);
                return await ConnectAsync(path, uri, cancellationToken).ConfigureAwait(false);
            }
            catch (LibvirtConnectException exception)
                when (attempts > 0 && exception.Failure is (LibvirtConnectFailure.NoSocket or LibvirtConnectFailure.Refused))
            {
                await Task.Delay(s_pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<Stream> ConnectAsync(string path, LibvirtUri uri, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(EndPointOf(path, uri), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw FailureOf(exception, path);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static UnixDomainSocketEndPoint EndPointOf(string path, LibvirtUri uri)
    {
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentException exception)
        {
            throw new LibvirtConnectException(
                LibvirtConnectFailure.InvalidUri, $"The socket path \"{path}\" of the URI \"{uri}\" is empty or too long for a Unix socket (107 bytes).", exception);
        }
    }

    private static LibvirtConnectException FailureOf(SocketException exception, string path) => exception.SocketErrorCode switch
    {
        SocketError.AccessDenied => new LibvirtConnectException(
            LibvirtConnectFailure.PermissionDenied,
            $"This user may not use libvirt's socket {path}. Join the group that owns it (mostly \"libvirt\"), or run as root.",
            exception),
        SocketError.ConnectionRefused => new LibvirtConnectException(
            LibvirtConnectFailure.Refused, $"libvirt's socket {path} exists, but no daemon listens on it. Start libvirtd (or virtqemud) and try again.", exception),
        SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => new LibvirtConnectException(
            LibvirtConnectFailure.NoSocket,
            $"There is no libvirt socket at {path}. Install libvirt's daemon and start it, or name another socket with ?socket=PATH in the URI.",
            exception),
        _ => new LibvirtConnectException(
            LibvirtConnectFailure.TransportFailed, $"Connecting to libvirt's socket {path} failed: {exception.Message}.", exception),
    };
}
