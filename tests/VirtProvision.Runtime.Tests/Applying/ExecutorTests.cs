using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Tests.Fakes;

namespace VirtProvision.Runtime.Tests.Applying;

public sealed class ExecutorTests
{
    private static readonly ResourceId s_pool = new(ResourceKind.StoragePool, "p");
    private static readonly ResourceId s_volume = new(ResourceKind.StorageVolume, "v", "p");
    private static readonly ResourceId s_network = new(ResourceKind.Network, "n");
    private static readonly ResourceId s_domain = new(ResourceKind.Domain, "d");
    private static readonly ResourceGraph s_graph = Graphs.Of((s_pool, []), (s_volume, [s_pool]), (s_network, []), (s_domain, [s_volume, s_network]));

    [Fact]
    public async Task What_is_needed_comes_first_and_the_domain_starts_last()
    {
        var host = new FakeHypervisor();
        var report = await ApplyAsync(host, s_graph, Creations());

        Assert.True(report.Succeeded);
        Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeState.Applied, outcome.State));
        Assert.Equal("start Domain/d", host.Calls[^1]);
        Assert.True(host.Calls.IndexOf("create StorageVolume/p/v") > host.Calls.IndexOf("start StoragePool/p"));
        Assert.True(host.Calls.IndexOf("define Domain/d") > host.Calls.IndexOf("create StorageVolume/p/v"));
        Assert.True(host.Calls.IndexOf("define Domain/d") > host.Calls.IndexOf("start Network/n"));
    }

    [Fact]
    public async Task A_failure_leaves_nothing_of_the_resource_and_skips_what_needs_it()
    {
        var whole = new FakeHypervisor();
        await ApplyAsync(whole, s_graph, Creations());
        for (var failAt = 1; failAt <= whole.Calls.Count; failAt++)
        {
            var host = new FakeHypervisor { FailAt = failAt };
            var report = await ApplyAsync(host, s_graph, Creations());

            var failed = Assert.Single(report.Outcomes, outcome => outcome.State is OutcomeState.Failed);
            Assert.DoesNotContain(failed.Id, host.Objects.Keys);
            Assert.Contains(failed.Diagnostics, diagnostic => diagnostic is { Code: "VP7001", IsError: true });
            foreach (var outcome in report.Outcomes.Where(outcome => outcome.State is OutcomeState.Skipped))
            {
                Assert.DoesNotContain(outcome.Id, host.Objects.Keys);
                Assert.Contains(outcome.Diagnostics, diagnostic => diagnostic.Code is "VP7005");
            }

            foreach (var outcome in report.Outcomes.Where(outcome => outcome.State is OutcomeState.Applied))
            {
                Assert.Contains(outcome.Id, host.Objects.Keys);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_lost_connection_the_next_run_converges(bool afterEffect)
    {
        var whole = new FakeHypervisor();
        await ApplyAsync(whole, s_graph, Creations());
        for (var failAt = 1; failAt <= whole.Calls.Count; failAt++)
        {
            var host = new FakeHypervisor { FailAt = failAt, FailureLosesConnection = true, FailureAfterEffect = afterEffect };
            var report = await ApplyAsync(host, s_graph, Creations());
            Assert.False(report.Succeeded);
            Assert.Contains(report.Outcomes, outcome => outcome.Diagnostics.Any(diagnostic => diagnostic.Code is "VP7002"));

            host.Reconnect();
            var second = await ApplyAsync(host, s_graph, Replan(host));

            Assert.True(second.Succeeded, $"cut at call {failAt}: {string.Join("; ", second.Outcomes.SelectMany(outcome => outcome.Diagnostics))}");
            Assert.Equal(whole.State, host.State);
        }
    }

    [Fact]
    public async Task Stopping_ends_between_two_calls_and_keeps_what_was_done()
    {
        using var stop = new CancellationTokenSource();
        var host = new FakeHypervisor();
        host.OnCall = call =>
        {
            if (call == "create StorageVolume/p/v")
            {
                stop.Cancel();
            }
        };

        var report = await ApplyAsync(host, s_graph, Creations(), cancellationToken: stop.Token);

        Assert.Equal(OutcomeState.Applied, report.Outcomes.Single(outcome => outcome.Id == s_volume).State);
        Assert.True(Executor.IsNotBegun(report.Outcomes.Single(outcome => outcome.Id == s_domain)));
        Assert.Contains(s_volume, host.Objects.Keys);
        Assert.DoesNotContain(s_domain, host.Objects.Keys);
    }

    [Fact]
    public async Task Deletions_go_backwards()
    {
        var host = new FakeHypervisor();
        await ApplyAsync(host, s_graph, Creations());
        host.Calls.Clear();

        var report = await ApplyAsync(host, s_graph, [.. new[] { s_pool, s_volume, s_network, s_domain }.Select(id => Change(id, ChangeAction.Delete))]);

        Assert.True(report.Succeeded);
        Assert.Empty(host.Objects);
        Assert.True(host.Calls.IndexOf("delete StorageVolume/p/v") > host.Calls.IndexOf("undefine Domain/d"));
        Assert.True(host.Calls.IndexOf("stop StoragePool/p") > host.Calls.IndexOf("delete StorageVolume/p/v"));
        Assert.True(host.Calls.IndexOf("stop Network/n") > host.Calls.IndexOf("undefine Domain/d"));
    }

    [Fact]
    public async Task A_guest_that_does_not_shut_down_loses_power_only_when_it_is_deleted()
    {
        var host = new FakeHypervisor { GuestsShutDown = false };
        await ApplyAsync(host, s_graph, Creations());
        var off = Change(s_domain, ChangeAction.NoOp, new StateChange("running", true, false));
        var options = new ApplyOptions { MaxDisruption = Disruption.Restart, ShutdownDeadline = TimeSpan.FromMilliseconds(1) };

        var report = await ApplyAsync(host, s_graph, [off], options);
        Assert.Contains(report.Outcomes.Single().Diagnostics, diagnostic => diagnostic.Code is "VP7009");
        Assert.True(host.Objects[s_domain].IsActive);

        report = await ApplyAsync(host, s_graph, [Change(s_domain, ChangeAction.Delete)], options);
        Assert.True(report.Succeeded);
        Assert.DoesNotContain(s_domain, host.Objects.Keys);
    }

    [Fact]
    public async Task A_change_that_costs_more_than_allowed_is_not_begun()
    {
        var host = new FakeHypervisor();
        await ApplyAsync(host, s_graph, Creations());
        host.Calls.Clear();
        var off = Change(s_domain, ChangeAction.NoOp, new StateChange("running", true, false)) with { Disruption = Disruption.Restart };

        var report = await ApplyAsync(host, s_graph, [off]);

        Assert.Equal(OutcomeState.Skipped, report.Outcomes.Single().State);
        Assert.Contains(report.Outcomes.Single().Diagnostics, diagnostic => diagnostic.Code is "VP7006");
        Assert.Empty(host.Calls);
    }

    [Fact]
    public async Task What_loses_data_must_be_named()
    {
        var host = new FakeHypervisor();
        var shrink = Change(s_volume, ChangeAction.Replace) with { Disruption = Disruption.DataLoss };
        var everything = new ApplyOptions { MaxDisruption = Disruption.DataLoss };

        var report = await ApplyAsync(host, s_graph, [shrink], everything);
        Assert.Contains(report.Outcomes.Single().Diagnostics, diagnostic => diagnostic.Code is "VP7007");

        await ApplyAsync(host, s_graph, Creations());
        report = await ApplyAsync(host, s_graph, [shrink], everything with { MayLoseData = [s_volume] });
        Assert.True(report.Succeeded);
        Assert.Equal(["delete StorageVolume/p/v", "create StorageVolume/p/v"], host.Calls[^2..]);
    }

    [Fact]
    public async Task A_domain_that_does_not_start_with_its_new_definition_gets_the_old_one_back_and_runs()
    {
        var host = new FakeHypervisor();
        await ApplyAsync(host, s_graph, Creations());
        var before = host.Objects[s_domain].Xml.ToString();
        var starts = 0;
        host.Starts = _ => ++starts > 1;
        var change = Change(s_domain, ChangeAction.Replace) with { Disruption = Disruption.Replace };

        var report = await ApplyAsync(host, s_graph, [change with { States = [new StateChange("running", false, true)] }], new ApplyOptions { MaxDisruption = Disruption.Replace });

        Assert.Equal(OutcomeState.Failed, report.Outcomes.Single().State);
        Assert.Equal(before, host.Objects[s_domain].Xml.ToString());
        Assert.True(host.Objects[s_domain].IsActive);
    }

    private static ImmutableArray<ResourceChange> Creations() =>
    [
        Change(s_pool, ChangeAction.Create, new StateChange("autostart", false, true), new StateChange("running", false, true)),
        Change(s_volume, ChangeAction.Create),
        Change(s_network, ChangeAction.Create, new StateChange("running", false, true)),
        Change(s_domain, ChangeAction.Create, new StateChange("autostart", false, true), new StateChange("running", false, true)),
    ];

    /// <summary>As the planner would see the host after a broken run.</summary>
    private static ImmutableArray<ResourceChange> Replan(FakeHypervisor host) =>
        [.. Creations().Select(change => !host.Objects.TryGetValue(change.Id, out var found) ? change : change with
        {
            Action = ChangeAction.NoOp,
            States = change.States.RemoveAll(state => state.Field is "running" ? found.IsActive : found.Autostart),
        })];

    private static ResourceChange Change(ResourceId id, ChangeAction action, params ImmutableArray<StateChange> states)
    {
        var xml = new XElement(id.Kind.RootElement, new XElement("name", id.Name));
        if (id.Kind == ResourceKind.StoragePool)
        {
            xml.SetAttributeValue("type", "dir");
        }

        return new ResourceChange(id, action, [], states, Disruption.None, [], xml, xml);
    }

    private static async Task<ApplyReport> ApplyAsync(
        FakeHypervisor host, ResourceGraph graph, ImmutableArray<ResourceChange> changes, ApplyOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ApplyOptions { MaxDisruption = Disruption.NextBoot };
        var tasks = OperationPlanner.Tasks(new Plan(changes), graph, options);
        await using var runner = new OperationRunner(host, new Dictionary<string, LocalImage>(), Remembering.Default, null, TimeProvider.System);
        return await new Executor(runner, null, options.Parallelism).RunAsync(tasks, graph, cancellationToken);
    }
}
