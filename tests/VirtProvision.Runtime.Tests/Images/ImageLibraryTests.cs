using System.Security.Cryptography;
using System.Text;
using VirtProvision.Runtime.Images;
using VirtProvision.Runtime.Tests.Media;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Runtime.Tests.Images;

/// <summary>Lock files and the servers behind them: what is wrong with either is said, and the lock file stays as it was.</summary>
public sealed class ImageLibraryTests : IDisposable
{
    private static readonly byte[] s_image = Encoding.ASCII.GetBytes("the bytes of an image");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vp-images-");

    private string Lock => Path.Combine(_folder.FullName, "virt-provision.lock.yaml");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_server_without_the_image_is_told_and_the_lock_stays()
    {
        var library = Library();
        await using (var server = WebServer.Of(("disk.img", s_image)))
        {
            Write($"url: \"{server.Url}disk.img\"");
            Assert.Empty((await library.UpdateAsync([], null, default)).Diagnostics);
        }

        var before = await File.ReadAllTextAsync(Lock);

        Assert.Equal(["VP7060"], (await library.UpdateAsync([], null, default)).Diagnostics.Select(static finding => finding.Code));
        Assert.Equal(["VP7060"], (await library.AgesAsync(default)).Diagnostics.Select(static finding => finding.Code));
        Assert.Equal(before, await File.ReadAllTextAsync(Lock));
    }

    [Fact]
    public async Task A_checksum_file_that_does_not_list_the_image_is_told()
    {
        var other = Encoding.ASCII.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(s_image))}  other.img\n");
        await using var server = WebServer.Of(("disk.img", s_image), ("SHA256SUMS", other));
        Write($"url: \"{server.Url}disk.img\", sha256: {{url: \"{server.Url}SHA256SUMS\"}}");

        Assert.Equal(["VP7061"], (await Library().UpdateAsync([], null, default)).Diagnostics.Select(static finding => finding.Code));
        Assert.False(File.Exists(Lock));
    }

    [Fact]
    public async Task A_lock_file_that_cannot_be_written_is_told()
    {
        await using var server = WebServer.Of(("disk.img", s_image));
        Write($"url: \"{server.Url}disk.img\"");
        Directory.CreateDirectory(Lock + ".part");

        Assert.Equal(["VP7062"], (await Library().UpdateAsync([], null, default)).Diagnostics.Select(static finding => finding.Code));
        Assert.False(File.Exists(Lock));
    }

    [Fact]
    public async Task A_name_that_no_spec_has_is_told_with_the_nearest()
    {
        Write("url: \"http://127.0.0.1:9/disk.img\"");

        var finding = Assert.Single((await Library().UpdateAsync(["debain"], null, default)).Diagnostics);

        Assert.Equal("VP7063", finding.Code);
        Assert.Contains("debian", finding.Detail, StringComparison.Ordinal);
    }

    private ImageLibrary Library() => new(new WorkspaceOptions { Paths = [_folder.FullName] }, TimeProvider.System);

    private void Write(string source) => File.WriteAllText(Path.Combine(_folder.FullName, "spec.yaml"), $$"""
        apiVersion: virtprovision/v1
        kind: StorageVolume
        metadata: {name: debian}
        spec: {pool: images, source: { {{source}} } }
        """);
}
