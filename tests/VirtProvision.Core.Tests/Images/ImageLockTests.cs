using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Images;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Tests.Images;

public sealed class ImageLockTests
{
    private static readonly string s_digest = new('a', 64);

    [Fact]
    public void What_is_written_is_read_again()
    {
        var written = ImageLock.Empty
            .With(new LockedImage("https://example.org/b.qcow2", s_digest, 123, "qcow2", new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero)) { Version = "\"tag: 1\"" })
            .With(new LockedImage("qemu:///system#images/a", s_digest, null, "raw", new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero)) { Compression = "xz" });
        var findings = new DiagnosticBag();

        var read = ImageLock.Read(new SourceFile("lock.yaml", written.Write()), findings);

        Assert.Empty(findings);
        Assert.Equal(written.Images.Values, read.Images.Values);
        Assert.Equal(written.Write(), read.Write());
    }

    [Theory]
    [InlineData("kind: Domain", "VP3060")]
    [InlineData("{kind: ImageLock, images: [{source: x, sha256: abc, format: raw}]}", "VP3061")]
    [InlineData("{kind: ImageLock, images: [7]}", "VP3061")]
    public void A_damaged_file_is_told(string text, string code)
    {
        var findings = new DiagnosticBag();

        Assert.Empty(ImageLock.Read(new SourceFile("lock.yaml", text), findings).Images);

        Assert.Equal(code, Assert.Single(findings).Code);
    }

    [Theory]
    [InlineData("{0}  disk.img\n{1}  disk.qcow2\n", 'b')]
    [InlineData("{1} *disk.qcow2", 'b')]
    [InlineData("{1}  ./disk.qcow2", 'b')]
    [InlineData("# Fedora\nSHA256 (disk.img) = {0}\nSHA256 (disk.qcow2) = {1}\n", 'b')]
    [InlineData("{0}\n", 'a')]
    public void A_checksum_file_is_read_in_each_of_its_forms(string text, char expected) =>
        Assert.Equal(new string(expected, 64), ChecksumFile.Find(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, new string('a', 64), new string('B', 64)), "disk.qcow2"));

    [Theory]
    [InlineData("{0}  other.qcow2")]
    [InlineData("{0}{0}  disk.qcow2")] // SHA-512
    [InlineData("<html>{0}</html>")]
    [InlineData("SHA256 (disk.img) = {0}")]
    public void A_checksum_file_without_the_image_has_none(string text) =>
        Assert.Null(ChecksumFile.Find(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, new string('a', 64)), "disk.qcow2"));

    [Theory]
    [InlineData("a.qcow2", "qcow2", null)]
    [InlineData("a.raw.xz", "raw", "xz")]
    [InlineData("a.VMDK.gz", "vmdk", "gz")]
    [InlineData("a.img.zst", null, "zst")]
    [InlineData("a", null, null)]
    public void A_name_tells_format_and_compression(string name, string? format, string? compression) =>
        Assert.Equal((format, compression), (ImageFormat.OfName(name), ImageFormat.CompressionOfName(name)));

    [Fact]
    public void The_name_of_a_volume_holds_its_digest()
    {
        Assert.Equal(s_digest, ImageFormat.DigestIn(ImageFormat.VolumeName(s_digest, "qcow2")));
        Assert.Null(ImageFormat.DigestIn("sha256-abc.qcow2"));
        Assert.Null(ImageFormat.DigestIn($"sha256-{new string('x', 64)}.qcow2"));
    }
}
