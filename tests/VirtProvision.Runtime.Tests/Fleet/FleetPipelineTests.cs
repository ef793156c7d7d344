using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Fleet;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Tests.Workspaces;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Runtime.Tests.Fleet;

public sealed class FleetPipelineTests : IDisposable
{
    private static readonly Func<FleetResult<PlanResult>, CancellationToken, Task<bool>> s_yes = static (_, _) => Task.FromResult(true);

    private readonly FakeFleet _fleet = new();
    private readonly SpecFolder _folder = new(
        ("hosts.yaml", Host("node1", "rack: a") + Host("node2", "rack: a") + Host("node3", "rack: b") + Host("node4", "rack: b", ", maintenance: {reason: new disks}")),
        ("lan.yaml", SpecFolder.Network("lan", "{forward: nat, hostSelector: {}}")));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_host_gets_what_belongs_to_it_and_one_in_maintenance_is_left_alone()
    {
        _folder.Write("web.yaml", SpecFolder.Network("web", "{forward: nat, host: node2}"));
        var asked = new List<FleetResult<PlanResult>>();

        var result = await Fleet().ApplyAsync(
            _fleet.Connection,
            new ApplyOptions(),
            (plans, _) =>
            {
                asked.Add(plans);
                return Task.FromResult(true);
            },
            progress: null,
            default);

        Assert.Equal(
            [("node1", HostState.Done, 1), ("node2", HostState.Done, 2), ("node3", HostState.Done, 1), ("node4", HostState.Maintenance, 0)],
            result.Hosts.Select(static host => (host.Label, host.State, host.Result?.Report?.Count(OutcomeState.Applied) ?? 0)));
        Assert.Equal("new disks", result.Hosts[3].Reason);
        Assert.Equal([1, 2, 1, null], Assert.Single(asked).Hosts.Select(static host => host.Result?.Plan?.Changes.Length));
        Assert.Equal(["Network/lan", "Network/web"], _fleet["node2"].Objects.Keys.Select(static id => id.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(0, _fleet.ConnectionsTo("node4"));
        Assert.All((await Fleet().PlanAsync(_fleet.Connection, default)).Results, static plan => Assert.False(plan.Plan!.HasChanges));
    }

    [Fact]
    public async Task A_host_that_is_down_stops_no_other()
    {
        _fleet.Down.Add("node2");

        var result = await Fleet().ApplyAsync(_fleet.Connection, new ApplyOptions(), s_yes, progress: null, default);

        Assert.Equal([HostState.Done, HostState.Failed, HostState.Done, HostState.Maintenance], result.Hosts.Select(static host => host.State));
        var finding = Assert.Single(result.Diagnostics);
        Assert.Equal(("VP6003", "node2"), (finding.Code, finding.Host));
        Assert.Single(_fleet["node3"].Objects);
    }

    [Fact]
    public async Task A_host_that_goes_down_on_the_way_stops_no_other()
    {
        (_fleet["node1"].FailAt, _fleet["node1"].FailureLosesConnection) = (1, true);

        var result = await Fleet().ApplyAsync(_fleet.Connection, new ApplyOptions(), s_yes, progress: null, default);

        Assert.Equal([HostState.Failed, HostState.Done, HostState.Done, HostState.Maintenance], result.Hosts.Select(static host => host.State));
        Assert.True(result.HasErrors);
        Assert.All(result.Diagnostics, static finding => Assert.Equal("node1", finding.Host));
    }

    [Fact]
    public async Task A_no_is_one_for_all()
    {
        var result = await Fleet().ApplyAsync(_fleet.Connection, new ApplyOptions(), static (_, _) => Task.FromResult(false), progress: null, default);

        Assert.All(result.Results, static host => Assert.True(host.IsDeclined));
        Assert.Empty(_fleet["node1"].Calls);
    }

    [Fact]
    public async Task Nobody_is_asked_when_there_is_nothing_to_do()
    {
        await Fleet().ApplyAsync(_fleet.Connection, new ApplyOptions(), s_yes, progress: null, default);

        var again = await Fleet().ApplyAsync(_fleet.Connection, new ApplyOptions(), static (_, _) => throw new InvalidOperationException("asked"), progress: null, default);

        Assert.All(again.Results, static host => Assert.True(host.Report!.Succeeded));
        var gone = await Fleet().DestroyAsync(_fleet.Connection, new DestroyOptions(), s_yes, progress: null, default);
        Assert.False(gone.HasErrors);
        Assert.Empty(_fleet["node1"].Objects);
    }

    [Fact]
    public async Task A_stopped_run_says_of_each_host_what_it_did()
    {
        using var stop = new CancellationTokenSource();
        _fleet["node1"].OnCall = _ => stop.Cancel();

        var result = await Fleet(new FleetOptions { HostsAtOnce = 1 }).ApplyAsync(_fleet.Connection, new ApplyOptions(), s_yes, progress: null, stop.Token);

        Assert.Equal([HostState.Interrupted, HostState.Interrupted], result.Hosts[1..3].Select(static host => host.State));
        Assert.NotNull(result.Hosts[0].Result!.Report);
        Assert.Equal(["node2", "node3"], result.Diagnostics.Where(static finding => finding.Code is "VP6051").Select(static finding => finding.Host));
        Assert.Empty(_fleet["node2"].Calls);
    }

    [Fact]
    public async Task A_run_that_is_stopped_while_it_looks_changes_nothing()
    {
        using var stop = new CancellationTokenSource();
        _fleet.OnConnect = _ => stop.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Fleet().ApplyAsync(_fleet.Connection, new ApplyOptions(), s_yes, progress: null, stop.Token));
        Assert.Empty(_fleet["node1"].Calls);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_more_hosts_than_asked_for_are_looked_at_at_once(int atOnce)
    {
        _fleet.Delay = TimeSpan.FromMilliseconds(20);

        await Fleet(new FleetOptions { HostsAtOnce = atOnce }).PlanAsync(_fleet.Connection, default);

        Assert.InRange(_fleet.MostAtOnce, 1, atOnce);
    }

    [Fact]
    public async Task Only_hosts_that_are_asked_for_are_connected_to()
    {
        var result = await Fleet(new FleetOptions { Only = [new HostFilter("node1"), new HostFilter("rack=b")] }).PlanAsync(_fleet.Connection, default);

        Assert.Equal(["node1", "node3", "node4"], result.Hosts.Select(static host => host.Label));
        Assert.Equal((1, 0, 0), (_fleet.ConnectionsTo("node1"), _fleet.ConnectionsTo("node2"), _fleet.ConnectionsTo(FakeFleet.ConnectionName)));

        var wrong = await Fleet(new FleetOptions { Only = [new HostFilter("node9")] }).PlanAsync(_fleet.Connection, default);
        Assert.Equal("VP6050", Assert.Single(wrong.Diagnostics).Code);
        Assert.Contains("Did you mean \"node1\"?", wrong.Diagnostics[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_names_no_host_goes_to_that_of_the_connection()
    {
        _folder.Write("here.yaml", SpecFolder.Network("here"));

        var result = await Fleet().ApplyAsync(_fleet.Connection, new ApplyOptions(), s_yes, progress: null, default);

        Assert.Equal((null, FakeFleet.ConnectionName), (result.Hosts[0].Name, result.Hosts[0].Label));
        Assert.Equal(["Network/here"], _fleet[FakeFleet.ConnectionName].Objects.Keys.Select(static id => id.ToString()));
        Assert.DoesNotContain("Network/here", _fleet["node1"].Objects.Keys.Select(static id => id.ToString()));
    }

    [Fact]
    public async Task Specs_that_speak_of_no_host_are_the_run_of_one()
    {
        using var folder = new SpecFolder(("lan.yaml", SpecFolder.Network("lan")));

        var result = await Fleet(folder: folder).PlanAsync(_fleet.Connection, default);

        Assert.True(result.Only!.Plan!.HasChanges);
        Assert.Empty(result.Hosts);
        Assert.Equal(1, _fleet.ConnectionsTo(FakeFleet.ConnectionName));
    }

    [Fact]
    public async Task A_name_for_the_host_of_the_connection_makes_no_second_host()
    {
        _folder.Write("more.yaml", Host("here", "rack: c", uri: FakeFleet.ConnectionName) + "---\n" + SpecFolder.Network("lan"));

        var finding = Assert.Single((await Fleet().PlanAsync(_fleet.Connection, default)).Diagnostics);

        Assert.Equal("VP5060", finding.Code);
        Assert.Contains("which is also the host \"here\"", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_URI_that_is_none_is_found_before_anybody_connects()
    {
        _folder.Write("more.yaml", Host("odd", "rack: c", uri: "qemu+carrier-pigeon://far/system"));

        var finding = Assert.Single(Fleet().Validate(_fleet.Connection, default).Diagnostics);

        Assert.Equal("VP3077", finding.Code);
        Assert.Contains("is no transport", finding.Detail, StringComparison.Ordinal);
        Assert.Empty((await Fleet().PlanAsync(_fleet.Connection, default)).Hosts);
    }

    [Fact]
    public void What_is_wrong_on_many_hosts_is_said_once()
    {
        _folder.Write("web.yaml", "apiVersion: virtprovision/v1\nkind: StorageVolume\nmetadata: {name: image}\nspec: {hostSelector: {}, pool: p, source: {url: https://example.org/a.qcow2}}\n");

        Assert.Equal("VP3050", Assert.Single(Fleet().Validate(_fleet.Connection, default).Diagnostics).Code);
    }

    [Fact]
    public async Task A_target_need_be_on_one_host_only()
    {
        _folder.Write("web.yaml", SpecFolder.Network("web", "{forward: nat, host: node2}"));

        var result = await Fleet(targets: ["Network/web"]).PlanAsync(_fleet.Connection, default);
        Assert.Equal(["node2"], result.Hosts.Select(static host => host.Label));

        var wrong = await Fleet(targets: ["Network/wbe"]).PlanAsync(_fleet.Connection, default);
        Assert.Equal("VP3004", Assert.Single(wrong.Diagnostics).Code);
    }

    private FleetPipeline Fleet(FleetOptions? options = null, SpecFolder? folder = null, ImmutableArray<string> targets = default) => new(
        new WorkspaceOptions { Paths = [(folder ?? _folder).Root], Targets = targets.IsDefault ? [] : targets },
        TemplateRenderer.Embedded,
        PipelineTools.Default,
        options ?? new FleetOptions(),
        _fleet.Connect);

    private static string Host(string name, string labels, string more = "", string? uri = null) =>
        $"---\napiVersion: virtprovision/v1\nkind: Host\nmetadata: {{name: {name}, labels: {{{labels}}}}}\nspec: {{uri: '{uri ?? FakeFleet.UriOf(name)}'{more}}}\n";
}
