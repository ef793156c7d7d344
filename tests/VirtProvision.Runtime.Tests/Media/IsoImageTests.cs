using System.Security.Cryptography;
using System.Text;
using VirtProvision.Core.Seeding;
using VirtProvision.Runtime.Media;

namespace VirtProvision.Runtime.Tests.Media;

public sealed class IsoImageTests
{
    [Fact]
    public async Task A_file_is_read_as_it_was_written()
    {
        using var folder = new MediaFolder();
        var content = RandomNumberGenerator.GetBytes(100_001);
        var path = folder.Write("seed.iso", SeedImage.Create([new SeedFile("images/Px Eboot/vmlinuz.long-name", [.. content]), SeedFile.Text("empty", "")], "LABEL").ToArray());

        await using var image = await OpenAsync(path);

        Assert.Equal("LABEL", image.Clues.VolumeId);
        Assert.False(image.IsTruncated);
        Assert.Equal(content, await ReadAsync(image, "images/Px Eboot/vmlinuz.long-name"));
        Assert.Equal(content, await ReadAsync(image, "/images/../IMAGES/px eboot/./VMLINUZ.long-name"));
        Assert.Empty((await ReadAsync(image, "empty"))!);
        Assert.Null(await image.FindAsync("images/none", default));
        Assert.Null(await image.FindAsync("empty/none", default));
    }

    [SkippableTheory]
    [InlineData("plain")]
    [InlineData("Rock Ridge", "-R")]
    [InlineData("Joliet", "-J")]
    [InlineData("both", "-R", "-J")]
    public async Task Images_of_genisoimage_are_read(string names, params string[] options)
    {
        Skip.IfNot(MediaFolder.Has("genisoimage"), "genisoimage is not installed.");
        using var folder = new MediaFolder();
        folder.Write("tree/images/pxeboot/vmlinuz", "kernel");
        folder.Write("tree/images/pxeboot/initrd.img", new byte[5000]);
        folder.Write("tree/TREEINFO", "[general]\n");
        for (var i = 0; i < 200; i++)
        {
            folder.Write($"tree/many/f{i}.txt", $"content {i}");
        }

        folder.Run("genisoimage", null, ["-quiet", "-V", "VOL_ID", "-sysid", "SYS", "-publisher", "PUB LISHER", "-A", "APP", "-o", "t.iso", .. options, "tree"]);
        await using var image = await OpenAsync(folder["t.iso"]);

        Assert.Equal(("VOL_ID", "SYS", "PUB LISHER", "APP"), (image.Clues.VolumeId, image.Clues.SystemId, image.Clues.PublisherId, image.Clues.ApplicationId));
        Assert.Equal("kernel", Encoding.ASCII.GetString((await ReadAsync(image, "images/pxeboot/vmlinuz"))!));
        Assert.Equal(5000, (await ReadAsync(image, "images/pxeboot/initrd.img"))!.Length);
        Assert.Equal("content 199", Encoding.ASCII.GetString((await ReadAsync(image, "many/f199.txt"))!));
        Assert.True((await image.FindAsync("images", default))!.IsFolder, names);
    }

    [SkippableFact]
    public async Task Long_names_deep_folders_and_links_of_Rock_Ridge_are_followed()
    {
        Skip.IfNot(MediaFolder.Has("genisoimage"), "genisoimage is not installed.");
        using var folder = new MediaFolder();
        var longName = new string('n', 250);
        folder.Write($"tree/{longName}", "long");
        folder.Write("tree/1/2/3/4/5/6/7/8/9/10/deep", "deep");
        File.CreateSymbolicLink(folder["tree/1/link"], $"../{longName}");
        File.CreateSymbolicLink(folder["tree/folder"], "/1/2/./3");
        File.CreateSymbolicLink(folder["tree/loop"], "loop");
        folder.Run("genisoimage", null, "-quiet", "-R", "-o", "t.iso", "tree");
        await using var image = await OpenAsync(folder["t.iso"]);

        Assert.Equal("long", Encoding.ASCII.GetString((await ReadAsync(image, longName))!));
        Assert.Equal("long", Encoding.ASCII.GetString((await ReadAsync(image, "1/link"))!));
        Assert.Equal("deep", Encoding.ASCII.GetString((await ReadAsync(image, "1/2/3/4/5/6/7/8/9/10/deep"))!));
        Assert.Equal("deep", Encoding.ASCII.GetString((await ReadAsync(image, "folder/4/5/6/7/8/9/10/deep"))!));
        Assert.Null(await image.FindAsync("loop", default));
    }

    [Fact]
    public async Task A_file_of_more_than_4_GiB_lies_in_several_extents()
    {
        static byte[] Record(byte flags, byte block, byte length) =>
        [
            40, 0, // length of the record, of extended attributes
            block, 0, 0, 0, 0, 0, 0, block, // first block, in both byte orders
            length, 0, 0, 0, 0, 0, 0, length, // bytes, in both
            0, 0, 0, 0, 0, 0, 0, // date
            flags, 0, 0, // interleaving: none
            1, 0, 0, 1, // volume
            5, .. "BIG;1"u8, 0, 0,
        ];

        await using var image = new MemoryBytes([.. new byte[10], 1, 2, 3, .. new byte[7], 4, 5]);
        var entries = await IsoDirectory.ReadAsync(image, [.. Record(0x80, 10, 3), .. Record(0, 20, 2), .. new byte[1968]], new IsoNames(1, null, IsJoliet: false), default);

        Assert.Equal(new IsoEntry("BIG", IsFolder: false, entries[0].Extents), Assert.Single(entries));
        var content = new byte[9];
        await using var stream = new IsoStream(image, entries[0]);
        Assert.Equal(5, await stream.ReadAtLeastAsync(content, 9, throwOnEndOfStream: false));
        Assert.Equal([1, 2, 3, 4, 5], content[..5]);
    }

    [Fact]
    public async Task What_is_no_image_is_none()
    {
        using var folder = new MediaFolder();

        Assert.Null(await IsoImage.OpenAsync(FileBytes.Open(folder.Write("empty", [])), default));
        Assert.Null(await IsoImage.OpenAsync(FileBytes.Open(folder.Write("zeros", new byte[100_000])), default));
    }

    [Fact]
    public async Task An_image_that_ends_early_is_told_wherever_it_ends()
    {
        using var folder = new MediaFolder();
        var whole = SeedImage.Create([new SeedFile("a/b", [.. RandomNumberGenerator.GetBytes(9000)])], "L").ToArray();
        for (var length = 17 * 2048; length < whole.Length; length += 1024)
        {
            var path = folder.Write("cut.iso", whole[..length]);
            await using var bytes = FileBytes.Open(path);
            try
            {
                var image = await IsoImage.OpenAsync(bytes, default);
                Assert.True(image!.IsTruncated, $"{length}");
                if (await image.FindAsync("a/b", default) is { } file)
                {
                    await using var stream = image.OpenRead(file);
                    await stream.CopyToAsync(Stream.Null);
                }
            }
            catch (MediaException exception)
            {
                Assert.Equal(MediaFailure.Truncated, exception.Failure);
            }
        }
    }

    [Fact]
    public async Task Damaged_bytes_give_a_finding_or_a_file_and_never_more()
    {
        using var folder = new MediaFolder();
        var whole = SeedImage.Create([new SeedFile("a/b", [1, 2, 3]), SeedFile.Text("c with a long name.txt", "x")], "L").ToArray();
        var random = new Random(1);
        for (var round = 0; round < 2000; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var i = 0; i < 4; i++)
            {
                damaged[random.Next(16 * 2048, damaged.Length)] = (byte)random.Next(256);
            }

            await using var bytes = new MemoryBytes(damaged);
            try
            {
                if (await IsoImage.OpenAsync(bytes, default) is { } image && await image.FindAsync("a/b", default) is { IsFolder: false, Length: < 1 << 20 } file)
                {
                    await using var stream = image.OpenRead(file);
                    await stream.CopyToAsync(Stream.Null);
                }
            }
            catch (MediaException)
            {
                // That is what a broken image gives.
            }
        }
    }

    private static async Task<IsoImage> OpenAsync(string path) => (await IsoImage.OpenAsync(FileBytes.Open(path), default))!;

    private static async Task<byte[]?> ReadAsync(IsoImage image, string path)
    {
        if (await image.FindAsync(path, default) is not { IsFolder: false } file)
        {
            return null;
        }

        await using var stream = image.OpenRead(file);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }

    private sealed class MemoryBytes(byte[] content) : MediaBytes
    {
        public override string Name => "memory";

        public override long? Length => content.Length;

        public override string Version => "";

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken)
        {
            var count = (int)Math.Clamp(content.Length - offset, 0, buffer.Length);
            content.AsMemory((int)Math.Min(offset, content.Length), count).CopyTo(buffer);
            return ValueTask.FromResult(count);
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
