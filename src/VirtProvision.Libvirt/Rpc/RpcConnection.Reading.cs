using System.Net.Sockets;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Rpc;

internal sealed partial class RpcConnection
{
    private RpcStream? _full;

    private async Task ReadAsync()
    {
        using var frames = new FrameReader(_transport);
        try
        {
            while (await frames.ReadMoreAsync().ConfigureAwait(false))
            {
                _lastHeard = _options.TimeProvider.GetTimestamp();
                while (DispatchAll(frames) is { } full)
                {
                    // A download that nobody reads must not fill memory: stop reading, and the daemon stops sending.
                    // Bulk streams have a connection to themselves, so that nobody else waits here.
                    _full = full;
                    await full.WaitForRoomAsync().ConfigureAwait(false);
                    _lastHeard = _options.TimeProvider.GetTimestamp();
                    _full = null;
                }
            }

            End(new LibvirtConnectionLostException("libvirt closed the connection."));
        }
        catch (LibvirtProtocolException exception)
        {
            End(exception);
        }
        catch (EndOfStreamException exception)
        {
            End(new LibvirtConnectionLostException($"libvirt closed the connection in the middle of a message: {exception.Message}.", exception));
        }
        catch (Exception exception) when (exception is IOException or SocketException or InvalidOperationException or OperationCanceledException)
        {
            End(new LibvirtConnectionLostException($"The connection to libvirt broke: {exception.Message}", exception));
        }
    }

    /// <summary>Hands out all whole messages; stops early at a stream that has no room for more.</summary>
    private RpcStream? DispatchAll(FrameReader frames)
    {
        // Calls whose turn comes with these replies leave in one batch.
        _sender.Hold();
        try
        {
            RpcStream? full = null;
            while (full is null && frames.TryTake(out var frame))
            {
                full = Dispatch(frame);
            }

            return full;
        }
        finally
        {
            _sender.Release();
        }
    }

    private RpcStream? Dispatch(ReadOnlySpan<byte> frame)
    {
        var reader = new XdrReader(frame);
        var header = MessageHeader.Read(ref reader);
        if (header.Version != MessageHeader.ProtocolVersion)
        {
            throw new LibvirtProtocolException("vers", $"is {header.Version}, but only version {MessageHeader.ProtocolVersion} was spoken so far");
        }

        switch (header.Program, header.Type)
        {
            case (MessageHeader.RemoteProgram or MessageHeader.QemuProgram, MessageType.Reply):
                ReceiveReply(header, ref reader);
                return null;
            case (MessageHeader.RemoteProgram, MessageType.Stream or MessageType.StreamHole):
                return ReceiveStream(header, ref reader);
            case (MessageHeader.RemoteProgram, MessageType.Event):
                Events.Deliver((RemoteProcedure)header.Procedure, ref reader);
                return null;
            case (MessageHeader.KeepAliveProgram, MessageType.Event):
                ReceiveKeepAlive(header);
                return null;
            case (MessageHeader.RemoteProgram or MessageHeader.QemuProgram or MessageHeader.KeepAliveProgram, _):
                throw new LibvirtProtocolException("type", $"is {(int)header.Type}, which a server never sends here");
            default:
                throw new LibvirtProtocolException("prog", $"is 0x{header.Program:x8}, to which nothing was sent");
        }
    }

    private void ReceiveReply(MessageHeader header, ref XdrReader reader)
    {
        var call = Take(header.Serial, abandon: false, out var next);
        if (call is null)
        {
            PassOverAbandoned(header, last: true);
            return;
        }

        SendInTurn(next);

        try
        {
            Answer(call, header, ref reader);
        }
        catch (LibvirtProtocolException exception)
        {
            // The frame was whole, so the connection is still in step: only this call is broken.
            Forget(call.Stream);
            call.Fail(exception.In($"The reply to {call.Procedure}"));
        }
    }

    private void Answer(PendingCall call, MessageHeader header, ref XdrReader reader)
    {
        if (!header.IsOf(call.Procedure))
        {
            throw new LibvirtProtocolException("proc", $"is {header.Procedure} of program 0x{header.Program:x8} instead of {call.Procedure}");
        }

        switch (header.Status)
        {
            case MessageStatus.Ok:
                call.Answer(ref reader);
                break;
            case MessageStatus.Error:
                Forget(call.Stream);
                call.Fail(new LibvirtServerException(ErrorPayload.Read(ref reader)));
                break;
            default:
                throw new LibvirtProtocolException("status", $"is {(int)header.Status}, which a reply can't have");
        }
    }

    private RpcStream? ReceiveStream(MessageHeader header, ref XdrReader reader)
    {
        RpcStream? stream;
        lock (_gate)
        {
            _streams.TryGetValue(header.Serial, out stream);
        }

        if (stream is null)
        {
            PassOverAbandoned(header, last: header.Status != MessageStatus.Continue);
            return null;
        }

        if (!stream.Receive(header, ref reader))
        {
            Forget(stream);
        }

        return stream.IsFull ? stream : null;
    }

    private void PassOverAbandoned(MessageHeader header, bool last)
    {
        lock (_gate)
        {
            if (_end is null && !_calls.PassOver(header.Serial, last))
            {
                throw new LibvirtProtocolException("serial", $"is {header.Serial}, which no call is waiting for");
            }
        }
    }

    private void Forget(RpcStream? stream)
    {
        if (stream is not null)
        {
            lock (_gate)
            {
                _streams.Remove(stream.Serial);
            }
        }
    }
}
