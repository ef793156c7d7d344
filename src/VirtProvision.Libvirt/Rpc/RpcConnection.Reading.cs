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
                while (DispatchNext(frames))
                {
                    // A download that nobody reads must not fill memory: stop reading, and the daemon stops sending.
                    // Bulk streams have a connection to themselves, so that nobody else waits here.
                    if (_full is not null)
                    {
                        await _full.WaitForRoomAsync().ConfigureAwait(false);
                        _lastHeard = _options.TimeProvider.GetTimestamp();
                        _full = null;
                    }
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

    private bool DispatchNext(FrameReader frames)
    {
        if (!frames.TryTake(out var frame))
        {
            return false;
        }

        var reader = new XdrReader(frame);
        var header = MessageHeader.Read(ref reader);
        if (header.Version != MessageHeader.ProtocolVersion)
        {
            throw new LibvirtProtocolException("vers", $"is {header.Version}, but only version {MessageHeader.ProtocolVersion} was spoken so far");
        }

        switch (header.Program, header.Type)
        {
            case (MessageHeader.RemoteProgram, MessageType.Reply):
                ReceiveReply(header, ref reader);
                break;
            case (MessageHeader.RemoteProgram, MessageType.Stream or MessageType.StreamHole):
                ReceiveStream(header, ref reader);
                break;
            case (MessageHeader.RemoteProgram, MessageType.Event):
                Events.Deliver((RemoteProcedure)header.Procedure, ref reader);
                break;
            case (MessageHeader.KeepAliveProgram, MessageType.Event):
                ReceiveKeepAlive(header);
                break;
            case (MessageHeader.RemoteProgram or MessageHeader.KeepAliveProgram, _):
                throw new LibvirtProtocolException("type", $"is {(int)header.Type}, which a server never sends here");
            default:
                throw new LibvirtProtocolException("prog", $"is 0x{header.Program:x8}, to which nothing was sent");
        }

        return true;
    }

    private void ReceiveReply(MessageHeader header, ref XdrReader reader)
    {
        var call = TakePending(header.Serial);
        if (call is null)
        {
            PassOverAbandoned(header);
            return;
        }

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
        if (header.Procedure != (int)call.Procedure)
        {
            throw new LibvirtProtocolException("proc", $"is {header.Procedure} instead of {(int)call.Procedure}");
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

    private void ReceiveStream(MessageHeader header, ref XdrReader reader)
    {
        RpcStream? stream;
        lock (_gate)
        {
            _streams.TryGetValue(header.Serial, out stream);
        }

        if (stream is null)
        {
            PassOverAbandoned(header, keep: header.Status == MessageStatus.Continue);
            return;
        }

        if (!stream.Receive(header, ref reader))
        {
            Forget(stream);
        }

        _full = stream.IsFull ? stream : null;
    }

    private void PassOverAbandoned(MessageHeader header, bool keep = false)
    {
        lock (_gate)
        {
            if (_end is null && !(keep ? _abandoned.Contains(header.Serial) : _abandoned.Remove(header.Serial)))
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
