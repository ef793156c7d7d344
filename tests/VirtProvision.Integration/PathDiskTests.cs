using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Integration;

/// <summary>Disks by path on a real host: made where nothing is, in the pool of the folder, and refused where they would do harm.</summary>
public sealed class PathDiskTests
{
    [SkippableFact]
    public async Task A_disk_by_path_and_size_is_made_in_the_pool_that_covers_it_and_grows()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var specs = Specs(play, $"{play.Folder}/pool/root.qcow2", "1GiB");

        var applied = await specs.MustApplyAsync();
        Assert.Equal(
            [$"StorageVolume/{play.Pool.Name}/root.qcow2", $"Domain/{play.Prefix}-vm"],
            applied.Report!.Outcomes.Select(static outcome => outcome.Id.ToString()));
        var domain = await Playground.VirshAsync("dumpxml", $"{play.Prefix}-vm", "--inactive");
        Assert.Contains($"<source file='{play.Folder}/pool/root.qcow2'/>", domain, StringComparison.Ordinal);
        Assert.Contains("type='qcow2'", domain, StringComparison.Ordinal);
        await specs.MustBeUnchangedAsync();

        Specs(play, $"{play.Folder}/pool/root.qcow2", "2GiB");
        await specs.MustApplyAsync();
        Assert.Contains("2.00 GiB", await Playground.VirshAsync("vol-info", $"{play.Folder}/pool/root.qcow2"), StringComparison.Ordinal);
        await specs.MustBeUnchangedAsync();
    }

    [SkippableFact]
    public async Task A_folder_without_a_pool_gets_one()
    {
        await using var play = await Playground.OpenAsync();
        var pool = play.Name(ResourceKind.StoragePool, "auto");
        var specs = Specs(play, $"{play.Folder}/{pool.Name}/disk.img", "64MiB");

        var plan = await specs.PlanAsync();
        Assert.Equal(3, plan.Plan!.Changes.Length);
        Assert.Empty(specs.Writes);
        Assert.False(Directory.Exists($"{play.Folder}/{pool.Name}"));

        await specs.MustApplyAsync();
        Assert.Equal(64 << 20, new FileInfo($"{play.Folder}/{pool.Name}/disk.img").Length);
        await specs.MustBeUnchangedAsync();
    }

    [SkippableFact]
    public async Task What_an_existing_file_holds_is_not_touched()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var volume = play.Name(ResourceKind.StorageVolume, "mine.img");
        await play.Host.CreateVolumeAsync(volume, $"<volume><name>{volume.Name}</name><capacity unit='MiB'>8</capacity><target><format type='raw'/></target></volume>", default);
        var path = $"{play.Folder}/pool/{volume.Name}";
        await File.WriteAllBytesAsync(path, Enumerable.Repeat((byte)7, 8 << 20).ToArray());

        await Specs(play, path, "8MiB").MustApplyAsync();

        Assert.All(await File.ReadAllBytesAsync(path), static value => Assert.Equal(7, value));
    }

    [SkippableFact]
    public async Task A_full_pool_and_an_image_of_another_domain_are_refused()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        await Specs(play, $"{play.Folder}/pool/root.qcow2", "1GiB").MustApplyAsync();
        var pool = Assert.Single(await play.Host.Inventory.PoolsAsync(default), known => known.Name == play.Pool.Name);
        var tooMuch = $"{(pool.Available!.Value / (1 << 30)) + 10}GiB";

        Assert.Equal(["VP8313"], await FindingsAsync(play, disk => Size(disk.With("pool", Text(play.Pool.Name)), tooMuch)));
        Assert.Equal(["VP8312"], await FindingsAsync(play, disk => Size(disk.With("pool", Text(play.Pool.Name)), tooMuch).With("sparse", ScalarNode.Boolean(s_span, false))));
        Assert.Equal(["VP8314"], await FindingsAsync(play, disk => disk.With("path", Text($"{play.Folder}/pool/root.qcow2"))));

        // A layer that someone uses keeps what is below it.
        await Playground.VirshAsync("vol-create-as", play.Pool.Name, "base.qcow2", "1G", "--format", "qcow2");
        await Playground.VirshAsync("vol-create-as", play.Pool.Name, "top.qcow2", "1G", "--format", "qcow2", "--backing-vol", "base.qcow2", "--backing-vol-format", "qcow2");
        Assert.Empty(await FindingsAsync(play, disk => disk.With("path", Text($"{play.Folder}/pool/base.qcow2"))));
        await Specs(play, $"{play.Folder}/pool/top.qcow2", "1GiB", name: "layered").MustApplyAsync();
        Assert.Equal(["VP8314"], await FindingsAsync(play, disk => disk.With("path", Text($"{play.Folder}/pool/base.qcow2"))));
    }

    [SkippableFact]
    public async Task An_image_that_comes_with_the_specs_may_be_named_by_its_path()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var specs = Specs(play, $"{play.Folder}/pool/later.img", size: null);
        specs.Write(
            $"{{apiVersion: virtprovision/v1, kind: StorageVolume, metadata: {{name: later.img}}, spec: {{pool: {play.Pool.Name}, capacity: 1MiB, format: raw}}}}", "volume.yaml");

        await specs.MustApplyAsync();
        await specs.MustBeUnchangedAsync();
    }

    private static readonly TextSpan s_span = new SourceFile("test", "").Start;

    private static async Task<IEnumerable<string>> FindingsAsync(Playground play, Func<MappingNode, MappingNode> disk)
    {
        // A view of its own: the inventory remembers what it saw.
        var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Qemu);
        await using var host = new Runtime.Hypervisors.LibvirtHypervisor(client);
        var none = ImmutableSortedDictionary<string, string>.Empty;
        var spec = MappingNode.Empty(s_span).With("disks", new SequenceNode(s_span, [disk(MappingNode.Empty(s_span))]));
        var domain = new ResourceSpec(new ResourceId(ResourceKind.Domain, $"{play.Prefix}-new"), none, none, spec, s_span);
        var findings = new DiagnosticBag();
        await DeviceResolver.ResolveAsync(domain, host.Inventory, await host.ReadFactsAsync(default), new DeviceSettings(), findings, default);
        return findings.Select(static finding => finding.Code);
    }

    private static MappingNode Size(MappingNode disk, string size) => disk.With("size", Text(size));

    private static ScalarNode Text(string text) => ScalarNode.String(s_span, text);

    private static SpecFolder Specs(Playground play, string path, string? size, string name = "vm")
    {
        play.Name(ResourceKind.Domain, name);
        var specs = new SpecFolder(Path.Combine(play.Folder, $"specs-{name}"));
        specs.Write($$"""
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: {{play.Prefix}}-{{name}}}
            spec:
              type: qemu
              memory: 64MiB
              vcpus: 1
              disks: [{name: root, path: {{path}}{{(size is null ? "" : $", size: {size}")}}}]
              running: false
            """);
        return specs;
    }
}
