using System.Security.Cryptography;
using System.Text;
using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Integration;

public sealed class LibvirtStreamTests : IAsyncLifetime
{
    private readonly string _name = LibvirtDaemon.NewName("streams");
    private LibvirtClient? _client;
    private StoragePoolRef? _pool;

    private string Folder => Path.Combine(Path.GetTempPath(), _name);

    [SkippableFact]
    public async Task Content_comes_back_as_it_was_uploaded()
    {
        var (client, pool) = await StartAsync();
        var content = RandomNumberGenerator.GetBytes(5_000_011);
        var volume = await NewVolumeAsync("plain.raw", content.Length);
        await using (var upload = await client.UploadStorageVolumeAsync(volume))
        {
            await new MemoryStream(content).CopyToAsync(upload);
            await upload.CompleteAsync();
        }

        await using var download = await client.DownloadStorageVolumeAsync(volume);
        var back = new MemoryStream();
        await download.CopyToAsync(back);
        Assert.Equal(content, back.ToArray());
        Assert.Single(await client.ListStorageVolumesAsync(pool));
    }

    [SkippableFact]
    public async Task Holes_stay_holes_both_ways()
    {
        var (client, _) = await StartAsync();
        const long Size = 64 * 1024 * 1024;
        var source = Path.Combine(Folder, "source");
        await using (var file = new FileStream(source, FileMode.CreateNew))
        {
            file.SetLength(Size);
            file.Position = 8 * 1024 * 1024;
            await file.WriteAsync(RandomNumberGenerator.GetBytes(1024 * 1024));
            file.Position = Size - 4096;
            await file.WriteAsync(new byte[] { 1, 2, 3, 4 });
        }

        var volume = await NewVolumeAsync("sparse.raw", Size);
        await using (var file = File.OpenRead(source))
        await using (var upload = await client.UploadStorageVolumeAsync(volume, sparse: true))
        {
            await SparseCopy.UploadAsync(file, upload);
            await upload.CompleteAsync();
        }

        Assert.InRange((await client.GetStorageVolumeUsageAsync(volume)).Allocation, 1024UL * 1024, 4UL * 1024 * 1024);
        var target = Path.Combine(Folder, "target");
        await using (var file = new FileStream(target, FileMode.CreateNew))
        await using (var download = await client.DownloadStorageVolumeAsync(volume, sparse: true))
        {
            await SparseCopy.DownloadAsync(download, file);
        }

        Assert.Equal(await HashAsync(File.OpenRead(source)), await HashAsync(File.OpenRead(target)));
        Assert.Equal(await HashAsync(File.OpenRead(source)), await HashAsync(await client.DownloadStorageVolumeAsync(volume, sparse: true)));
        Assert.True(await BlocksAsync(target) < 8192, "The downloaded file takes more than 4 MiB on disk.");
    }

    [SkippableFact]
    public async Task A_server_that_refuses_in_the_middle_fails_the_upload_and_nothing_else()
    {
        var (client, _) = await StartAsync();
        var volume = await NewVolumeAsync("short.raw", 1024);
        await using var upload = await client.UploadStorageVolumeAsync(volume, new ByteRange(0, 1024));
        var refusal = await Assert.ThrowsAsync<LibvirtServerException>(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                await upload.WriteAsync(new byte[1024 * 1024]);
            }

            await upload.CompleteAsync();
        });
        Assert.NotEqual(LibvirtErrorCode.Ok, refusal.Code);
        Assert.NotEmpty(await client.GetHostnameAsync());
    }

    [SkippableFact]
    public async Task An_upload_given_up_halfway_leaves_the_client_working()
    {
        var (client, _) = await StartAsync();
        var volume = await NewVolumeAsync("given-up.raw", 10_000_000);
        await using (var upload = await client.UploadStorageVolumeAsync(volume))
        {
            await upload.WriteAsync(new byte[5_000_000]);
        }

        await using (var download = await client.DownloadStorageVolumeAsync(volume))
        {
            Assert.NotEqual(0, await download.ReadAsync(new byte[100]));
        }

        await client.DeleteStorageVolumeAsync(volume);
    }

    [SkippableFact]
    public async Task A_missing_volume_refuses_the_stream()
    {
        var (client, _) = await StartAsync();
        var refusal = await Assert.ThrowsAsync<LibvirtServerException>(() => client.DownloadStorageVolumeAsync(new StorageVolumeRef(_name, "nobody")));
        Assert.Equal(LibvirtErrorCode.NoStorageVol, refusal.Code);
    }

    [SkippableFact]
    public async Task A_console_carries_what_the_machine_prints()
    {
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Qemu);
        await using var scratch = await LibvirtScratchDomain.DefineAsync(client, "console", "<graphics type='vnc'/><video><model type='vga'/></video>");
        await client.StartDomainAsync(scratch.Ref, DomainStartFlags.Paused);
        await using var console = await client.OpenConsoleAsync(scratch.Ref);
        await Assert.ThrowsAsync<LibvirtServerException>(() => client.OpenConsoleAsync(scratch.Ref));
        await client.ResumeDomainAsync(scratch.Ref);

        var printed = new StringBuilder();
        var buffer = new byte[4096];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!printed.ToString().Contains("SeaBIOS", StringComparison.Ordinal))
        {
            var part = await console.ReadPartAsync(buffer, limit.Token);
            Assert.Equal(StreamPartKind.Data, part.Kind);
            printed.Append(Encoding.ASCII.GetString(buffer, 0, (int)part.Length));
        }

        await console.WriteAsync("x"u8.ToArray(), limit.Token);
        await using var screenshot = await client.TakeScreenshotAsync(scratch.Ref);
        var picture = new MemoryStream();
        await screenshot.CopyToAsync(picture, limit.Token);
        Assert.True(picture.Length > 100, "The screenshot is empty.");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_client is null)
        {
            return;
        }

        if (_pool is not null)
        {
            await _client.DestroyStoragePoolAsync(_pool);
            await _client.UndefineStoragePoolAsync(_pool);
            Directory.Delete(Folder, recursive: true);
        }

        await _client.DisposeAsync();
    }

    private static async Task<string> HashAsync(Stream stream)
    {
        await using (stream)
        {
            return Convert.ToHexString(await SHA256.HashDataAsync(stream));
        }
    }

    private static async Task<long> BlocksAsync(string path)
    {
        using var stat = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%b", path]) { RedirectStandardOutput = true })!;
        return long.Parse(await stat.StandardOutput.ReadToEndAsync());
    }

    private async Task<(LibvirtClient Client, StoragePoolRef Pool)> StartAsync()
    {
        _client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Qemu);
        Directory.CreateDirectory(Folder);
        _pool = await _client.DefineStoragePoolAsync($"<pool type='dir'><name>{_name}</name><target><path>{Folder}</path></target></pool>");
        await _client.StartStoragePoolAsync(_pool);
        return (_client, _pool);
    }

    private Task<StorageVolumeRef> NewVolumeAsync(string name, long size) => _client!.CreateStorageVolumeAsync(
        _pool!, $"<volume><name>{name}</name><capacity>{size}</capacity><allocation>0</allocation><target><format type='raw'/></target></volume>");
}
