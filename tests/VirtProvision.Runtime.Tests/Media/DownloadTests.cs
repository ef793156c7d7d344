using System.Security.Cryptography;
using System.Text;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Media;
using VirtProvision.Core.Seeding;
using VirtProvision.Runtime.Media;

namespace VirtProvision.Runtime.Tests.Media;

/// <summary>Servers that cut, redirect, fall silent, refuse, or answer something else.</summary>
public sealed class DownloadTests
{
    private static readonly byte[] s_content = RandomNumberGenerator.GetBytes(300_000);
    private static readonly MediaLimits s_limits = new() { Connect = TimeSpan.FromSeconds(5), Answer = TimeSpan.FromSeconds(1), Silence = TimeSpan.FromSeconds(1) };

    private readonly DiagnosticBag _diagnostics = [];

    [Fact]
    public async Task A_download_that_breaks_off_goes_on_where_it_stopped()
    {
        var cuts = new Queue<int?>([100_000, 50_000, 0, null]);
        await using var server = new WebServer((request, stream) => WebServer.SendAsync(stream, request, s_content, cuts.Dequeue()));

        Assert.Equal(s_content, await FetchAsync(server.Url));
        Assert.Empty(cuts);
    }

    [Fact]
    public async Task One_that_breaks_off_again_and_again_is_told_with_how_far_it_came()
    {
        await using var server = new WebServer((request, stream) => WebServer.SendAsync(stream, request, s_content, request.From is null ? 1000 : 0));

        var exception = await Assert.ThrowsAsync<MediaException>(() => FetchAsync(server.Url));

        Assert.Equal(MediaFailure.Truncated, exception.Failure);
        Assert.Contains("broke off after 1000 of 300000 bytes", exception.Message);
        Assert.Equal(1 + s_limits.Resumptions, server.Requests.Count);
    }

    [Fact]
    public async Task A_file_that_changed_meanwhile_is_not_patched_together()
    {
        await using var server = new WebServer((request, stream) => request.From is null
            ? WebServer.SendAsync(stream, request, s_content, 1000)
            : WebServer.SendAsync(stream, request with { Headers = [] }, s_content, etag: "\"2\""));

        Assert.Equal(MediaFailure.Changed, (await Assert.ThrowsAsync<MediaException>(() => FetchAsync(server.Url))).Failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_falls_silent_is_told(bool answers)
    {
        await using var server = new WebServer(async (request, stream, over) =>
        {
            if (answers)
            {
                await WebServer.SendAsync(stream, request, s_content, 500);
            }

            await Task.Delay(Timeout.Infinite, over);
        });

        var exception = await Assert.ThrowsAsync<MediaException>(() => FetchAsync(server.Url));

        Assert.Equal(MediaFailure.TimedOut, exception.Failure);
        Assert.Contains(answers ? "nothing more came for 1 s, after 500 bytes" : "no answer within 1 s", exception.Message);
    }

    [Fact]
    public async Task A_stop_ends_a_download_at_once()
    {
        using var stop = new CancellationTokenSource();
        await using var server = new WebServer(async (request, stream, over) =>
        {
            await WebServer.SendAsync(stream, request, s_content, 500);
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, over);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FetchAsync(server.Url, new MediaLimits(), stop.Token));
    }

    [Fact]
    public async Task Redirects_are_followed_and_circles_of_them_told()
    {
        await using var server = new WebServer((request, stream) => request.Path switch
        {
            "/tree/file" => WebServer.RefuseAsync(stream, 302, "Location: /elsewhere/file\r\n"),
            "/elsewhere/file" => WebServer.SendAsync(stream, request, s_content),
            _ => WebServer.RefuseAsync(stream, 302, $"Location: {request.Path}\r\n"),
        });

        Assert.Equal(s_content, await FetchAsync(server.Url));
        var exception = await Assert.ThrowsAsync<MediaException>(() => FetchAsync(server.Url + "circle/"));
        Assert.Equal(MediaFailure.Refused, exception.Failure);
        Assert.Contains("redirects to", exception.Message);
    }

    [Theory]
    [InlineData(404, MediaFailure.NotFound)]
    [InlineData(410, MediaFailure.NotFound)]
    [InlineData(401, MediaFailure.NotPermitted)]
    [InlineData(403, MediaFailure.NotPermitted)]
    [InlineData(500, MediaFailure.Refused)]
    [InlineData(503, MediaFailure.Refused)]
    public async Task What_a_server_answers_is_told(int status, object failure)
    {
        await using var server = new WebServer((_, stream) => WebServer.RefuseAsync(stream, status));

        var exception = await Assert.ThrowsAsync<MediaException>(() => FetchAsync(server.Url));

        Assert.Equal(failure, exception.Failure);
        Assert.Contains($"answered {status} Because", exception.Message);
        Assert.Contains(server.Url + "file", exception.Message);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(1000, false)]
    public async Task A_connection_that_ends_before_the_answer_is_made_again(int endings, bool succeeds)
    {
        var left = endings;
        await using var server = new WebServer((request, stream) => Interlocked.Decrement(ref left) >= 0 ? Task.CompletedTask : WebServer.SendAsync(stream, request, s_content));

        if (succeeds)
        {
            Assert.Equal(s_content, await FetchAsync(server.Url));
        }
        else
        {
            Assert.Equal(MediaFailure.Refused, (await Assert.ThrowsAsync<MediaException>(() => FetchAsync(server.Url))).Failure);
            Assert.InRange(server.Requests.Count, 2, 100);
        }
    }

    [Fact]
    public async Task What_speaks_no_HTTP_is_told()
    {
        await using var server = new WebServer((_, stream) => WebServer.WriteAsync(stream, "SSH-2.0-OpenSSH_9.2\r\n"));

        Assert.Equal(MediaFailure.Refused, (await Assert.ThrowsAsync<MediaException>(() => FetchAsync(server.Url))).Failure);
    }

    [Fact]
    public async Task A_user_in_the_URL_is_sent_and_a_password_never_shown()
    {
        await using var server = new WebServer((request, stream) => request.Headers.GetValueOrDefault("authorization") == $"Basic {Convert.ToBase64String("me:se cret"u8)}"
            ? WebServer.SendAsync(stream, request, s_content)
            : WebServer.RefuseAsync(stream, 401));
        var url = server.Url.Replace("http://", "http://me:se%20cret@", StringComparison.Ordinal);

        Assert.Equal(s_content, await FetchAsync(url));
        var wrong = await Assert.ThrowsAsync<MediaException>(() => FetchAsync(url.Replace("se%20cret", "hunter2", StringComparison.Ordinal)));
        Assert.DoesNotContain("hunter2", wrong.Message);
    }

    [Fact]
    public async Task A_server_that_knows_no_HEAD_is_asked_otherwise()
    {
        await using var server = new WebServer((request, stream) => request.Method is "HEAD" ? WebServer.RefuseAsync(stream, 405) : WebServer.SendAsync(stream, request, s_content));
        await using var files = new HttpFiles(new Uri(server.Url), s_limits);

        Assert.Equal(300_000, (await files.FindAsync("file", default))!.Length);
    }

    [Fact]
    public async Task A_portal_that_answers_a_page_to_everything_is_no_tree()
    {
        await using var server = new WebServer((request, stream) => WebServer.SendAsync(stream, request, "<html>Log in, please</html>"u8.ToArray(), type: "text/html; charset=utf-8"));
        await using var source = await InstallSource.OpenAsync(new InstallLocation(server.Url, null) { Limits = s_limits }, _diagnostics, default);

        Assert.Null(await source!.FindTreeAsync(new TreeQuery("x86_64"), _diagnostics, default));
        Assert.Equal("VP8113", Assert.Single(_diagnostics).Code);
    }

    [Fact]
    public async Task A_server_that_refuses_the_markers_is_not_guessed_at()
    {
        await using var server = new WebServer((request, stream) => request.Method is "GET" ? WebServer.RefuseAsync(stream, 500) : WebServer.SendAsync(stream, request, s_content));
        await using var source = await InstallSource.OpenAsync(new InstallLocation(server.Url, null) { Limits = s_limits }, _diagnostics, default);

        Assert.Null(await source!.FindTreeAsync(new TreeQuery("x86_64"), _diagnostics, default));
        Assert.Contains("answered 500", Assert.Single(_diagnostics).Detail);
    }

    [Fact]
    public async Task A_huge_marker_file_is_not_read_into_memory()
    {
        await using var server = new WebServer(async (request, stream) =>
        {
            await WebServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1099511627776\r\n\r\n[general]\n");
            for (var i = 0; i < 1000 && request.Path.EndsWith(".treeinfo", StringComparison.Ordinal); i++)
            {
                await stream.WriteAsync(new byte[100_000]);
            }
        });
        await using var files = new HttpFiles(new Uri(server.Url), s_limits with { Resumptions = 0 });

        Assert.Null(await files.ReadTextAsync(".treeinfo", default));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_image_on_a_server_says_what_it_is_without_being_fetched(bool knowsRanges)
    {
        var image = SeedImage.Create([new SeedFile("large", [.. RandomNumberGenerator.GetBytes(5_000_000)])], "ON_A_SERVER").ToArray();
        long sent = 0;
        await using var server = new WebServer(async (request, stream) =>
        {
            var asked = knowsRanges ? request : request with { Headers = [] };
            var last = request.Headers.TryGetValue("range", out var range) ? int.Parse(range.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture) : image.Length;
            var count = knowsRanges ? last - (int)request.From!.Value + 1 : image.Length;
            await WebServer.SendAsync(stream, asked, image, Math.Min(count, 1 << 17));
            Interlocked.Add(ref sent, Math.Min(count, 1 << 17));
        });

        var clues = await InstallSource.ReadMediaAsync(new InstallLocation(server.Url + "cd.iso", null) { Limits = s_limits }, _diagnostics, default);

        Assert.Equal("ON_A_SERVER", clues!.VolumeId);
        Assert.Empty(_diagnostics);
        Assert.True(sent < 1_000_000, $"{sent} bytes were sent");
    }

    [Fact]
    public async Task A_kernel_is_written_with_progress_and_its_sum_is_looked_at()
    {
        var sum = Convert.ToHexStringLower(SHA256.HashData(s_content));
        var treeinfo = $"[general]\nfamily = Fedora\nversion = 39\narch = x86_64\n[images-x86_64]\nkernel = k\ninitrd = i\n[checksums]\nk = sha256:{sum}\ni = sha256:{sum[..^1]}x\n";
        await using var server = WebServer.Of((".treeinfo", Encoding.UTF8.GetBytes(treeinfo)), ("k", s_content), ("i", s_content));
        await using var source = await InstallSource.OpenAsync(new InstallLocation(server.Url, null), _diagnostics, default);
        var tree = await source!.FindTreeAsync(new TreeQuery("x86_64"), _diagnostics, default);
        var reports = new List<MediaProgress>();
        using var written = new MemoryStream();

        await tree!.Kernel.CopyToAsync(written, null, new Reports(reports), _diagnostics, default);

        Assert.Empty(_diagnostics);
        Assert.Equal(s_content, written.ToArray());
        Assert.Equal(new MediaProgress("k", 300_000, 300_000), reports[^1]);

        await tree.Initrd!.CopyToAsync(Stream.Null, null, null, _diagnostics, default);
        Assert.Equal("VP8116", Assert.Single(_diagnostics).Code);
    }

    [Fact]
    public async Task Kernel_and_initrd_may_be_named_one_by_one()
    {
        using var folder = new MediaFolder();
        await using var server = WebServer.Of(("httpkernel?x=1", s_content));
        await using var files = await NamedBootFiles.OpenAsync(
            new InstallLocation(server.Url + "httpkernel?x=1", null), new InstallLocation(folder.Write("my initrd", "abc"), null), _diagnostics, default);

        Assert.Empty(_diagnostics);
        Assert.Equal(("httpkernel", "my initrd"), (files.Tree!.Kernel.Name, files.Tree.Initrd!.Name));
        Assert.EndsWith("-my_initrd", files.Tree.Initrd.VolumeNameFor("d"));
        using var kernel = new MemoryStream();
        await files.Tree.Kernel.CopyToAsync(kernel, null, null, _diagnostics, default);
        Assert.Equal(s_content, kernel.ToArray());

        await using var none = await NamedBootFiles.OpenAsync(new InstallLocation(server.Url + "none", null), new InstallLocation(folder["none"], null), _diagnostics, default);
        Assert.Null(none.Tree);
        Assert.Equal(["VP8101", "VP8101"], _diagnostics.Select(static finding => finding.Code));
    }

    private static async Task<byte[]> FetchAsync(string url, MediaLimits? limits = null, CancellationToken cancellationToken = default)
    {
        await using var files = new HttpFiles(new Uri(url), limits ?? s_limits);
        await using var stream = await files.OpenAsync("file", cancellationToken);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }

    private sealed class Reports(List<MediaProgress> reports) : IProgress<MediaProgress>
    {
        public void Report(MediaProgress value) => reports.Add(value);
    }
}
