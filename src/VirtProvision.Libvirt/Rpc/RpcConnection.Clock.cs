using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Rpc;

/// <summary>Time limits of calls, and keepalive: one clock a connection instead of a timer a call.</summary>
internal sealed partial class RpcConnection
{
    private const int Ping = 1; // KEEPALIVE_PROC_PING
    private const int Pong = 2; // KEEPALIVE_PROC_PONG

    private const int DaemonTakes = 5;

    private long _lastHeard;
    private long _lastPing;
    private int _unanswered;

    private ITimer? StartClock()
    {
        TimeSpan[] limits = [_options.CallTimeout, _options.LongCallTimeout, _options.KeepAliveInterval];
        var shortest = limits.Where(limit => limit != Timeout.InfiniteTimeSpan).DefaultIfEmpty(Timeout.InfiniteTimeSpan).Min();
        if (shortest == Timeout.InfiniteTimeSpan)
        {
            return null;
        }

        var period = TimeSpan.FromMilliseconds(Math.Clamp(shortest.TotalMilliseconds / 4, 5, 1000));
        return _options.TimeProvider.CreateTimer(static connection => ((RpcConnection)connection!).Tick(), this, period, period);
    }

    private long DeadlineAfter(TimeSpan timeout) => timeout == Timeout.InfiniteTimeSpan
        ? long.MaxValue
        : _options.TimeProvider.GetTimestamp() + (long)(timeout.TotalSeconds * _options.TimeProvider.TimestampFrequency);

    private void Tick()
    {
        var now = _options.TimeProvider.GetTimestamp();
        PendingCall[] overdue;
        lock (_gate)
        {
            overdue = _calls.Overdue(now);
        }

        foreach (var call in overdue)
        {
            if (Take(call.Serial, abandon: true, out var next) is not null)
            {
                Forget(call.Stream);
                call.Fail(new LibvirtTimeoutException($"libvirt did not answer {call.Procedure} in time."));
            }

            SendInTurn(next);
        }

        KeepAlive(now);
    }

    private void KeepAlive(long now)
    {
        // While the reader waits for room in a stream, the silence is ours.
        if (_options.KeepAliveInterval == Timeout.InfiniteTimeSpan || Volatile.Read(ref _full) is not null)
        {
            return;
        }

        // While as many calls are under way as the daemon takes of a client at once (max_client_requests), it reads nothing more, and so no ping:
        // its silence then says nothing. That is also why we never ask for pings of its own, whose answers it would not read.
        lock (_gate)
        {
            if (_calls.UnderWay >= DaemonTakes)
            {
                _unanswered = 0;
                return;
            }
        }

        var heard = Volatile.Read(ref _lastHeard);
        if (heard > _lastPing)
        {
            _unanswered = 0;
        }

        if (_options.TimeProvider.GetElapsedTime(Math.Max(heard, _lastPing), now) <= _options.KeepAliveInterval)
        {
            return;
        }

        // Pings are counted, not seconds: a program that was itself held up (a suspended laptop, a starved machine) has asked nothing in that time.
        if (_unanswered >= _options.KeepAliveCount)
        {
            var silence = _options.TimeProvider.GetElapsedTime(heard, now);
            End(new LibvirtConnectionLostException($"libvirt has been silent for {silence.TotalSeconds:0} s and did not answer {_unanswered} keepalive pings."));
        }
        else
        {
            _unanswered++;
            _lastPing = now;
            SendKeepAlive(Ping);
        }
    }

    private void ReceiveKeepAlive(MessageHeader header)
    {
        if (header.Procedure == Ping)
        {
            SendKeepAlive(Pong);
        }
    }

    private void SendKeepAlive(int procedure) => _sender.Send<Nothing>(
        new MessageHeader(MessageHeader.KeepAliveProgram, MessageHeader.ProtocolVersion, procedure, MessageType.Event, Serial: 0, MessageStatus.Ok),
        Nothing.Write,
        default);
}
