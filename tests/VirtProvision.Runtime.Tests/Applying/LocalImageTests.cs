using System.Buffers.Binary;
using VirtProvision.Runtime.Applying;

namespace VirtProvision.Runtime.Tests.Applying;

public sealed class LocalImageTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_qcow2_image_knows_the_size_of_its_disk()
    {
        var header = new byte[512];
        "QFI"u8.CopyTo(header);
        header[3] = 0xfb;
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), 3);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(24), 10L << 30);
        File.WriteAllBytes(_path, header);

        var image = LocalImage.Open(_path);

        Assert.Equal(("qcow2", 10L << 30, 512), (image.Format, image.VirtualSize, image.Length));
    }

    [Theory]
    [InlineData("base.qcow2", "base.qcow2")]
    [InlineData("json:{}", null)]
    [InlineData("", null)]
    public void A_layer_names_what_it_stands_on(string written, string? expected)
    {
        var header = new byte[1024];
        "QFI"u8.CopyTo(header);
        header[3] = 0xfb;
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(8), 600);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(16), written.Length);
        System.Text.Encoding.UTF8.GetBytes(written, header.AsSpan(600));
        File.WriteAllBytes(_path, header);

        Assert.Equal(expected, LocalImage.BackingOf(_path));
    }

    [Fact]
    public void What_is_no_image_stands_on_nothing()
    {
        File.WriteAllText(_path, "QF");
        Assert.Null(LocalImage.BackingOf(_path));
        Assert.Null(LocalImage.BackingOf(_path + "-missing"));
        var header = new byte[20];
        "QFI"u8.CopyTo(header);
        header[3] = 0xfb;
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(8), 1 << 30);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(16), 10);
        File.WriteAllBytes(_path, header);
        Assert.Null(LocalImage.BackingOf(_path));
    }

    [Fact]
    public void An_iso_image_is_known_by_its_volume_descriptor()
    {
        var content = new byte[40_000];
        "CD001"u8.CopyTo(content.AsSpan(32_769));
        File.WriteAllBytes(_path, content);
        Assert.Equal("iso", LocalImage.Open(_path).Format);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(100_000)]
    public void Anything_else_is_raw(int length)
    {
        File.WriteAllBytes(_path, new byte[length]);
        var image = LocalImage.Open(_path);
        Assert.Equal(("raw", length), (image.Format, image.VirtualSize));
    }

    [Fact]
    public async Task Hashes_the_whole_file()
    {
        await File.WriteAllTextAsync(_path, "abc");
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", await LocalImage.Open(_path).HashAsync(default));
    }

    [Fact]
    public void Sees_that_the_file_changed()
    {
        File.WriteAllText(_path, "abc");
        var image = LocalImage.Open(_path);
        Assert.True(image.IsUnchanged());
        File.AppendAllText(_path, "d");
        Assert.False(image.IsUnchanged());
    }
}
