using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Integration.Transports;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Fleet;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Integration;

/// <summary>Three real hosts in one set of specs: the machine's own daemon, a user's session daemon, and another user's own by ssh, which is started when it is asked for.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class FleetTests
{
    [SkippableFact]
    public async Task Three_hosts_have_one_plan_and_one_apply_and_a_host_that_is_down_stops_no_other()
    {
        await using var play = await Playground.OpenAsync();
        using var near = new ShortFolder();
        await using var session = await UserDaemon.StartAsync(near.Path);
        await using var user = await TestUser.CreateAsync();
        var server = await SshServer.StartAsync();
        try
        {
            var vm = play.Name(ResourceKind.Domain, "fleet");
            var uris = new[] { LibvirtDaemon.Qemu, session.Uri, user.SessionBy(server) };
            Write(play, vm, uris, "one");

            Assert.Equal(["machine: 1", "session: 1", "distant: 1"], (await PlanAsync(play)).Hosts.Select(static host => $"{host.Label}: {host.Result!.Plan!.Changes.Count(static change => !change.IsNoOp)}"));
            var applied = await ApplyAsync(play);
            Assert.False(applied.HasErrors, string.Join('\n', applied.Diagnostics.Select(static finding => $"{finding.Host}: {finding.Code} {finding.Detail}")));
            Assert.All((await PlanAsync(play)).Results, static host => Assert.False(host.Plan!.HasChanges));
            Assert.Equal("one one one", string.Join(" ", await Task.WhenAll(uris.Select(uri => TitleAsync(uri, vm)))));

            await server.DisposeAsync();
            Write(play, vm, uris, "two");
            var partly = await ApplyAsync(play);

            Assert.Equal([("machine", HostState.Done), ("session", HostState.Done), ("distant", HostState.Failed)], partly.Hosts.Select(static host => (host.Label, host.State)));
            Assert.Equal("distant", Assert.Single(partly.Diagnostics, static finding => finding.IsError).Host);
            Assert.Equal("two two one", string.Join(" ", await Task.WhenAll(uris[..2].Append($"qemu:///session?socket={user.DaemonSocket}").Select(uri => TitleAsync(uri, vm)))));

            var gone = await Fleet(play).DestroyAsync(new LibvirtConnector(LibvirtDaemon.Qemu), new DestroyOptions(), static (_, _) => Task.FromResult(true), progress: null, default);
            Assert.Equal([HostState.Done, HostState.Done, HostState.Failed], gone.Hosts.Select(static host => host.State));
            Assert.Null(await TitleAsync(session.Uri, vm));
        }
        finally
        {
            if (Directory.Exists(server.Folder))
            {
                await server.DisposeAsync();
            }
        }
    }

    [SkippableFact]
    public async Task Each_host_is_examined_and_what_is_down_has_its_remedy()
    {
        await using var play = await Playground.OpenAsync();
        using var near = new ShortFolder();
        await using var session = await UserDaemon.StartAsync(near.Path);
        Write(play, play.Name(ResourceKind.Domain, "fleet"), [LibvirtDaemon.Qemu, session.Uri, $"qemu:///system?socket={near.Path}/nothing"], "one");

        var (hosts, findings) = await new HostDirectory(new WorkspaceOptions { Paths = [play.Folder] }).ExamineAsync([], LibvirtDaemon.Qemu, atOnce: 3, default);

        Assert.Empty(findings);
        Assert.Equal(["machine", "session", "distant"], hosts.Select(static host => host.Label));
        foreach (var host in hosts[..2])
        {
            Assert.DoesNotContain(host.Checks, static check => check.State is CheckState.Failed);
            Assert.All(["connection", "permission", "libvirt", "qemu", "kvm", "security", "cpu", "memory"], subject => Assert.Contains(host.Checks, check => check.Subject == subject));
        }

        var down = Assert.Single(hosts[2].Checks);
        Assert.Equal(("connection", CheckState.Failed), (down.Subject, down.State));
        Assert.Contains("systemctl start libvirtd", down.Remedy, StringComparison.Ordinal);
    }

    private static void Write(Playground play, ResourceId vm, string[] uris, string title)
    {
        string[] names = ["machine", "session", "distant"];
        var hosts = names.Zip(uris, static (name, uri) => $"apiVersion: virtprovision/v1\nkind: Host\nmetadata: {{name: {name}}}\nspec: {{uri: '{uri}'}}\n");
        var domain = $"apiVersion: virtprovision/v1\nkind: Domain\nmetadata: {{name: {vm.Name}}}\nspec: {{hostSelector: {{}}, type: qemu, memory: 64MiB, metadata: {{title: {title}}}}}\n";
        File.WriteAllText(Path.Combine(play.Folder, "fleet.yaml"), string.Join("---\n", hosts.Append(domain)));
    }

    private static FleetPipeline Fleet(Playground play) => new(new WorkspaceOptions { Paths = [play.Folder] }, TemplateRenderer.Embedded, PipelineTools.Default, new FleetOptions());

    private static Task<FleetResult<PlanResult>> PlanAsync(Playground play) => Fleet(play).PlanAsync(new LibvirtConnector(LibvirtDaemon.Qemu), default);

    private static Task<FleetResult<ApplyResult>> ApplyAsync(Playground play) =>
        Fleet(play).ApplyAsync(new LibvirtConnector(LibvirtDaemon.Qemu), new ApplyOptions(), static (_, _) => Task.FromResult(true), progress: null, default);

    private static async Task<string?> TitleAsync(string uri, ResourceId vm)
    {
        await using var reader = await new LibvirtConnector(uri).ConnectReadOnlyAsync(default);
        return (await reader.ReadXmlAsync(vm, XmlView.Inactive, default))?.Element("title")?.Value;
    }
}
