using System.Collections.Concurrent;
using System.Net.Sockets;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Libvirt.Tests;

/// <summary>A daemon that does what a test's script says: for refusals, delays, cuts and lies, which the real one won't do on demand.</summary>
internal sealed class FakeServer(Func<FakeConnection, Task> script) : ITransport
{
    public static readonly LibvirtUri Uri = LibvirtUri.Parse("qemu:///system");

    // Small, so that a client that doesn't read stalls its server.
    private const int SocketBuffer = 16 * 1024;

    private readonly ConcurrentQueue<Task> _scripts = [];

    /// <summary>Completes when all scripts have; fails with the first that failed.</summary>
    public Task Scripts => Task.WhenAll(_scripts);

    /// <summary>A server that opens the connection and then follows the script.</summary>
    public static FakeServer AfterOpen(Func<FakeConnection, Task> script) => new(async connection =>
    {
        await connection.AcceptAsync();
        await script(connection);
    });

    public bool Serves(LibvirtTransport transport) => true;

    public async Task<Stream> OpenAsync(LibvirtUri uri, TransportOptions options, CancellationToken cancellationToken)
    {
        var (client, server) = await ConnectedPairAsync();
        var connection = new FakeConnection(server);
        _scripts.Enqueue(Task.Run(() => RunAsync(connection), CancellationToken.None));
        return client;
    }

    public Task<LibvirtClient> ConnectAsync(LibvirtConnectOptions? options = null) =>
        LibvirtClient.ConnectAsync(Uri, (options ?? LibvirtConnectOptions.Default) with { Transport = this });

    private static async Task<(Stream Client, Stream Server)> ConnectedPairAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), $"vplv-{Guid.NewGuid():n}");
        using var listener = NewSocket();
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var client = NewSocket();
        await client.ConnectAsync(new UnixDomainSocketEndPoint(path));
        var server = await listener.AcceptAsync();
        server.SendBufferSize = SocketBuffer;
        File.Delete(path);
        return (new NetworkStream(client, ownsSocket: true), new NetworkStream(server, ownsSocket: true));

        static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { SendBufferSize = SocketBuffer };
    }

    private async Task RunAsync(FakeConnection connection)
    {
        try
        {
            await script(connection);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The client has hung up, as it may.
        }
        finally
        {
            connection.Close();
        }
    }
}
