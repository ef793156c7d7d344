using System.Buffers;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Rpc;

/// <summary>
/// Bytes that flow after a call, in packets under the call's procedure and serial: <c>continue</c> carries data, an empty <c>continue</c> is the end of what the
/// server sends, <c>ok</c> finishes and is confirmed by <c>ok</c>, <c>error</c> aborts or tells why it broke. https://libvirt.org/kbase/internals/rpc.html
/// </summary>
internal sealed class RpcStream(RpcConnection connection, RemoteProcedure procedure)
{
    private const int RoomForBytes = 2 * 1024 * 1024;
    private const int RoomForParts = 4096;

    private readonly Lock _gate = new();
    private readonly Queue<Received> _received = [];
    private readonly TaskCompletionSource _confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _arrival;
    private TaskCompletionSource? _room;
    private long _receivedBytes;
    private bool _ended;
    private bool _aborted;
    private LibvirtException? _failure;

    public RemoteProcedure Procedure { get; } = procedure;

    public uint Serial { get; set; }

    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                return NeedsRoom;
            }
        }
    }

    // Once the last packet is there, no more will come that would need room.
    private bool NeedsRoom => _failure is null && !_ended && (_receivedBytes > RoomForBytes || _received.Count > RoomForParts);

    public Task WaitForRoomAsync()
    {
        lock (_gate)
        {
            if (!NeedsRoom)
            {
                return Task.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>The next bytes or hole. A hole that was read into a buffer comes back as such and leaves the buffer alone.</summary>
    public async ValueTask<StreamPart> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                if (TakeReceived(buffer.Span) is { } part)
                {
                    return part;
                }

                if (_failure is not null)
                {
                    throw _failure;
                }

                if (_ended)
                {
                    return default;
                }

                _arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                arrival = _arrival.Task;
            }

            await arrival.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends bytes and completes when the transport has taken them.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        // An empty packet would mean the end.
        while (!bytes.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfFailed();
            var packet = bytes[..Math.Min(bytes.Length, ProtocolLimits.StreamPacket)];
            await connection.SendStreamAsync(this, MessageType.Stream, MessageStatus.Continue, packet.Span).WaitAsync(cancellationToken).ConfigureAwait(false);
            bytes = bytes[packet.Length..];
        }
    }

    // virNetStreamHole { hyper length; unsigned int flags; }
    public async ValueTask WriteHoleAsync(long length, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ThrowIfFailed();
        var sent = SendHole(length);
        await sent.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says that this side is done, and waits for the server to confirm that it has everything.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        await connection.SendStreamAsync(this, MessageType.Stream, MessageStatus.Ok, []).WaitAsync(cancellationToken).ConfigureAwait(false);
        await _confirmed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives up, and waits for the server to confirm that it has stopped.</summary>
    public async Task AbortAsync(CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        Discard();
        await connection.SendStreamAsync(this, MessageType.Stream, MessageStatus.Error, []).WaitAsync(cancellationToken).ConfigureAwait(false);
        await _confirmed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a packet from the connection's reader; false when it was the stream's last.</summary>
    public bool Receive(MessageHeader header, ref XdrReader reader)
    {
        switch (header.Type, header.Status)
        {
            case (MessageType.StreamHole, MessageStatus.Continue):
                Add(Received.Hole(ReadHole(ref reader)));
                return true;
            case (MessageType.Stream, MessageStatus.Continue) when reader.Remaining > 0:
                Add(Received.Copy(reader.ReadRest()));
                return true;
            case (MessageType.Stream, MessageStatus.Continue):
                Add(null);
                return true;
            case (MessageType.Stream, MessageStatus.Ok):
                Add(null);
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
        lock (_gate)
        {
            _failure ??= exception;
            Wake(ref _arrival);
            Wake(ref _room);
        }

        // Marked as seen: nobody may be waiting for the confirmation, and then nobody would look at it.
        _confirmed.TrySetException(exception);
        _ = _confirmed.Task.Exception;
    }

    private static void Wake(ref TaskCompletionSource? waiting)
    {
        waiting?.TrySetResult();
        waiting = null;
    }

    private static long ReadHole(ref XdrReader reader)
    {
        var length = reader.ReadInt64("length");
        reader.ReadUInt32("flags");
        return length >= 0 ? length : throw new LibvirtProtocolException("length", $"of a hole is {length}");
    }

    private Task SendHole(long length)
    {
        Span<byte> payload = stackalloc byte[12];
        payload.Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(payload, length);
        return connection.SendStreamAsync(this, MessageType.StreamHole, MessageStatus.Continue, payload);
    }

    private void ThrowIfFailed()
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                throw _failure;
            }
        }
    }

    private void Discard()
    {
        lock (_gate)
        {
            _aborted = true;
            _received.Clear();
            _receivedBytes = 0;
            Wake(ref _room);
        }
    }

    private void Add(Received? part)
    {
        lock (_gate)
        {
            if (part is null)
            {
                _ended = true;
            }
            else if (!_aborted)
            {
                _received.Enqueue(part);
                _receivedBytes += part.Bytes is null ? 0 : part.Length;
            }

            Wake(ref _arrival);
        }
    }

    private StreamPart? TakeReceived(Span<byte> buffer)
    {
        if (!_received.TryPeek(out var part))
        {
            return null;
        }

        if (part.Bytes is null)
        {
            _received.Dequeue();
            Wake(ref _room);
            return new StreamPart(StreamPartKind.Hole, part.Length);
        }

        var count = part.MoveTo(buffer);
        _receivedBytes -= count;
        if (part.Length == 0)
        {
            _received.Dequeue();
            ArrayPool<byte>.Shared.Return(part.Bytes);
        }

        if (_receivedBytes <= RoomForBytes / 2)
        {
            Wake(ref _room);
        }

        return new StreamPart(StreamPartKind.Data, count);
    }

    private sealed class Received
    {
        private int _start;

        public byte[]? Bytes { get; private init; }

        public long Length { get; private set; }

        public static Received Hole(long length) => new() { Length = length };

        public static Received Copy(ReadOnlySpan<byte> bytes)
        {
            var copy = ArrayPool<byte>.Shared.Rent(bytes.Length);
            bytes.CopyTo(copy);
            return new Received { Bytes = copy, Length = bytes.Length };
        }

        public int MoveTo(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, Length);
            Bytes.AsSpan(_start, count).CopyTo(buffer);
            _start += count;
            Length -= count;
            return count;
        }
    }
}
