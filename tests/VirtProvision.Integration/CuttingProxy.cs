using System.Net.Sockets;

namespace VirtProvision.Integration;

/// <summary>A socket in front of the daemon's that hands bytes through until it is told to cut: to the client as if the daemon had been killed.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<Socket> _open = [];
    private readonly Task _accepting;
    private bool _isCut;

    public CuttingProxy(string folder)
    {
        Path = System.IO.Path.Combine(folder, "proxy.sock");
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public string Path { get; }

    public void Cut()
    {
        lock (_open)
        {
            _isCut = true;
            _open.ForEach(static socket => socket.Dispose());
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync();
                var daemon = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await daemon.ConnectAsync(new UnixDomainSocketEndPoint("/run/libvirt/libvirt-sock"));
                lock (_open)
                {
                    if (_isCut)
                    {
                        client.Dispose();
                        daemon.Dispose();
                        continue;
                    }

                    _open.AddRange([client, daemon]);
                }

                _ = PumpAsync(client, daemon);
                _ = PumpAsync(daemon, client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed by the test.
        }
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One side is gone: so is the other.
        }

        from.Dispose();
        to.Dispose();
    }
}
