using System.Buffers.Binary;
using System.Text;

namespace VirtProvision.Core.Seeding.Iso;

/// <summary>Puts together the bytes of one structure. ISO 9660 writes most numbers twice, little-endian and then big-endian.</summary>
internal sealed class IsoBytes
{
    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public ReadOnlySpan<byte> Span => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes);

    public IsoBytes Byte(int value)
    {
        _bytes.Add(checked((byte)value));
        return this;
    }

    public IsoBytes Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public IsoBytes Zeros(int count)
    {
        _bytes.AddRange(Enumerable.Repeat((byte)0, count));
        return this;
    }

    /// <summary>7.2.3: 16 bits in both orders.</summary>
    public IsoBytes Both16(int value) => Little16(value).Big16(value);

    /// <summary>7.3.3: 32 bits in both orders.</summary>
    public IsoBytes Both32(uint value) => Little32(value).Big32(value);

    public IsoBytes Little16(int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, checked((ushort)value));
        return Bytes(bytes);
    }

    public IsoBytes Big16(int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, checked((ushort)value));
        return Bytes(bytes);
    }

    public IsoBytes Little32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Bytes(bytes);
    }

    public IsoBytes Big32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return Bytes(bytes);
    }

    /// <summary>A text in a field of fixed size, filled up with spaces.</summary>
    public IsoBytes Field(string text, int size, Encoding encoding)
    {
        var bytes = encoding.GetBytes(text);
        var space = encoding.GetBytes(" ");
        Bytes(bytes);
        for (var filled = bytes.Length; filled + space.Length <= size; filled += space.Length)
        {
            Bytes(space);
        }

        return Zeros((size - bytes.Length) % space.Length);
    }
}
