using CsCheck;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Tests;

/// <summary>RFC 4506, as far as libvirt uses it.</summary>
public sealed class XdrTests
{
    // Any character but NUL and halves of pairs, which are refused.
    private static readonly Gen<string> s_text = Gen.Char['\u0001', '\ud7ff'].Array.Select(letters => new string(letters));

    [Fact]
    public void Writes_big_endian_words_and_pads_strings()
    {
        var buffer = new WireBuffer();
        var writer = new XdrWriter(buffer);
        writer.WriteInt32(-2);
        writer.WriteUInt64(0x0102030405060708);
        writer.WriteString("abcde");
        writer.WriteOptionalString(null);
        writer.WriteOptionalString("x");
        writer.WriteUuid(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));
        Assert.Equal(
            "FFFFFFFE" + // int -2
            "0102030405060708" + // unsigned hyper
            "00000005" + "6162636465" + "000000" + // string: length, bytes, padding
            "00000000" + // no string
            "00000001" + "00000001" + "78" + "000000" + // a string
            "00112233445566778899AABBCCDDEEFF", // opaque[16]
            Convert.ToHexString(buffer.Memory.Span));
    }

    [Fact]
    public void Every_value_comes_back() =>
        Gen.Select(Gen.Int, Gen.ULong, Gen.Double, Gen.Bool, Gen.Guid, s_text, Gen.Byte.Array).Sample((number, wide, real, yes, uuid, text, bytes) =>
        {
            var buffer = new WireBuffer();
            var writer = new XdrWriter(buffer);
            writer.WriteInt32(number);
            writer.WriteUInt64(wide);
            writer.WriteDouble(real);
            writer.WriteBoolean(yes);
            writer.WriteUuid(uuid);
            writer.WriteString(text);
            writer.WriteOptionalString(text);
            writer.WriteOpaque(bytes, limit: 100_000);
            Assert.Equal(0, buffer.Length % 4);

            var reader = new XdrReader(buffer.Memory.Span);
            Assert.Equal(number, reader.ReadInt32("number"));
            Assert.Equal(wide, reader.ReadUInt64("wide"));
            Assert.Equal(real, reader.ReadDouble("real"));
            Assert.Equal(yes, reader.ReadBoolean("yes"));
            Assert.Equal(uuid, reader.ReadUuid("uuid"));
            Assert.Equal(text, reader.ReadString("text"));
            Assert.Equal(text, reader.ReadOptionalString("text"));
            Assert.Equal(bytes, reader.ReadOpaque("bytes", limit: 100_000));
            reader.ExpectEnd();
        });

    [Fact]
    public void Refuses_to_send_what_would_arrive_as_something_else()
    {
        foreach (var text in new[] { "cut at\0the NUL", "half a pair \ud800 of surrogates" })
        {
            Assert.ThrowsAny<ArgumentException>(() => new XdrWriter(new WireBuffer()).WriteString(text));
        }
    }

    [Fact]
    public void Refuses_to_send_a_string_that_the_server_would_hang_up_on()
    {
        var buffer = new WireBuffer();
        new XdrWriter(buffer).WriteString(new string('x', 4_194_304));
        Assert.Throws<ArgumentException>(() => new XdrWriter(buffer).WriteString(new string('x', 4_194_305)));
        Assert.Throws<ArgumentException>(() => new XdrWriter(buffer).WriteString(new string('ä', 2_097_153)));
    }

    [Theory]
    [InlineData("FFFFFFFF", "4294967295 bytes but the limit is 4194304")] // a length beyond the limit
    [InlineData("0000000861626364", "needs 8 bytes but only 4 are left")] // longer than what is there
    [InlineData("000000056162636465", "needs 8 bytes but only 5 are left")] // padding missing
    [InlineData("0000", "needs 4 bytes but only 2 are left")] // cut off in the length
    public void Names_the_field_of_a_broken_string(string hex, string problem)
    {
        var exception = Assert.Throws<LibvirtProtocolException>(() => new XdrReader(Convert.FromHexString(hex)).ReadString("xml"));
        Assert.Equal("xml", exception.Field);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_count_promises_no_more_than_is_there()
    {
        var tooMany = WireBytes.Empty.Int(17).Int(1).ToArray();
        Assert.Contains("limit is 16", Broken(tooMany, limit: 16), StringComparison.Ordinal);
        var tooFew = WireBytes.Empty.Int(16_384).Int(1).ToArray();
        Assert.Contains("only 4 bytes are left", Broken(tooFew, limit: 16_384), StringComparison.Ordinal);
        var presence = WireBytes.Empty.Int(2).ToArray();
        Assert.Throws<LibvirtProtocolException>(() => new XdrReader(presence).ReadOptionalString("s"));

        static string Broken(byte[] bytes, int limit) => Assert.Throws<LibvirtProtocolException>(
            () => new XdrReader(bytes).ReadArray("list", limit, minimumSize: 4, static (ref XdrReader reader) => reader.ReadInt32("item"))).Message;
    }

    [Fact]
    public void Bytes_that_are_no_unicode_still_give_a_text()
    {
        // A file name on the host may be anything; a pool that holds one must still be listed.
        var reader = new XdrReader(WireBytes.Empty.Int(4).Bytes(0x61, 0xff, 0x62, 0x63).ToArray());
        Assert.Equal("a\ufffdbc", reader.ReadString("name"));
        Assert.Equal(0, reader.Remaining);
    }
}
