using VirtProvision.Core.Templates;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Snapshots;
using VirtProvision.Runtime.Workspaces;
using VirtProvision.Testing;

namespace VirtProvision.Runtime.Tests.Snapshots;

/// <summary>Every command works on a host that is only files.</summary>
public sealed class SnapshotPipelineTests : IDisposable
{
    private readonly SnapshotFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Pipeline PipelineOf(string path) => new(new WorkspaceOptions { Paths = [path] }, TemplateRenderer.Embedded, PipelineTools.Default);

    // What the examples take for granted.
    private void AddDefaults()
    {
        _folder.Write("host.json", """
            {
              "uri": "qemu:///system",
              "networks": {"default": {"active": true}},
              "pools": {"default": {"active": true, "volumes": []}}
            }
            """);
        _folder.Write("networks/default.xml", "<network><name>default</name><uuid>77777777-7777-7777-7777-777777777777</uuid></network>");
        _folder.Write("pools/default.xml", "<pool type='dir'><name>default</name><uuid>88888888-8888-8888-8888-888888888888</uuid><target><path>/images</path></target></pool>");
    }

    [Fact]
    public Task An_example_is_applied_and_then_there_is_nothing_to_do_and_then_it_is_gone() =>
        ApplyAndDestroyAsync(Path.Combine(RepositoryPaths.Root, "examples", "isolated-lab"));

    [Fact]
    public Task So_is_a_domain_on_a_layer_over_an_uploaded_image()
    {
        var header = new byte[104];
        // https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.rst: magic, version 3, 64 KiB clusters, 1 GiB for the guest, header length.
        (header[0], header[1], header[2], header[3], header[7], header[23], header[28], header[103]) = ((byte)'Q', (byte)'F', (byte)'I', 0xfb, 3, 16, 0x40, 104);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "specs"));
        File.WriteAllBytes(Path.Combine(_folder.Path, "specs", "debian.qcow2"), header);
        _folder.Write("specs/vm.yaml", """
            apiVersion: virtprovision/v1
            kind: StoragePool
            metadata: {name: mine}
            spec: {type: dir, target: /mine}
            ---
            apiVersion: virtprovision/v1
            kind: StorageVolume
            metadata: {name: debian.qcow2}
            spec: {pool: mine, format: qcow2, capacity: 2GiB, source: {path: debian.qcow2}}
            ---
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: vm}
            spec:
              memory: 1GiB
              disks: [{name: root, pool: mine, size: 4GiB, from: {volume: debian.qcow2, mode: linked}}]
              networks: [{name: lan, network: default}]
              running: true
            """);
        return ApplyAndDestroyAsync(Path.Combine(_folder.Path, "specs"));
    }

    private async Task ApplyAndDestroyAsync(string specs)
    {
        AddDefaults();
        var pipeline = PipelineOf(specs);
        var host = _folder.Connect();

        var applied = await pipeline.ApplyAsync(host, new ApplyOptions(), static (_, _) => Task.FromResult(true), progress: null, default);
        Assert.True(applied.Report is { Succeeded: true } && applied.Diagnostics.IsEmpty, string.Join('\n', applied.Diagnostics.Select(static finding => finding.Detail)));
        var again = await pipeline.PlanAsync(host, default);
        Assert.True(again.Plan is { HasChanges: false }, string.Join('\n', again.Plan?.Changes.SelectMany(static change => change.Fields).Select(static field => $"{field.Path}: {field.Before} -> {field.After}") ?? []));

        var gone = await pipeline.DestroyAsync(host, new DestroyOptions { DeleteStorage = true, ShutdownDeadline = TimeSpan.Zero }, static (_, _) => Task.FromResult(true), progress: null, default);
        Assert.True(gone.Report is { Succeeded: true }, string.Join('\n', gone.Diagnostics.Select(static finding => finding.Detail)));
        Assert.All((await pipeline.PlanAsync(host, default)).Plan!.Changes, static change => Assert.Equal(Core.Planning.ChangeAction.Create, change.Action));
    }

    [Fact]
    public async Task A_live_change_reaches_the_running_domain()
    {
        _folder.Write("specs/web.yaml", """
            apiVersion: virtprovision/v1
            kind: Network
            metadata: {name: lan}
            spec:
              ips: [{address: 10.0.0.1, dhcp: {hosts: [{mac: "52:54:00:00:00:01", ip: 10.0.0.77}]}}]
            """);
        var pipeline = PipelineOf(Path.Combine(_folder.Path, "specs"));
        var host = _folder.Connect();

        var applied = await pipeline.ApplyAsync(host, new ApplyOptions(), static (_, _) => Task.FromResult(true), progress: null, default);

        Assert.True(applied.Report is { Succeeded: true } && applied.Diagnostics.IsEmpty, string.Join('\n', applied.Diagnostics.Select(static finding => finding.Detail)));
        Assert.Equal(OutcomeState.Applied, Assert.Single(applied.Report!.Outcomes).State);
        var live = await (await host.ConnectAsync(default)).ReadXmlAsync(new(Core.Kinds.ResourceKind.Network, "lan"), Runtime.Hypervisors.XmlView.Live, default);
        Assert.Equal("10.0.0.77", live!.Descendants("host").Single().Attribute("ip")!.Value);
    }

    [Fact]
    public async Task What_is_wrong_with_a_snapshot_is_a_finding_of_the_plan()
    {
        _folder.Write("specs/vm.yaml", "apiVersion: virtprovision/v1\nkind: Domain\nmetadata: {name: vm}\nspec: {memory: 1GiB}\n");
        _folder.Write("capabilities.xml", "<capabilities>\n<oops\n</capabilities>");
        var pipeline = PipelineOf(Path.Combine(_folder.Path, "specs"));

        Assert.Equal("VP6022", Assert.Single((await pipeline.PlanAsync(_folder.Connect(), default)).Diagnostics).Code);
        Assert.Equal("VP6022", Assert.Single((await pipeline.RenderAsync(_folder.Connect(), default)).Diagnostics).Code);
        Assert.Equal("VP6020", Assert.Single((await pipeline.PlanAsync(HostConnectors.For("snapshot:///no/such/folder"), default)).Diagnostics).Code);
    }
}
