using VirtProvision.Core.Kinds;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Applying;

namespace VirtProvision.Integration;

/// <summary>What stands on an image of a spec keeps it from harm, though no spec knows it.</summary>
public sealed class BaseImageTests
{
    [SkippableFact]
    public async Task A_base_is_not_deleted_shrunk_made_anew_or_written_to_while_others_stand_on_it()
    {
        await using var play = await Playground.OpenAsync();
        var golden = play.Name(ResourceKind.Domain, "golden").Name;
        var specs = Specs(play, "64MiB", "qcow2", running: false);
        await specs.MustApplyAsync();

        // A stranger's: a layer in no pool, by a domain that no spec declares.
        var stranger = play.Name(ResourceKind.Domain, "stranger").Name;
        await Playground.VirshAsync("vol-create-as", play.Pool.Name, "x.qcow2", "64M", "--format", "qcow2", "--backing-vol", $"{golden}.qcow2", "--backing-vol-format", "qcow2");
        File.Move($"{play.Folder}/pool/x.qcow2", $"{play.Folder}/x.qcow2");
        await play.Host.RefreshPoolAsync(play.Pool, default);
        await play.Host.DefineAsync(new(ResourceKind.Domain, stranger),
            $"<domain type='qemu'><name>{stranger}</name><memory unit='MiB'>32</memory><os><type>hvm</type></os><devices><disk type='file'><driver name='qemu' type='qcow2'/><source file='{play.Folder}/x.qcow2'/><target dev='vda'/></disk></devices></domain>", default);

        await RefusedAsync(specs.DestroyAsync(new DestroyOptions { DeleteStorage = true }), "VP5006", stranger);
        await RefusedAsync(Specs(play, "32MiB", "qcow2", running: false).ApplyAsync(), "VP5006", stranger);
        await RefusedAsync(Specs(play, "64MiB", "raw", running: false).ApplyAsync(), "VP5006", stranger);
        await RefusedAsync(Specs(play, "64MiB", "qcow2", running: true).ApplyAsync(), "VP5007", stranger);
        Assert.True(File.Exists($"{play.Folder}/pool/{golden}.qcow2"));
        Assert.Contains(golden, await Playground.VirshAsync("list", "--all", "--name"), StringComparison.Ordinal);

        // Growing harms nobody; and once nobody stands on it, anything goes.
        await Specs(play, "96MiB", "qcow2", running: false).MustApplyAsync();
        await play.Host.UndefineAsync(new(ResourceKind.Domain, stranger), default);
        var gone = await specs.DestroyAsync(new DestroyOptions { DeleteStorage = true });
        Assert.True(gone.Report is { Succeeded: true }, string.Join('\n', gone.Diagnostics));
        Assert.False(File.Exists($"{play.Folder}/pool/{golden}.qcow2"));
    }

    private static async Task RefusedAsync(Task<ApplyResult> run, string code, string stranger)
    {
        var result = await run;
        Assert.Null(result.Report);
        var finding = Assert.Single(result.Diagnostics, static finding => finding.IsError);
        Assert.Equal(code, finding.Code);
        Assert.Contains($"Domain/{stranger}", finding.Detail, StringComparison.Ordinal);
        Assert.NotNull(finding.Span);
    }

    private static SpecFolder Specs(Playground play, string capacity, string format, bool running)
    {
        var golden = play.Name(ResourceKind.Domain, "golden").Name;
        var specs = new SpecFolder($"{play.Folder}/specs");
        specs.Write($$"""
            apiVersion: virtprovision/v1
            kind: StoragePool
            metadata: {name: {{play.Pool.Name}}}
            spec: {type: dir, target: {{play.Folder}}/pool}
            ---
            apiVersion: virtprovision/v1
            kind: StorageVolume
            metadata: {name: {{golden}}.qcow2}
            spec: {pool: {{play.Pool.Name}}, format: {{format}}, capacity: {{capacity}}}
            ---
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: {{golden}}}
            spec:
              type: qemu
              memory: 32MiB
              disks: [{name: root, pool: {{play.Pool.Name}}, volume: {{golden}}.qcow2, format: qcow2}]
              running: {{(running ? "true" : "false")}}
            """);
        return specs;
    }
}
