using System.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Integration;

/// <summary>A restart is asked of the guest and never forced.</summary>
public sealed class RestartTests
{
    [SkippableFact]
    public async Task A_guest_that_shuts_down_comes_back_with_the_change()
    {
        TestGuest.SkipWithout();
        await using var play = await Playground.OpenAsync();
        var specs = Specs(play, "writeback");
        await specs.MustApplyAsync();
        await TestGuest.WaitAsync(play);
        var id = play.Name(ResourceKind.Domain, "vm");

        specs = Specs(play, "none");
        var plan = await specs.PlanAsync();
        Assert.Equal(Disruption.NextBoot, plan.Plan!.Disruption);
        var waiting = await specs.MustApplyAsync();
        Assert.Equal(OutcomeState.PendingRestart, waiting.Report!.Outcomes.Single(outcome => outcome.Id == id).State);
        Assert.Equal("writeback", await CacheAsync(play, XmlView.Live));
        Assert.Equal("none", await CacheAsync(play, XmlView.Inactive));

        var before = await ProcessAsync(play);
        var result = await specs.MustApplyAsync(new ApplyOptions { MaxDisruption = Disruption.Restart });
        Assert.Equal(OutcomeState.Applied, result.Report!.Outcomes.Single(outcome => outcome.Id == id).State);
        Assert.Equal("none", await CacheAsync(play, XmlView.Live));
        Assert.NotEqual(before, await ProcessAsync(play));
        plan = await specs.PlanAsync();
        Assert.False(plan.Plan!.HasChanges, SpecFolder.Changes(plan.Plan));
        Assert.Empty(plan.Plan.Changes.Single(change => change.Id == id).PendingRestart);
    }

    [SkippableFact]
    public async Task A_guest_that_does_not_listen_is_left_running()
    {
        await using var play = await Playground.OpenAsync();
        var specs = Deaf(play, "writeback");
        await specs.MustApplyAsync();
        var before = await ProcessAsync(play);

        specs = Deaf(play, "none");
        var clock = Stopwatch.StartNew();
        var result = await specs.ApplyAsync(new ApplyOptions { MaxDisruption = Disruption.Restart, ShutdownDeadline = TimeSpan.FromSeconds(2) });

        Assert.Contains(result.Diagnostics, static finding => finding.Code is "VP7009");
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30));
        Assert.Equal(before, await ProcessAsync(play));

        result = await Deaf(play, "none", running: false).ApplyAsync(new ApplyOptions { MaxDisruption = Disruption.Restart, ShutdownDeadline = TimeSpan.FromSeconds(1) });
        Assert.Contains(result.Diagnostics, static finding => finding.Code is "VP7009");
        Assert.Equal(before, await ProcessAsync(play));
    }

    [SkippableFact]
    public async Task A_guest_that_does_not_listen_loses_power_when_its_spec_says_so()
    {
        await using var play = await Playground.OpenAsync();
        await Deaf(play, "writeback").MustApplyAsync();
        var before = await ProcessAsync(play);

        var specs = Write(play, "\n  shutdown: {timeout: 1s, force: true}", "none", running: true);
        await specs.MustApplyAsync(new ApplyOptions { MaxDisruption = Disruption.Restart });

        Assert.NotEqual(before, await ProcessAsync(play));
        Assert.Equal("none", await CacheAsync(play, XmlView.Live));
    }

    private static async Task<string> ProcessAsync(Playground play)
    {
        var name = play.Name(ResourceKind.Domain, "vm").Name;
        Assert.Contains("running", await Playground.VirshAsync("domstate", name), StringComparison.Ordinal);
        return await Playground.VirshAsync("domid", name);
    }

    private static async Task<string?> CacheAsync(Playground play, XmlView view) =>
        (await play.Host.ReadXmlAsync(play.Name(ResourceKind.Domain, "vm"), view, default))!.Element("devices")!.Element("disk")!.Element("driver")!.Attribute("cache")?.Value;

    private static SpecFolder Specs(Playground play, string cache) => Write(play, $"\n  vcpus: 1\n{TestGuest.Boot(play)}", cache, running: true);

    private static SpecFolder Deaf(Playground play, string cache, bool running = true) => Write(play, "", cache, running);

    private static SpecFolder Write(Playground play, string members, string cache, bool running)
    {
        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));
        specs.Write($$"""
            apiVersion: virtprovision/v1
            kind: StoragePool
            metadata: {name: {{play.Pool.Name}} }
            spec: {type: dir, target: {{play.Folder}}/pool }
            ---
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: {{play.Name(ResourceKind.Domain, "vm").Name}} }
            spec:
              type: qemu
              memory: 128MiB
              disks: [{name: root, pool: {{play.Pool.Name}}, size: 8MiB, cache: {{cache}} }]
              running: {{(running ? "true" : "false")}}{{members}}
            """);
        return specs;
    }
}
