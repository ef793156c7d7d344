using System.Security.Cryptography;
using System.Xml.Linq;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Cloning;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Integration;

/// <summary>Pools that are full, not active, or not there: what is wrong is said, and nothing half made stays.</summary>
public sealed class StorageTroubleTests
{
    private const int MiB = 1 << 20;

    [SkippableTheory]
    [InlineData("url: \"file://{0}\", sha256: \"{1}\"")]
    [InlineData("path: \"{0}\"")]
    public async Task A_pool_that_fills_while_it_is_written_to_keeps_nothing_of_it(string source)
    {
        await using var play = await Playground.OpenAsync();
        await using var small = await SmallPool.OpenAsync(play);
        var specs = await SpecAsync(play, source, small.Id.Name);

        var failed = await specs.ApplyAsync();

        Assert.Contains(failed.Diagnostics, static finding => finding.Code is "VP7001" && finding.Detail.Contains("No space left", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(small.Folder));
        Assert.Equal("", (await Playground.VirshAsync("vol-list", small.Id.Name)).Split('\n', 3)[2].Trim());
    }

    [SkippableFact]
    public async Task A_pool_that_fills_while_a_clone_is_made_keeps_nothing_of_it()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        await using var small = await SmallPool.OpenAsync(play);
        var golden = play.Name(ResourceKind.Domain, "golden");
        var clone = play.Name(ResourceKind.Domain, "clone");
        await File.WriteAllBytesAsync($"{play.Folder}/pool/golden.img", RandomNumberGenerator.GetBytes(4 * MiB));
        await play.Host.RefreshPoolAsync(play.Pool, default);
        await play.Host.DefineAsync(golden, $"""
            <domain type='qemu'><name>{golden.Name}</name><memory unit='MiB'>64</memory><os><type arch='x86_64'>hvm</type></os><devices>
              <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{play.Folder}/pool/golden.img'/><target dev='vda' bus='virtio'/></disk>
            </devices></domain>
            """, default);
        var cloner = new DomainCloner(new LibvirtConnector(LibvirtDaemon.Qemu, new Libvirt.LibvirtConnectOptions()), TimeProvider.System, Guid.NewGuid);
        var request = new CloneRequest { Names = [clone.Name], Files = [$"{small.Folder}/clone.img"] };
        var prepared = await cloner.PrepareAsync(new CloneOrder(golden.Name, null, request), default);
        Assert.False(prepared.HasErrors, string.Join('\n', prepared.Diagnostics));

        await File.WriteAllBytesAsync($"{small.Folder}/others.img", new byte[3 * MiB]);
        var result = await cloner.RunAsync(prepared, null, default);

        Assert.False(result.Succeeded);
        Assert.Contains(result.Diagnostics, static finding => finding.Code is "VP7001");
        Assert.Equal([$"{small.Folder}/others.img"], Directory.GetFiles(small.Folder));
        Assert.Null(await play.Host.ReadXmlAsync(clone, XmlView.Inactive, default));

        // Known beforehand, it is not even begun.
        await play.Host.RefreshPoolAsync(small.Id, default);
        Assert.Contains("VP8420", (await cloner.PrepareAsync(new CloneOrder(golden.Name, null, request), default)).Diagnostics.Select(static finding => finding.Code));
    }

    [SkippableFact]
    public async Task A_pool_that_is_not_active_is_pointed_out_and_left_alone()
    {
        await using var play = await Playground.OpenAsync();
        await play.Host.DefineAsync(play.Pool, $"<pool type='dir'><name>{play.Pool.Name}</name><target><path>{play.Folder}/pool</path></target></pool>", default);
        var specs = await SpecAsync(play, "url: \"file://{0}\", sha256: \"{1}\"", play.Pool.Name);

        var planned = await specs.PlanAsync();

        Assert.False(planned.Plan!.HasChanges);
        Assert.Contains(planned.Diagnostics, static finding => finding.Code is "VP5001");
        Assert.False(await play.Host.IsActiveAsync(play.Pool, default));
    }

    [SkippableFact]
    public async Task A_pool_that_is_not_there_is_an_error_with_its_place()
    {
        await using var play = await Playground.OpenAsync();
        var specs = await SpecAsync(play, "url: \"file://{0}\", sha256: \"{1}\"", $"{play.Prefix}-none");

        var found = Assert.Single((await specs.ApplyAsync()).Diagnostics, static finding => finding.Code is "VP3003");

        Assert.Equal(4, found.Span!.Value.Start.Line);
    }

    private static async Task<SpecFolder> SpecAsync(Playground play, string source, string pool)
    {
        var content = RandomNumberGenerator.GetBytes(12 * MiB);
        await File.WriteAllBytesAsync($"{play.Folder}/image.raw", content);
        var specs = new SpecFolder($"{play.Folder}/specs");
        specs.Write($$"""
            apiVersion: virtprovision/v1
            kind: StorageVolume
            metadata: {name: image}
            spec: {pool: {{pool}}, format: raw, source: { {{string.Format(System.Globalization.CultureInfo.InvariantCulture, source, $"{play.Folder}/image.raw", Convert.ToHexStringLower(SHA256.HashData(content)))}} } }
            """);
        return specs;
    }

    /// <summary>A pool over a file system of its own, of six MiB.</summary>
    private sealed class SmallPool(string folder, ResourceId id) : IAsyncDisposable
    {
        public string Folder => folder;

        public ResourceId Id => id;

        public static async Task<SmallPool> OpenAsync(Playground play)
        {
            var id = play.Name(ResourceKind.StoragePool, "small");
            var folder = Directory.CreateDirectory($"{play.Folder}/small").FullName;
            Skip.IfNot(await RunAsync("mount", "-t", "tmpfs", "-o", "size=6m,mode=755", "vpit", folder), "File systems can't be mounted here.");
            await play.Host.DefineAsync(id, $"<pool type='dir'><name>{id.Name}</name><target><path>{folder}</path></target></pool>", default);
            await play.Host.StartAsync(id, default);
            return new SmallPool(folder, id);
        }

        public async ValueTask DisposeAsync() => await RunAsync("umount", folder);

        private static async Task<bool> RunAsync(string program, params string[] arguments)
        {
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode is 0;
        }
    }
}
