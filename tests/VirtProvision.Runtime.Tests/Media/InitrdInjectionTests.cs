using System.IO.Compression;
using System.Runtime.Versioning;
using System.Text;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime.Media;

namespace VirtProvision.Runtime.Tests.Media;

[UnsupportedOSPlatform("windows")]
public sealed class InitrdInjectionTests
{
    private static readonly InjectedFile s_kickstart = new("fedora.ks", Encoding.UTF8.GetBytes("text\nreboot\n"), InjectedFile.UsualMode);

    [SkippableFact]
    public void Cpio_reads_what_is_written()
    {
        Skip.IfNot(MediaFolder.Has("cpio"), "cpio is not installed.");
        using var folder = new MediaFolder();
        var script = new InjectedFile("run me – ü.sh", new byte[4097], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var empty = new InjectedFile("empty", default, InjectedFile.UsualMode);

        folder.Run("cpio", CpioArchive.Of([s_kickstart, script, empty]), "-idm", "--quiet");

        Assert.Equal("text\nreboot\n", File.ReadAllText(folder["fedora.ks"]));
        Assert.Equal(4097, new FileInfo(folder["run me – ü.sh"]).Length);
        Assert.Equal(0, new FileInfo(folder["empty"]).Length);
        Assert.Equal(script.Mode, File.GetUnixFileMode(folder["run me – ü.sh"]));
        Assert.Equal(3, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void A_header_is_what_the_kernel_documents()
    {
        var archive = Encoding.ASCII.GetString(CpioArchive.Of([new InjectedFile("a", "hi!"u8.ToArray(), InjectedFile.UsualMode)]));

        Assert.Equal(
            "070701" // magic
            + "00000001" + "000081A4" // inode; mode: regular file, 0644
            + "00000000" + "00000000" // owner, group: root
            + "00000001" + "00000000" // links, time
            + "00000003" // bytes
            + "00000000" + "00000000" + "00000000" + "00000000" // devices
            + "00000002" + "00000000" // name with its zero; no checksum
            + "a\0" // to 112
            + "hi!\0", // to 116
            archive[..116]);
        Assert.Contains("TRAILER!!!\0", archive, StringComparison.Ordinal);
        Assert.Equal(0, archive.Length % 4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(99_999)]
    public async Task The_archive_is_appended_at_a_multiple_of_four(int length)
    {
        var original = Enumerable.Range(0, length).Select(static i => (byte)(i | 1)).ToArray();
        var initrd = new InstallFile("initrd.gz", "here", "1", length, _ => Task.FromResult<Stream>(new MemoryStream(original))) { Sha256 = "of the original" };
        var tree = new InstallTree("Debian", null, initrd, initrd).WithInjected([s_kickstart]);

        var content = await ReadAsync(tree.Initrd!);

        var start = (length + 3) / 4 * 4;
        Assert.Equal(original, content[..length]);
        Assert.All(content[length..start], static padding => Assert.Equal(0, padding));
        using var archive = new MemoryStream();
        await new GZipStream(new MemoryStream(content[start..]), CompressionMode.Decompress).CopyToAsync(archive);
        Assert.Equal(CpioArchive.Of([s_kickstart]), archive.ToArray());
        Assert.Null(tree.Initrd!.Sha256);
        Assert.Same(initrd, tree.Kernel);
    }

    [Fact]
    public void Other_answers_make_another_name_and_the_same_the_same()
    {
        var initrd = new InstallFile("initrd.gz", "here", "1", 1, static _ => throw new NotSupportedException());
        var tree = new InstallTree("Debian", null, initrd, initrd);
        var other = s_kickstart with { Content = "graphical"u8.ToArray() };

        string NameWith(params InjectedFile[] files) => tree.WithInjected([.. files]).Initrd!.VolumeNameFor("web01");

        Assert.Equal(NameWith(s_kickstart), NameWith(s_kickstart));
        Assert.NotEqual(NameWith(s_kickstart), NameWith(other));
        Assert.NotEqual(NameWith(s_kickstart), NameWith());
    }

    [Fact]
    public async Task A_file_is_taken_with_its_name_and_permissions_and_a_missing_one_told()
    {
        using var folder = new MediaFolder();
        File.SetUnixFileMode(folder.Write("sub/go.sh", "#!/bin/sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var diagnostics = new DiagnosticBag();

        var file = await InjectedFile.ReadAsync("sub/go.sh", folder.Path, null, diagnostics, default);

        Assert.Equal(("go.sh", UnixFileMode.UserRead | UnixFileMode.UserExecute), (file!.Name, file.Mode));
        Assert.Null(await InjectedFile.ReadAsync("none.ks", folder.Path, null, diagnostics, default));
        Assert.Null(await InjectedFile.ReadAsync("sub", folder.Path, null, diagnostics, default));
        Assert.Equal(["VP8117", "VP8117"], diagnostics.Select(static finding => finding.Code));
        Assert.Contains($"{folder["none.ks"]} does not exist", diagnostics.First().Detail, StringComparison.Ordinal);
        Assert.Contains("is a folder", diagnostics.Last().Detail, StringComparison.Ordinal);
    }

    private static async Task<byte[]> ReadAsync(InstallFile file)
    {
        await using var stream = await file.OpenAsync(default);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }
}
