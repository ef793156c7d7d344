using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Media;
using VirtProvision.Runtime.Tests.Fakes;
using VirtProvision.Runtime.Tests.Media;

namespace VirtProvision.Runtime.Tests.Images;

/// <summary>Images on their way from a server into a volume: what arrives is what was pinned, or nothing.</summary>
public sealed class ImageFetchTests : IAsyncDisposable
{
    private static readonly ResourceId s_pool = new(ResourceKind.StoragePool, "p");
    private static readonly byte[] s_raw = Encoding.ASCII.GetBytes(Repeated("first half of an image, ") + Repeated("second half of an image. "));

    private readonly FakeHypervisor _host = new();

    public ImageFetchTests() => _host.Objects[s_pool] = new FakeObject(XElement.Parse("<pool type='dir'><name>p</name><available>100000</available></pool>")) { IsActive = true };

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    public static TheoryData<string, byte[]> Served => new()
    {
        { "disk.raw", s_raw },
        { "disk.raw.gz", Gzip(s_raw) },

        // Two streams in one file, padded, as parallel compressors write them.
        { "disk.raw.xz", Convert.FromBase64String("/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AO/ACRdADMaSqwMcr99rgK5UuOCTx6aQYEEYh/SWGLqUnk8yfK+HpVcAACl+OLgGW/WOQABQMAHAAAA0w7PuLHEZ/sCAAAAAARZWgAAAAD9N3pYWgAABObWtEYCACEBFgAAAHQv5aPgA+cAJF0AOZlIkbFplgfJl6FGNvBSnQTqHaKXHWpJosH498BymEfMbQUAAOIaLaybwQ4PAAFA6AcAAAAWan5JscRn+wIAAAAABFla") },
        { "disk.raw.zst", Convert.FromBase64String("KLUv/QRYbQEA+GZpcnN0IGhhbGYgb2YgYW4gaW1hZ2UsIHNlY29uZC4DAM15VoK4mAult5pj3hsV7w==") },
    };

    [Theory, MemberData(nameof(Served))]
    public async Task What_is_served_arrives_decompressed(string name, byte[] served)
    {
        await using var server = WebServer.Of((name, served));

        var result = await FetchAsync(server.Url + name, Digest(served));

        Assert.Null(result.Failure);
        Assert.Equal(Digest(s_raw), Assert.Single(_host.Objects, static item => item.Key.Kind == ResourceKind.StorageVolume).Value.Content);
    }

    [Theory, MemberData(nameof(Served))]
    public async Task Another_digest_leaves_nothing(string name, byte[] served)
    {
        await using var server = WebServer.Of((name, served));

        await MustFailAsync("VP7050", server.Url + name, new string('0', 64));
    }

    [Theory, MemberData(nameof(Served))]
    public async Task One_that_is_cut_off_leaves_nothing(string name, byte[] served)
    {
        // The server calls the part the whole: only the digest can tell, or the decompressor.
        await using var server = WebServer.Of((name, served[..^20]));

        var result = await FetchAsync(server.Url + name, Digest(served));

        Assert.True(result.Failure!.Code is "VP7050" or "VP7051", result.Failure.Code);
        Assert.DoesNotContain(_host.Objects.Keys, static id => id.Kind == ResourceKind.StorageVolume);
    }

    [Fact]
    public async Task A_download_that_breaks_off_for_good_leaves_nothing()
    {
        await using var server = new WebServer((request, stream) => WebServer.SendAsync(stream, request, s_raw, cutAfter: request.From is null ? 100 : 0));

        var failure = await MustFailAsync("VP7051", server.Url + "disk.raw", Digest(s_raw));

        Assert.Contains("broke off after 100 of", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_changes_while_it_is_read_leaves_nothing()
    {
        await using var server = new WebServer((request, stream) => request.From is null
            ? WebServer.SendAsync(stream, request, s_raw, cutAfter: 100)
            : WebServer.SendAsync(stream, request with { Headers = [] }, [.. s_raw.Reverse()], etag: "\"2\""));

        var failure = await MustFailAsync("VP7051", server.Url + "disk.raw", Digest(s_raw));

        Assert.Contains("changed on the server while it was read", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_told()
    {
        await using var server = WebServer.Of();

        await MustFailAsync("VP7051", server.Url + "disk.raw", Digest(s_raw));
    }

    [Fact]
    public async Task A_page_instead_of_an_image_is_told()
    {
        var page = Encoding.ASCII.GetBytes("<html>Please log in</html>");
        await using var server = WebServer.Of(("disk.qcow2", page));

        await MustFailAsync("VP7052", server.Url + "disk.qcow2", Digest(page));
    }

    [Fact]
    public async Task An_archive_instead_of_an_image_is_told()
    {
        var archive = new byte[1024];
        "ustar"u8.CopyTo(archive.AsSpan(257));
        await using var server = WebServer.Of(("disk.tar.gz", Gzip(archive)));

        Assert.Contains("is an archive", await MustFailAsync("VP7051", server.Url + "disk.tar.gz", new string('0', 64)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_that_is_too_full_is_told_before_anything_is_made()
    {
        var image = new byte[200_000];
        (image[0], image[1], image[2], image[3], image[7]) = ((byte)'Q', (byte)'F', (byte)'I', 0xfb, 3);
        await using var server = WebServer.Of(("disk.qcow2", image));

        await MustFailAsync("VP7053", server.Url + "disk.qcow2", Digest(image));

        Assert.Empty(_host.Calls);
    }

    private async Task<string> MustFailAsync(string code, string url, string digest)
    {
        var result = await FetchAsync(url, digest);
        Assert.NotNull(result.Failure);
        Assert.Equal(code, result.Failure.Code);
        Assert.DoesNotContain(_host.Objects.Keys, static id => id.Kind == ResourceKind.StorageVolume);
        return result.Failure.Detail;
    }

    private async Task<OperationResult> FetchAsync(string url, string digest)
    {
        var volume = new ResourceId(ResourceKind.StorageVolume, "v", "p");
        var format = url.Contains("qcow2", StringComparison.Ordinal) ? "qcow2" : "raw";
        var fetch = new FetchImage(volume, XElement.Parse($"<volume><name>v</name><target><format type='{format}'/></target></volume>"), new ImageOrigin(url, null), digest, "disk");
        var task = new ResourceTask(new ResourceChange(volume, ChangeAction.Create, [], [], Disruption.None, [], null, null), null, []);
        await using var runner = new OperationRunner(_host, new Dictionary<string, LocalImage>(), Remembering.Default, null, TimeProvider.System);
        return await runner.RunAsync(fetch, task, default);
    }

    private static string Repeated(string text) => string.Concat(Enumerable.Repeat(text, 40));

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static byte[] Gzip(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return bytes.ToArray();
    }
}
