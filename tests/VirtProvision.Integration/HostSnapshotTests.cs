using VirtProvision.Core.Kinds;
using VirtProvision.Core.Templates;
using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Rpc;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Snapshots;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Integration;

/// <summary>A host that was written down answers as the host does.</summary>
public sealed class HostSnapshotTests
{
    [SkippableFact]
    public async Task A_plan_against_the_snapshot_is_the_plan_against_the_host()
    {
        await using var play = await Playground.OpenAsync();
        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));
        specs.Write(Specs(play, memory: "32MiB", more: ""));
        await specs.MustApplyAsync();
        var (host, snapshot) = await WriteDownAsync(LibvirtDaemon.Qemu, Path.Combine(play.Folder, "snapshot"));

        Assert.False((await PlanAsync(specs, snapshot)).Plan!.HasChanges);

        specs.Write(Specs(play, memory: "48MiB", more: $$"""
            ---
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: {{play.Name(ResourceKind.Domain, "new").Name}}}
            spec:
              memory: 64MiB
              machine: pc
              disks: [{name: root, pool: {{play.Pool.Name}}, size: 16MiB, format: qcow2}, {name: cd, device: cdrom}]
              networks: [{name: lan, network: {{play.Prefix}}-lan}]
            ---
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: {{play.Name(ResourceKind.Domain, "kvm").Name}}}
            spec:
              memory: 64MiB
              machine: q35
              boot: {uefi: true }
            """));
        await MustBeSameAsync(specs, host, snapshot, changes: 5);
    }

    [SkippableFact]
    public async Task The_test_driver_can_be_written_down()
    {
        var folder = Directory.CreateTempSubdirectory("vpit-");
        try
        {
            // Its objects live as long as one connection to it does.
            await using var held = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Test);
            var (host, snapshot) = await WriteDownAsync(LibvirtDaemon.Test, Path.Combine(folder.FullName, "snapshot"));
            var specs = new SpecFolder(Path.Combine(folder.FullName, "specs")) { Uri = LibvirtDaemon.Test };
            specs.Write("""
                apiVersion: virtprovision/v1
                kind: Domain
                metadata: {name: test}
                spec: {memory: 4GiB}
                ---
                apiVersion: virtprovision/v1
                kind: Domain
                metadata: {name: vplv-new}
                spec: {memory: 1GiB, networks: [{name: lan, network: default}]}
                ---
                apiVersion: virtprovision/v1
                kind: StorageVolume
                metadata: {name: vplv-new.img}
                spec: {pool: default-pool, capacity: 1GiB}
                """);
            await MustBeSameAsync(specs, host, snapshot, changes: 3);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [SkippableFact]
    public async Task Passwords_are_written_down_only_on_request_and_then_for_this_user_alone()
    {
        await using var play = await Playground.OpenAsync();
        var domain = play.Name(ResourceKind.Domain, "vnc");
        await play.Host.DefineAsync(domain, $"<domain type='qemu'><name>{domain.Name}</name><memory>32768</memory><os><type>hvm</type></os><devices><graphics type='vnc' passwd='geheim'/></devices></domain>", default);
        var folder = Path.Combine(play.Folder, "snapshot");
        var file = Path.Combine(folder, "domains", $"{domain.Name}.xml");

        await WriteDownAsync(LibvirtDaemon.Qemu, folder);
        Assert.DoesNotContain("geheim", await File.ReadAllTextAsync(file), StringComparison.Ordinal);

        Assert.Equal("VP6023", (await new SnapshotWriter(new LibvirtConnector(LibvirtDaemon.Qemu), new SnapshotOptions(folder), null).WriteAsync(default, default)).Finding?.Code);
        await WriteDownAsync(LibvirtDaemon.Qemu, folder, options => options with { Overwrite = true, IncludeSecrets = true });
        Assert.Contains("geheim", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(folder, "*", SearchOption.AllDirectories), static path =>
            Assert.True(!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) is (UnixFileMode.UserRead | UnixFileMode.UserWrite), path));
        Assert.Contains("geheim", (await (await new SnapshotConnector($"snapshot://{folder}").ConnectAsync(default)).ReadXmlAsync(domain, XmlView.InactiveWithSecrets, default))!.ToString(), StringComparison.Ordinal);

        await play.Host.UndefineAsync(domain, default);
        await WriteDownAsync(LibvirtDaemon.Qemu, folder, static options => options with { Overwrite = true });
        Assert.False(File.Exists(file));
    }

    private static string Specs(Playground play, string memory, string more) => $$"""
        apiVersion: virtprovision/v1
        kind: StoragePool
        metadata: {name: {{play.Pool.Name}}}
        spec: {type: dir, target: {{play.Folder}}/pool}
        ---
        apiVersion: virtprovision/v1
        kind: StorageVolume
        metadata: {name: disk.qcow2}
        spec: {pool: {{play.Pool.Name}}, format: qcow2, capacity: {{memory}}}
        ---
        apiVersion: virtprovision/v1
        kind: Network
        metadata: {name: {{play.Name(ResourceKind.Network, "lan").Name}}}
        spec: {forward: none, running: false}
        ---
        apiVersion: virtprovision/v1
        kind: Domain
        metadata: {name: {{play.Name(ResourceKind.Domain, "vm").Name}}}
        spec:
          type: qemu
          memory: {{memory}}
          disks: [{name: root, pool: {{play.Pool.Name}}, volume: disk.qcow2}]
          networks: [{name: lan, network: {{play.Prefix}}-lan}]
        {{more}}
        """;

    /// <summary>Writes a host down without a call that writes to it.</summary>
    private static async Task<(IHostConnector Host, IHostConnector Snapshot)> WriteDownAsync(string uri, string folder, Func<SnapshotOptions, SnapshotOptions>? with = null)
    {
        var calls = new List<RemoteProcedure>();
        var host = new LibvirtConnector(uri, new LibvirtConnectOptions { CallObserver = Record });
        var options = new SnapshotOptions(folder);
        var (summary, finding) = await new SnapshotWriter(host, with?.Invoke(options) ?? options, null).WriteAsync(DateTimeOffset.UnixEpoch, default);
        Assert.True(finding is null, finding?.Detail);
        Assert.NotEmpty(calls);
        Assert.DoesNotContain(calls, RemoteProcedureAccess.IsWrite);
        return (host, HostConnectors.For(summary!.Address));

        void Record(RemoteProcedure procedure)
        {
            lock (calls)
            {
                calls.Add(procedure);
            }
        }
    }

    private static async Task MustBeSameAsync(SpecFolder specs, IHostConnector host, IHostConnector snapshot, int changes)
    {
        var (live, written) = (await PlanAsync(specs, host), await PlanAsync(specs, snapshot));
        Assert.Equal(SpecFolder.Findings(live), SpecFolder.Findings(written));
        Assert.True(live.Plan is not null, SpecFolder.Findings(live));
        Assert.Equal(changes, live.Plan.Changes.Count(static change => !change.IsNoOp));
        Assert.Equal(SpecFolder.Changes(live.Plan), SpecFolder.Changes(written.Plan!));
        Assert.Equal(await RenderAsync(specs, host), await RenderAsync(specs, snapshot));
    }

    private static Pipeline PipelineOf(SpecFolder specs) => new(new WorkspaceOptions { Paths = [specs.Path] }, TemplateRenderer.Embedded, PipelineTools.Default);

    private static Task<PlanResult> PlanAsync(SpecFolder specs, IHostConnector host) => PipelineOf(specs).PlanAsync(host, default);

    private static async Task<string> RenderAsync(SpecFolder specs, IHostConnector host)
    {
        var result = await PipelineOf(specs).RenderAsync(host, default);
        Assert.False(result.HasErrors, SpecFolder.Findings(result));
        return string.Join('\n', result.Resources.Select(static resource => resource.Xml));
    }
}
