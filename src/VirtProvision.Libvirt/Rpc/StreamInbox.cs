using System.Buffers;

namespace VirtProvision.Libvirt.Rpc;

/// <summary>What has arrived on a stream and was not read yet. The connection's reader puts in and waits when it is full; one user takes out.</summary>
internal sealed class StreamInbox
{
    private const int RoomForBytes = 2 * 1024 * 1024;
    private const int RoomForParts = 4096;

    private readonly Lock _gate = new();
    private readonly Queue<Part> _parts = [];
    private TaskCompletionSource? _arrival;
    private TaskCompletionSource? _room;
    private long _bytes;
    private bool _ended;
    private bool _discarding;
    private Exception? _failure;

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
    private bool NeedsRoom => _failure is null && !_ended && (_bytes > RoomForBytes || _parts.Count > RoomForParts);

    public void AddData(ReadOnlySpan<byte> bytes)
    {
        var copy = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(copy);
        Add(new Part(copy, bytes.Length), bytes.Length);
    }

    public void AddHole(long length) => Add(new Part(null, length), bytes: 0);

    public void AddEnd()
    {
        lock (_gate)
        {
            _ended = true;
            Wake(ref _arrival);
            Wake(ref _room);
        }
    }

    /// <summary>What has arrived may still be read; then comes the failure.</summary>
    public void Fail(Exception exception)
    {
        lock (_gate)
        {
            _failure ??= exception;
            Wake(ref _arrival);
            Wake(ref _room);
        }
    }

    public void ThrowIfFailed()
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                throw _failure;
            }
        }
    }

    /// <summary>Drops what is there and what still comes.</summary>
    public void Discard()
    {
        lock (_gate)
        {
            _discarding = true;
            _parts.Clear();
            _bytes = 0;
            Wake(ref _room);
        }
    }

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

    /// <summary>The next bytes or hole. A hole comes as such and leaves the buffer alone.</summary>
    public async ValueTask<StreamPart> TakeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                if (Take(buffer.Span) is { } part)
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

    private static void Wake(ref TaskCompletionSource? waiting)
    {
        waiting?.TrySetResult();
        waiting = null;
    }

    private void Add(Part part, int bytes)
    {
        lock (_gate)
        {
            if (!_discarding)
            {
                _parts.Enqueue(part);
                _bytes += bytes;
                Wake(ref _arrival);
            }
        }
    }

    private StreamPart? Take(Span<byte> buffer)
    {
        if (!_parts.TryPeek(out var part))
        {
            return null;
        }

        StreamPart taken;
        if (part.Bytes is null)
        {
            _parts.Dequeue();
            taken = new StreamPart(StreamPartKind.Hole, part.Left);
        }
        else
        {
            var count = part.MoveTo(buffer);
            _bytes -= count;
            if (part.Left == 0)
            {
                _parts.Dequeue();
                ArrayPool<byte>.Shared.Return(part.Bytes);
            }

            taken = new StreamPart(StreamPartKind.Data, count);
        }

        if (_bytes <= RoomForBytes / 2 && _parts.Count <= RoomForParts / 2)
        {
            Wake(ref _room);
        }

        return taken;
    }

    /// <summary>Bytes from the pool, or a hole.</summary>
    private sealed class Part(byte[]? bytes, long length)
    {
        private int _start;

        public byte[]? Bytes { get; } = bytes;

        public long Left { get; private set; } = length;

        public int MoveTo(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, Left);
            Bytes.AsSpan(_start, count).CopyTo(buffer);
            _start += count;
            Left -= count;
            return count;
        }
    }
}
