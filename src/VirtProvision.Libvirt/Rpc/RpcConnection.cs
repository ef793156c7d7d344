using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Rpc;

/// <summary>
/// Calls over one connection, many at a time. libvirt answers them in any order; the serial, not the sequence, finds the caller.
/// The reader never waits for the writer: a client that only writes is no longer read by the daemon once five of its calls are unanswered, and both would stand still.
/// https://libvirt.org/kbase/internals/rpc.html
/// </summary>
internal sealed partial class RpcConnection : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, PendingCall> _pending = [];
    private readonly Dictionary<uint, RpcStream> _streams = [];
    private readonly HashSet<uint> _abandoned = [];
    private readonly SemaphoreSlim _window;
    private readonly Stream _transport;
    private readonly MessageSender _sender;
    private readonly RpcOptions _options;
    private readonly Task _reading;
    private readonly ITimer? _clock;
    private uint _lastSerial;
    private LibvirtException? _end;

    /// <summary>Takes over the transport and begins to read from it.</summary>
    public RpcConnection(Stream transport, RpcOptions options)
    {
        _transport = transport;
        _options = options;
        _window = new SemaphoreSlim(options.Window);
        _sender = new MessageSender(transport, End);
        _lastHeard = options.TimeProvider.GetTimestamp();
        _clock = StartClock();
        _reading = ReadAsync();
    }

    public EventTable Events { get; } = new();

    /// <summary>Calls a procedure and gives its reply.</summary>
    /// <exception cref="LibvirtServerException">The server refused.</exception>
    /// <exception cref="LibvirtConnectionLostException">The connection ended before the reply.</exception>
    /// <exception cref="LibvirtTimeoutException">No reply came in time.</exception>
    /// <exception cref="LibvirtProtocolException">What came is no such reply.</exception>
    public async Task<TReply> CallAsync<TArgs, TReply>(Procedure<TArgs, TReply> procedure, TArgs args, CancellationToken cancellationToken)
    {
        await _window.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var call = Send(procedure, args, stream: null);
            using var registration = cancellationToken.UnsafeRegister(static (call, token) => Cancel((PendingCall)call!, token), call);
            return await call.Completion.ConfigureAwait(false);
        }
        finally
        {
            _window.Release();
        }
    }

    /// <summary>Calls a procedure that begins a stream.</summary>
    public async Task<(TReply Reply, RpcStream Stream)> OpenStreamAsync<TArgs, TReply>(
        Procedure<TArgs, TReply> procedure, TArgs args, CancellationToken cancellationToken)
    {
        var stream = new RpcStream(this, procedure.Number);
        var call = Send(procedure, args, stream);
        using var registration = cancellationToken.UnsafeRegister(static (call, token) => Cancel((PendingCall)call!, token), call);
        return (await call.Completion.ConfigureAwait(false), stream);
    }

    public Task SendStreamAsync(RpcStream stream, MessageType type, MessageStatus status, ReadOnlySpan<byte> payload) =>
        _sender.SendAsync(MessageHeader.Of(stream.Procedure, type, stream.Serial, status), payload);

    /// <summary>Closes the transport. Calls that still wait end as lost.</summary>
    public void Close() => End(new LibvirtConnectionLostException("The connection to libvirt was closed by this program."));

    /// <summary>Closes the transport and waits until nothing reads from it any more.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        await _reading.ConfigureAwait(false);
    }

    private static void Cancel(PendingCall call, CancellationToken cancellationToken)
    {
        if (call.Connection.Abandon(call))
        {
            call.Cancel(cancellationToken);
        }
    }

    private PendingCall<TReply> Send<TArgs, TReply>(Procedure<TArgs, TReply> procedure, TArgs args, RpcStream? stream)
    {
        var timeout = procedure.IsLong ? _options.LongCallTimeout : _options.CallTimeout;
        PendingCall<TReply> call;
        lock (_gate)
        {
            ThrowIfEnded(procedure.Number);
            var serial = NextSerial();
            call = new PendingCall<TReply>(this, procedure.Number, serial, DeadlineAfter(timeout), procedure.Read) { Stream = stream };
            _pending.Add(serial, call);
            if (stream is not null)
            {
                stream.Serial = serial;
                _streams.Add(serial, stream);
            }
        }

        _options.CallObserver?.Invoke(procedure.Number);
        try
        {
            _sender.Send(MessageHeader.Of(procedure.Number, MessageType.Call, call.Serial, MessageStatus.Ok), procedure.Write, args);
        }
        catch
        {
            TakePending(call.Serial);
            Forget(stream);
            throw;
        }

        return call;
    }

    // 0 is the serial of events; after four billion calls the numbers start again, past those that still wait.
    private uint NextSerial()
    {
        do
        {
            _lastSerial++;
        }
        while (_lastSerial == 0 || _pending.ContainsKey(_lastSerial) || _streams.ContainsKey(_lastSerial) || _abandoned.Contains(_lastSerial));
        return _lastSerial;
    }

    private PendingCall? TakePending(uint serial)
    {
        lock (_gate)
        {
            return _pending.Remove(serial, out var call) ? call : null;
        }
    }

    /// <summary>Stops waiting for a call; its reply will be passed over when it comes. False when it has ended already.</summary>
    private bool Abandon(PendingCall call)
    {
        lock (_gate)
        {
            if (!_pending.Remove(call.Serial))
            {
                return false;
            }

            _abandoned.Add(call.Serial);
            _streams.Remove(call.Serial);
            return true;
        }
    }

    private void ThrowIfEnded(RemoteProcedure procedure)
    {
        if (_end is not null)
        {
            throw EndOf(procedure, _end);
        }
    }

    private void End(LibvirtException reason)
    {
        PendingCall[] calls;
        RpcStream[] streams;
        lock (_gate)
        {
            if (_end is not null)
            {
                return;
            }

            _end = reason;
            calls = [.. _pending.Values];
            streams = [.. _streams.Values];
            _pending.Clear();
            _streams.Clear();
            _abandoned.Clear();
        }

        _clock?.Dispose();
        _sender.Stop(reason);
        _transport.Dispose();
        foreach (var call in calls)
        {
            call.Fail(EndOf(call.Procedure, reason));
        }

        foreach (var stream in streams)
        {
            stream.Fail(EndOf(stream.Procedure, reason));
        }

        Events.End(reason);
    }

    // Each caller gets an exception of its own: one object thrown from many places would carry all their stack traces.
    private static LibvirtException EndOf(RemoteProcedure procedure, LibvirtException reason) => reason switch
    {
        LibvirtProtocolException broken => broken.In($"A message from the server, while {procedure} was under way,"),
        _ => new LibvirtConnectionLostException($"{reason.Message} {procedure} was not answered.", reason.InnerException ?? reason),
    };
}
