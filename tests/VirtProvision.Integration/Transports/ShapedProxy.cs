using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace VirtProvision.Integration.Transports;

/// <summary>A network in between, as bad as a test wants it: it hands on only now and then, or cuts after so many bytes.</summary>
internal sealed class ShapedProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly EndPoint _target;
    private readonly Task _accepting;
    private readonly ConcurrentDictionary<DateTime, bool> _ticksOfClient = [];
    private long _bytesToClient;

    public ShapedProxy(EndPoint target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What comes in, in either direction, is handed on when the next tick is over: a round trip takes two. Zero: at once.</summary>
    public TimeSpan Tick { get; init; }

    /// <summary>In how many ticks the client had something to say: at least the number of times it waited for an answer before it went on.</summary>
    public int TicksOfClient => _ticksOfClient.Count;

    /// <summary>After so many bytes towards the client both sides are hung up on.</summary>
    public long CutAfter { get; init; } = long.MaxValue;

    public long BytesToClient => Interlocked.Read(ref _bytesToClient);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_end.Token));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(_target.AddressFamily, SocketType.Stream, _target is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        using (client)
        {
            try
            {
                await server.ConnectAsync(_target, _end.Token);
                client.NoDelay = true;
                await Task.WhenAny(PumpAsync(client, server, toClient: false), PumpAsync(server, client, toClient: true));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One side is gone: so is the other.
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool toClient)
    {
        var underWay = Channel.CreateUnbounded<(DateTime Due, byte[] Bytes)>();

        // It ends when it is cut, or when all that came has been handed on.
        _ = TakeInAsync(from, underWay.Writer, toClient);
        await DeliverAsync(underWay.Reader, to, toClient);
    }

    private async Task TakeInAsync(Socket from, ChannelWriter<(DateTime Due, byte[] Bytes)> underWay, bool toClient)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var read)
            {
                var now = DateTime.UtcNow;
                var due = Tick == TimeSpan.Zero ? now : new DateTime(((now.Ticks / Tick.Ticks) + 1) * Tick.Ticks, DateTimeKind.Utc);
                if (!toClient)
                {
                    _ticksOfClient.TryAdd(due, true);
                }

                underWay.TryWrite((due, buffer[..read]));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One side is gone: so is the other.
        }

        underWay.Complete();
    }

    private async Task DeliverAsync(ChannelReader<(DateTime Due, byte[] Bytes)> underWay, Socket to, bool toClient)
    {
        if (toClient && CutAfter == 0)
        {
            return;
        }

        await foreach (var (due, bytes) in underWay.ReadAllAsync(_end.Token))
        {
            if (due - DateTime.UtcNow is { Ticks: > 0 } rest)
            {
                await Task.Delay(rest, _end.Token);
            }

            var passing = bytes.AsMemory();
            var isCut = false;
            if (toClient)
            {
                var before = Interlocked.Add(ref _bytesToClient, bytes.Length) - bytes.Length;
                isCut = before + bytes.Length >= CutAfter;
                passing = isCut ? passing[..(int)Math.Max(0, CutAfter - before)] : passing;
            }

            while (!passing.IsEmpty)
            {
                passing = passing[await to.SendAsync(passing, _end.Token)..];
            }

            if (isCut)
            {
                return;
            }
        }
    }
}
