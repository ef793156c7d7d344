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
    private readonly CallTable _calls;
    private readonly Dictionary<uint, RpcStream> _streams = [];
    private readonly Stream _transport;
    private readonly MessageSender _sender;
    private readonly RpcOptions _options;
    private readonly Task _reading;
    private readonly ITimer? _clock;
    private LibvirtException? _end;

    /// <summary>Takes over the transport and begins to read from it.</summary>
    public RpcConnection(Stream transport, RpcOptions options)
    {
        _transport = transport;
        _options = options;
        _calls = new CallTable(options.Window);
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
    /// <exception cref="ArgumentException">The arguments can't be sent.</exception>
    public Task<TReply> CallAsync<TArgs, TReply>(Procedure<TArgs, TReply> procedure, TArgs args, CancellationToken cancellationToken)
    {
        var call = new PendingCall<TArgs, TReply>(this, procedure, args, stream: null);
        Begin(call, cancellationToken);
        return call.Completion;
    }

    /// <summary>Calls a procedure that begins a stream.</summary>
    public async Task<(TReply Reply, RpcStream Stream)> OpenStreamAsync<TArgs, TReply>(
        Procedure<TArgs, TReply> procedure, TArgs args, CancellationToken cancellationToken)
    {
        var stream = new RpcStream(this, procedure.Number);
        var call = new PendingCall<TArgs, TReply>(this, procedure, args, stream);
        Begin(call, cancellationToken);
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

    private void Begin(PendingCall call, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            call.Cancel(cancellationToken);
            return;
        }

        _options.CallObserver?.Invoke(call.Procedure);
        PendingCall? first;
        LibvirtException? end;
        lock (_gate)
        {
            end = _end;
            first = end is null ? Admit(_calls.Add(call)) : null;
        }

        if (end is not null)
        {
            call.Fail(EndOf(call.Procedure, end));
            return;
        }

        SendInTurn(first);
        CancelWith(call, cancellationToken);
    }

    // Under the lock: gives the call whose turn it is what it needs while it is under way.
    private PendingCall? Admit(PendingCall? call)
    {
        if (call is not null)
        {
            call.Deadline = DeadlineAfter(call.IsLong ? _options.LongCallTimeout : _options.CallTimeout);
            if (call.Stream is { } stream)
            {
                stream.Serial = call.Serial;
                _streams.Add(call.Serial, stream);
            }
        }

        return call;
    }

    /// <summary>Sends a call; one that can't be sent fails, and the next has its turn.</summary>
    private void SendInTurn(PendingCall? call)
    {
        while (call is not null)
        {
            try
            {
                call.Send(_sender);
                return;
            }
            catch (ArgumentException exception)
            {
                Take(call.Serial, abandon: false, out var next);
                Forget(call.Stream);
                call.Fail(exception);
                call = next;
            }
        }
    }

    /// <summary>Takes a call that is under way out of the table; null when it is over already. Its place goes to the next in line.</summary>
    private PendingCall? Take(uint serial, bool abandon, out PendingCall? next)
    {
        lock (_gate)
        {
            var call = _calls.Take(serial, abandon, out var turn);
            next = Admit(turn);
            return call;
        }
    }

    private void CancelWith(PendingCall call, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
        {
            return;
        }

        var registration = cancellationToken.UnsafeRegister(static (call, token) => ((PendingCall)call!).Connection.Cancel((PendingCall)call!, token), call);
        lock (_gate)
        {
            if (!call.IsOver)
            {
                call.Cancellation = registration;
                return;
            }
        }

        registration.Unregister();
    }

    private void Cancel(PendingCall call, CancellationToken cancellationToken)
    {
        PendingCall? next = null;
        lock (_gate)
        {
            if (call.IsOver)
            {
                return;
            }

            if (call.Serial == 0)
            {
                call.IsOver = true; // it is passed over when its turn comes
            }
            else
            {
                _calls.Take(call.Serial, abandon: true, out next);
                _streams.Remove(call.Serial);
                next = Admit(next);
            }
        }

        call.Cancel(cancellationToken);
        SendInTurn(next);
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
            calls = _calls.TakeAll();
            streams = [.. _streams.Values];
            _streams.Clear();
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
