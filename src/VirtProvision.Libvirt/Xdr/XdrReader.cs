using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Xdr;

/// <summary>
/// Reads one message's fields from XDR (RFC 4506). Trusts nothing: every length is held against the protocol's limit and against the bytes that are there
/// before anything is allocated, and whoever breaks the rules gets a <see cref="LibvirtProtocolException"/> naming the field.
/// </summary>
internal ref struct XdrReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public readonly int Remaining => _rest.Length;

    public int ReadInt32(string field) => BinaryPrimitives.ReadInt32BigEndian(Take(4, field));

    public uint ReadUInt32(string field) => BinaryPrimitives.ReadUInt32BigEndian(Take(4, field));

    public long ReadInt64(string field) => BinaryPrimitives.ReadInt64BigEndian(Take(8, field));

    public ulong ReadUInt64(string field) => BinaryPrimitives.ReadUInt64BigEndian(Take(8, field));

    public double ReadDouble(string field) => BinaryPrimitives.ReadDoubleBigEndian(Take(8, field));

    /// <summary>libvirt declares its booleans as int; some of its calls answer with other numbers than 1 for yes.</summary>
    public bool ReadBoolean(string field) => ReadInt32(field) != 0;

    public Guid ReadUuid(string field) => new(Take(16, field), bigEndian: true);

    public string ReadString(string field) => Encoding.UTF8.GetString(ReadCounted(field, ProtocolLimits.String));

    public string? ReadOptionalString(string field) => ReadPresence(field) ? ReadString(field) : null;

    public byte[] ReadOpaque(string field, int limit) => ReadCounted(field, limit).ToArray();

    /// <summary>Whether an optional value (<c>*</c> in the definitions) follows.</summary>
    public bool ReadPresence(string field) => ReadUInt32(field) switch
    {
        0 => false,
        1 => true,
        var other => throw new LibvirtProtocolException(field, $"is neither absent (0) nor present (1) but {other}"),
    };

    /// <param name="minimumSize">The fewest bytes that an element can take, so that a count can't promise more than is there.</param>
    public ImmutableArray<T> ReadArray<T>(string field, int limit, int minimumSize, XdrRead<T> read)
    {
        var count = ReadUInt32(field);
        if (count > (uint)limit)
        {
            throw new LibvirtProtocolException(field, $"claims {count} elements but the limit is {limit}");
        }

        if (count * (long)minimumSize > _rest.Length)
        {
            throw new LibvirtProtocolException(field, $"claims {count} elements but only {_rest.Length} bytes are left");
        }

        var elements = ImmutableArray.CreateBuilder<T>((int)count);
        for (var i = 0; i < count; i++)
        {
            elements.Add(read(ref this));
        }

        return elements.MoveToImmutable();
    }

    /// <summary>Everything that is left: the payload of a stream's packet, which isn't XDR.</summary>
    public ReadOnlySpan<byte> ReadRest()
    {
        var rest = _rest;
        _rest = [];
        return rest;
    }

    public readonly void ExpectEnd()
    {
        if (!_rest.IsEmpty)
        {
            throw new LibvirtProtocolException("payload", $"has {_rest.Length} bytes more than its definition");
        }
    }

    private ReadOnlySpan<byte> ReadCounted(string field, int limit)
    {
        var length = ReadUInt32(field);
        if (length > (uint)limit)
        {
            throw new LibvirtProtocolException(field, $"claims {length} bytes but the limit is {limit}");
        }

        return Take(((int)length + 3) & ~3, field)[..(int)length];
    }

    private ReadOnlySpan<byte> Take(int count, string field)
    {
        if (_rest.Length < count)
        {
            throw new LibvirtProtocolException(field, $"needs {count} bytes but only {_rest.Length} are left");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
