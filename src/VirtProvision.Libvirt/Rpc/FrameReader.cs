using System.Buffers;
using System.Buffers.Binary;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Rpc;

/// <summary>Cuts the bytes of a connection into messages. The buffer grows with what has arrived, not with what a length word promises.</summary>
internal sealed class FrameReader(Stream transport) : IDisposable
{
    private const int Usual = 128 * 1024;
    private const int KeptAtMost = 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Usual);
    private int _start;
    private int _end;

    /// <summary>Reads what there is; false when the other side has ended the connection between two messages.</summary>
    /// <exception cref="EndOfStreamException">It ended in the middle of a message.</exception>
    public async ValueTask<bool> ReadMoreAsync()
    {
        MakeRoom();
        var read = await transport.ReadAsync(_buffer.AsMemory(_end)).ConfigureAwait(false);
        if (read == 0)
        {
            return _start == _end ? false : throw new EndOfStreamException($"{_end - _start} bytes of an unfinished message had arrived");
        }

        _end += read;
        return true;
    }

    /// <summary>The next whole message, without its length word; it is gone with the next <see cref="ReadMoreAsync"/>.</summary>
    public bool TryTake(out ReadOnlySpan<byte> frame)
    {
        frame = default;
        var waiting = _buffer.AsSpan(_start, _end - _start);
        if (waiting.Length < ProtocolLimits.LengthWord)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(waiting);
        if (length is < ProtocolLimits.LengthWord + ProtocolLimits.Header or > ProtocolLimits.LengthWord + ProtocolLimits.Message)
        {
            throw new LibvirtProtocolException("len", $"is {length}, which no message can have");
        }

        if (waiting.Length < length)
        {
            return false;
        }

        frame = waiting[ProtocolLimits.LengthWord..(int)length];
        _start += (int)length;
        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _end = 0;
            if (_buffer.Length > KeptAtMost)
            {
                Move(Usual);
            }
        }
        else if (_end == _buffer.Length && _start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        else if (_end == _buffer.Length)
        {
            Move(_buffer.Length * 2);
        }
    }

    private void Move(int size)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(0, _end).CopyTo(bytes);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = bytes;
    }
}
