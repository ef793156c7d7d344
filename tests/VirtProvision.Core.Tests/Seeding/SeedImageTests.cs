using System.Security.Cryptography;
using System.Text;
using CsCheck;
using VirtProvision.Core.Seeding;
using Xunit;

namespace VirtProvision.Core.Tests.Seeding;

/// <summary>The images hold what was put into them, are the same bytes each time, and the programs that others read CDs with agree.</summary>
public sealed class SeedImageTests
{
    private static readonly SeedFile[] s_seed =
    [
        SeedFile.Text("meta-data", "instance-id: i-1\nlocal-hostname: web01\n"),
        SeedFile.Text("user-data", "#cloud-config\n{}\n"),
        SeedFile.Text("network-config", ""),
        SeedFile.Text("drivers/amd64/viostor.inf", new string('x', 5000)),
        SeedFile.Text("drivers/README with spaces – and ümlauts.txt", "read me"),
    ];

    // Folders' names, then a file's; a few letters, so that they meet, and long and odd ones.
    private static readonly Gen<string> s_name = Gen.OneOf(
        Gen.String[Gen.Char["abAB.-_ 1"], 1, 12],
        Gen.String[Gen.Char["äß日本語+=,'\"<>|$&"], 1, 40],
        Gen.Int[1, 64].Select(static length => new string('n', length))).Where(static name => name is not ("." or ".."));

    private static readonly Gen<SeedFile[]> s_files =
        Gen.Select(s_name.Array[1, 6], Gen.Byte.Array[0, 5000], static (steps, content) => new SeedFile(string.Join('/', steps), [.. content]))
            .Array[0, 40]
            .Select(static files => files.DistinctBy(static file => file.Path).Where(file => !files.Any(other => other.Path.StartsWith(file.Path + "/", StringComparison.Ordinal))).ToArray());

    [Fact]
    public void The_same_files_give_the_same_bytes()
    {
        var bytes = SeedImage.Create(s_seed, "cidata").ToArray();

        Assert.Equal(bytes, SeedImage.Create(s_seed.Reverse(), "cidata").ToArray());
        Assert.Equal("43e32d366ac82b6910a7e4d6ed958c9db87d574d31665be914b87304756abec3", Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    [Fact]
    public void A_length_is_known_before_writing()
    {
        var image = SeedImage.Create(s_seed, "cidata");

        Assert.Equal(image.Length, image.ToArray().LongLength);
        Assert.Equal(0, image.Length % 2048);
    }

    [Fact]
    public void An_image_without_files_is_one() => Assert.Empty(IsoReading.Of(SeedImage.Create([], "empty").ToArray()).Joliet);

    [Fact]
    public void What_was_put_in_comes_out_by_either_name() => s_files.Sample(
        static files =>
        {
            var reading = IsoReading.Of(SeedImage.Create(files, "cidata").ToArray());
            var expected = new SortedDictionary<string, string>(files.ToDictionary(static file => file.Path, static file => Convert.ToHexString(file.Content.AsSpan())), StringComparer.Ordinal);

            Assert.Equal(expected, reading.RockRidge);
            Assert.Equal(expected, reading.Joliet);
        },
        iter: 300);

    [Theory]
    [InlineData("")]
    [InlineData("../up")]
    [InlineData("a//b")]
    [InlineData("a:b")]
    [InlineData("tab\tbed")]
    [InlineData("a/b/c/d/e/f/g/h/i")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    [InlineData("日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本")]
    public void A_name_that_an_image_cannot_carry_is_refused(string path) =>
        Assert.Throws<ArgumentException>(() => SeedImage.Create([SeedFile.Text(path, "")], "cidata"));

    // Not among the rows above: a lone surrogate does not come through a test's arguments.
    [Fact]
    public void Half_a_character_is_refused() => Assert.Throws<ArgumentException>(() => SeedImage.Create([SeedFile.Text("\ud800", "")], "cidata"));

    [Theory]
    [InlineData("")]
    [InlineData("12345678901234567")]
    [InlineData("with space")]
    [InlineData("lä")]
    public void A_label_that_readers_would_not_see_is_refused(string label) => Assert.Throws<ArgumentException>(() => SeedImage.Create([], label));

    [Fact]
    public void A_path_given_twice_is_refused() =>
        Assert.Throws<ArgumentException>(() => SeedImage.Create([SeedFile.Text("a", "1"), SeedFile.Text("a", "2")], "cidata"));

    [Fact]
    public void A_file_is_no_folder() =>
        Assert.Throws<ArgumentException>(() => SeedImage.Create([SeedFile.Text("a", "1"), SeedFile.Text("a/b", "2")], "cidata"));

    [SkippableFact]
    public void Isoinfo_reads_it()
    {
        Skip.IfNot(OtherProgram.Exists("isoinfo"), "isoinfo (package genisoimage) is not installed.");
        using var folder = new ScratchFolder();
        var path = folder.Write("seed.iso", SeedImage.Create(s_seed, "cidata").ToArray());

        var description = OtherProgram.Run("isoinfo", "-d", "-i", path);
        Assert.Contains("Volume id: cidata", description, StringComparison.Ordinal);
        Assert.Contains("Joliet with UCS level 3 found", description, StringComparison.Ordinal);
        Assert.Contains("Rock Ridge signatures version 1 found", description, StringComparison.Ordinal);
        foreach (var file in s_seed)
        {
            Assert.Equal(file.ReadText(), OtherProgram.Run("isoinfo", "-R", "-i", path, "-x", "/" + file.Path));
        }
    }

    [SkippableFact]
    public void Xorriso_reads_it()
    {
        Skip.IfNot(OtherProgram.Exists("xorriso"), "xorriso is not installed.");
        s_files.Sample(
            static files =>
            {
                using var folder = new ScratchFolder();
                var path = folder.Write("seed.iso", SeedImage.Create(files, "cidata").ToArray());
                OtherProgram.Run("xorriso", "-osirrox", "on", "-abort_on", "WARNING", "-indev", path, "-extract", "/", folder.Combine("out"));
                foreach (var file in files)
                {
                    Assert.Equal(file.Content.AsSpan(), File.ReadAllBytes(folder.Combine(Path.Combine("out", file.Path))));
                }
            },
            iter: 12);
    }

    [SkippableFact]
    public void Blkid_finds_the_label_that_cloud_init_looks_for()
    {
        Skip.IfNot(OtherProgram.Exists("blkid"), "blkid is not installed.");
        using var folder = new ScratchFolder();
        var path = folder.Write("seed.iso", SeedImage.Create(s_seed, "cidata").ToArray());

        Assert.Equal("cidata\niso9660\n", OtherProgram.Run("blkid", "-p", "-o", "value", "-s", "LABEL", "-s", "TYPE", path));
    }
}
