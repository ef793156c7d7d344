using System.Buffers.Binary;
using System.Text;

namespace VirtProvision.Libvirt.Tests;

/// <summary>Bytes as the protocol's definitions spell them, built apart from the code under test.</summary>
internal sealed class WireBytes
{
    private readonly List<byte> _bytes = [];

    public static WireBytes Empty => new();

    public WireBytes Int(long value) => Raw(4, span => BinaryPrimitives.WriteUInt32BigEndian(span, unchecked((uint)value)));

    public WireBytes Hyper(long value) => Raw(8, span => BinaryPrimitives.WriteInt64BigEndian(span, value));

    /// <summary>Length, bytes, zeros up to a multiple of four.</summary>
    public WireBytes Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Int(bytes.Length);
        _bytes.AddRange(bytes);
        _bytes.AddRange(new byte[(4 - (bytes.Length % 4)) % 4]);
        return this;
    }

    public WireBytes Optional(string? value) => value is null ? Int(0) : Int(1).Text(value);

    /// <summary>16 bytes in the order in which a UUID is written.</summary>
    public WireBytes Uuid(string value) => Bytes(Convert.FromHexString(value.Replace("-", "", StringComparison.Ordinal)));

    public WireBytes Domain(string name, string uuid, int id) => Text(name).Uuid(uuid).Int(id);

    public WireBytes Named(string name, string uuid) => Text(name).Uuid(uuid);

    public WireBytes Volume(string pool, string name, string key) => Text(pool).Text(name).Text(key);

    public WireBytes Bytes(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>remote_error, with what mostly is there.</summary>
    public WireBytes Error(int code, int domain, string message) =>
        Int(code).Int(domain).Optional(message).Int(2).Int(0).Optional("%s").Optional(null).Optional(null).Int(-1).Int(-1).Int(0);

    public byte[] ToArray() => _bytes.ToArray();

    private WireBytes Raw(int size, Action<byte[]> write)
    {
        var bytes = new byte[size];
        write(bytes);
        _bytes.AddRange(bytes);
        return this;
    }
}
