using System.Security.Cryptography;
using System.Text;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Media;
using VirtProvision.Runtime.Media;

namespace VirtProvision.Runtime.Tests.Media;

public sealed class FtpTests
{
    private static readonly byte[] s_content = RandomNumberGenerator.GetBytes(200_000);
    private static readonly byte[] s_treeinfo = Encoding.UTF8.GetBytes("[general]\nfamily = Fedora\nversion = 20\narch = x86_64\n[images-x86_64]\nkernel = a b/vmlinuz\ninitrd = initrd.img\n");

    private readonly DiagnosticBag _diagnostics = [];

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_tree_is_read(bool knowsEpsv, bool knowsSize)
    {
        await using var server = new FtpServer(("/pub/.treeinfo", s_treeinfo), ("/pub/a b/vmlinuz", s_content), ("/pub/initrd.img", [1])) { KnowsEpsv = knowsEpsv, KnowsSize = knowsSize };
        await using var source = await InstallSource.OpenAsync(new InstallLocation(server.Url, null), _diagnostics, default);

        var tree = await source!.FindTreeAsync(new TreeQuery("x86_64"), _diagnostics, default);

        Assert.Empty(_diagnostics);
        Assert.Equal(("Fedora", knowsSize ? 200_000 : (long?)null), (tree!.Distro, tree.Kernel.Length));
        using var kernel = new MemoryStream();
        await tree.Kernel.CopyToAsync(kernel, null, null, _diagnostics, default);
        Assert.Equal(s_content, kernel.ToArray());
    }

    [Fact]
    public async Task A_tree_without_a_kernel_is_told()
    {
        await using var server = new FtpServer(("/pub/readme", s_content));
        await using var source = await InstallSource.OpenAsync(new InstallLocation(server.Url, null), _diagnostics, default);

        Assert.Null(await source!.FindTreeAsync(new TreeQuery("x86_64"), _diagnostics, default));
        Assert.Equal("VP8113", Assert.Single(_diagnostics).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_breaks_off_is_told(bool knowsSize)
    {
        await using var server = new FtpServer(("/pub/file", s_content)) { CutAfter = 1000, KnowsSize = knowsSize };
        var files = new FtpFiles(new Uri(server.Url), MediaLimits.Usual);
        await using var stream = await files.OpenAsync("file", default);

        var exception = await Assert.ThrowsAsync<MediaException>(() => stream.CopyToAsync(Stream.Null));

        Assert.Equal(MediaFailure.Truncated, exception.Failure);
        Assert.Contains("broke off after 1000", exception.Message);
    }

    [Fact]
    public async Task A_user_is_let_in_by_the_password_of_the_URL_and_it_is_never_shown()
    {
        await using var server = new FtpServer(("/pub/file", s_content)) { Password = "se cret" };
        var right = new FtpFiles(new Uri(server.Url.Replace("ftp://", "ftp://me:se%20cret@", StringComparison.Ordinal)), MediaLimits.Usual);
        var wrong = new FtpFiles(new Uri(server.Url.Replace("ftp://", "ftp://me:hunter2@", StringComparison.Ordinal)), MediaLimits.Usual);

        Assert.Equal(200_000, (await right.FindAsync("file", default))!.Length);
        var exception = await Assert.ThrowsAsync<MediaException>(() => wrong.FindAsync("file", default));
        Assert.Equal(MediaFailure.NotPermitted, exception.Failure);
        Assert.DoesNotContain("hunter2", exception.Message + wrong.NameOf("file"));
    }

    [Fact]
    public async Task What_speaks_no_FTP_is_told()
    {
        await using var server = new WebServer((_, stream) => WebServer.WriteAsync(stream, ""));
        var files = new FtpFiles(new Uri(server.Url.Replace("http:", "ftp:", StringComparison.Ordinal)), MediaLimits.Usual with { Answer = TimeSpan.FromMilliseconds(300) });

        Assert.Equal(MediaFailure.TimedOut, (await Assert.ThrowsAsync<MediaException>(() => files.FindAsync("file", default))).Failure);
    }
}
