using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace VirtProvision.Libvirt.Xdr;

/// <summary>Writes one message's fields as XDR: big-endian, in units of four bytes (RFC 4506).</summary>
internal ref struct XdrWriter(WireBuffer buffer)
{
    // A lone surrogate would arrive as another name than was meant; better refused than sent.
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly WireBuffer _buffer = buffer;

    public readonly void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(_buffer.Take(4), value);

    public readonly void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(_buffer.Take(4), value);

    public readonly void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(_buffer.Take(8), value);

    public readonly void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(_buffer.Take(8), value);

    public readonly void WriteDouble(double value) => BinaryPrimitives.WriteDoubleBigEndian(_buffer.Take(8), value);

    public readonly void WriteBoolean(bool value) => WriteInt32(value ? 1 : 0);

    /// <summary>opaque[16], without a length.</summary>
    public readonly void WriteUuid(Guid value) => value.TryWriteBytes(_buffer.Take(16), bigEndian: true, out _);

    /// <exception cref="ArgumentException">The string is longer than the protocol takes, holds a NUL (the server would silently cut it there) or isn't Unicode.</exception>
    public readonly void WriteString(string value)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A string for libvirt can't hold a NUL character.", nameof(value));
        }

        var length = s_utf8.GetByteCount(value);
        if (length > ProtocolLimits.String)
        {
            throw new ArgumentException($"A string of {length} bytes is longer than the {ProtocolLimits.String} that libvirt takes.", nameof(value));
        }

        WriteInt32(length);
        s_utf8.GetBytes(value, TakePadded(length));
    }

    public readonly void WriteOptionalString(string? value)
    {
        WriteBoolean(value is not null);
        if (value is not null)
        {
            WriteString(value);
        }
    }

    public readonly void WriteOpaque(ReadOnlySpan<byte> value, int limit)
    {
        if (value.Length > limit)
        {
            throw new ArgumentException($"{value.Length} bytes are more than the {limit} that libvirt takes here.", nameof(value));
        }

        WriteInt32(value.Length);
        value.CopyTo(TakePadded(value.Length));
    }

    public void WriteArray<T>(ImmutableArray<T> values, XdrWrite<T> write)
    {
        WriteInt32(values.Length);
        foreach (var value in values)
        {
            write(ref this, value);
        }
    }

    private readonly Span<byte> TakePadded(int length)
    {
        var span = _buffer.Take((length + 3) & ~3);
        span[length..].Clear();
        return span[..length];
    }
}
