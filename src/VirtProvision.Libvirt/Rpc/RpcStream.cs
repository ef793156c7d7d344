using System.Buffers.Binary;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Rpc;

/// <summary>
/// Bytes that flow after a call, in packets under the call's procedure and serial: <c>continue</c> carries data, an empty <c>continue</c> is the end of what the
/// server sends, <c>ok</c> finishes and is confirmed by <c>ok</c>, <c>error</c> aborts or tells why it broke. https://libvirt.org/kbase/internals/rpc.html
/// </summary>
internal sealed class RpcStream(RpcConnection connection, RemoteProcedure procedure)
{
    private readonly StreamInbox _inbox = new();
    private readonly TaskCompletionSource _confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RemoteProcedure Procedure { get; } = procedure;

    public uint Serial { get; set; }

    public bool IsFull => _inbox.IsFull;

    public Task WaitForRoomAsync() => _inbox.WaitForRoomAsync();

    /// <summary>The next bytes, hole, or the end.</summary>
    public ValueTask<StreamPart> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => _inbox.TakeAsync(buffer, cancellationToken);

    /// <summary>Sends bytes and completes when the transport has taken them.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        // An empty packet would mean the end.
        while (!bytes.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var packet = bytes[..Math.Min(bytes.Length, ProtocolLimits.StreamPacket)];
            await SendAsync(MessageType.Stream, MessageStatus.Continue, packet.Span).WaitAsync(cancellationToken).ConfigureAwait(false);
            bytes = bytes[packet.Length..];
        }
    }

    public async ValueTask WriteHoleAsync(long length, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        await SendHoleAsync(length).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says that this side is done, and waits for the server to confirm that it has everything.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await SendAsync(MessageType.Stream, MessageStatus.Ok, []).WaitAsync(cancellationToken).ConfigureAwait(false);
        await _confirmed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives up, and waits for the server to confirm that it has stopped.</summary>
    public async Task AbortAsync(CancellationToken cancellationToken)
    {
        _inbox.Discard();
        await SendAsync(MessageType.Stream, MessageStatus.Error, []).WaitAsync(cancellationToken).ConfigureAwait(false);
        await _confirmed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a packet from the connection's reader; false when it was the stream's last.</summary>
    public bool Receive(MessageHeader header, ref XdrReader reader)
    {
        switch (header.Type, header.Status)
        {
            case (MessageType.StreamHole, MessageStatus.Continue):
                _inbox.AddHole(ReadHole(ref reader));
                return true;
            case (MessageType.Stream, MessageStatus.Continue) when reader.Remaining > 0:
                _inbox.AddData(reader.ReadRest());
                return true;
            case (MessageType.Stream, MessageStatus.Continue):
                _inbox.AddEnd();
                return true;
            case (MessageType.Stream, MessageStatus.Ok):
                _inbox.AddEnd();
                _confirmed.TrySetResult();
                return false;
            case (MessageType.Stream, MessageStatus.Error):
                Fail(new LibvirtServerException(ErrorPayload.Read(ref reader)));
                return false;
            default:
                throw new LibvirtProtocolException("status", $"is {(int)header.Status}, which no packet of a stream can have");
        }
    }

    public void Fail(LibvirtException exception)
    {
        _inbox.Fail(exception);

        // Marked as seen: nobody may be waiting for the confirmation, and then nobody would look at it.
        _confirmed.TrySetException(exception);
        _ = _confirmed.Task.Exception;
    }

    // virNetStreamHole { hyper length; unsigned int flags; }
    private static long ReadHole(ref XdrReader reader)
    {
        var length = reader.ReadInt64("length");
        reader.ReadUInt32("flags");
        return length >= 0 ? length : throw new LibvirtProtocolException("length", $"of a hole is {length}");
    }

    private Task SendHoleAsync(long length)
    {
        Span<byte> payload = stackalloc byte[12];
        BinaryPrimitives.WriteInt64BigEndian(payload, length);
        payload[8..].Clear();
        return SendAsync(MessageType.StreamHole, MessageStatus.Continue, payload);
    }

    private Task SendAsync(MessageType type, MessageStatus status, ReadOnlySpan<byte> payload)
    {
        _inbox.ThrowIfFailed();
        return connection.SendStreamAsync(this, type, status, payload);
    }
}
