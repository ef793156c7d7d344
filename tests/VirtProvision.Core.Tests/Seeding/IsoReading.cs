using System.Buffers.Binary;
using System.Text;
using Xunit;

namespace VirtProvision.Core.Tests.Seeding;

/// <summary>Reads an image by the standard's letter, and fails where it is not kept: path → content as hexadecimal digits, by each of the two kinds of names.</summary>
internal sealed class IsoReading
{
    private readonly byte[] _bytes;

    private IsoReading(byte[] bytes)
    {
        _bytes = bytes;
        Read(Descriptor(1), isJoliet: false, "", RockRidge);
        Read(Descriptor(2), isJoliet: true, "", Joliet);
    }

    public SortedDictionary<string, string> RockRidge { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, string> Joliet { get; } = new(StringComparer.Ordinal);

    public static IsoReading Of(byte[] bytes) => new(bytes);

    private ReadOnlySpan<byte> Descriptor(int type)
    {
        var descriptor = _bytes.AsSpan((15 + type) * 2048, 2048);
        Assert.Equal(type, descriptor[0]);
        Assert.True(descriptor[1..6].SequenceEqual("CD001"u8));
        Assert.Equal((uint)_bytes.Length / 2048, Both32(descriptor[80..]));
        return descriptor.Slice(156, 34);
    }

    private static uint Both32(ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        Assert.Equal(value, BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));
        return value;
    }

    private void Read(ReadOnlySpan<byte> record, bool isJoliet, string path, SortedDictionary<string, string> found)
    {
        var content = ContentOf(record);
        var identifiers = new List<string>();
        for (var at = 0; at < content.Length;)
        {
            var length = content[at];
            if (length is 0)
            {
                at = (at / 2048 + 1) * 2048; // the rest of the sector is empty
                continue;
            }

            Assert.True(at / 2048 == (at + length - 1) / 2048, "A record crosses the end of its sector.");
            var entry = content.Slice(at, length);
            var identifier = entry.Slice(33, entry[32]);
            at += length;
            if (identifier is [0 or 1])
            {
                continue;
            }

            var identifierText = isJoliet ? Encoding.BigEndianUnicode.GetString(identifier) : Encoding.ASCII.GetString(identifier);
            identifiers.Add(identifierText);
            var name = isJoliet ? identifierText : RockRidgeName(entry[(33 + identifier.Length + (identifier.Length + 1) % 2)..]);
            if ((entry[25] & 2) is not 0)
            {
                Read(entry, isJoliet, $"{path}{name}/", found);
            }
            else
            {
                found.Add(path + name, Convert.ToHexString(ContentOf(entry)));
            }
        }

        Assert.Equal(identifiers.Distinct(), identifiers);
        Assert.All(identifiers, identifier => Assert.True(isJoliet || identifier.Length <= 14));
    }

    private ReadOnlySpan<byte> ContentOf(ReadOnlySpan<byte> record) => _bytes.AsSpan((int)Both32(record[2..]) * 2048, (int)Both32(record[10..]));

    private static string RockRidgeName(ReadOnlySpan<byte> systemUse)
    {
        while (!systemUse[..2].SequenceEqual("NM"u8))
        {
            systemUse = systemUse[systemUse[2]..];
        }

        return Encoding.UTF8.GetString(systemUse[5..systemUse[2]]);
    }
}
