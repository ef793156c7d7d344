using System.Diagnostics;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Integration;

/// <summary>One apply on a running guest: all that it takes at once, all that waits, a guest that does not answer, and a run that ends in the middle.</summary>
public sealed class LiveApplyTests
{
    [SkippableFact]
    public async Task What_can_be_live_is_live_in_one_apply_and_the_rest_waits()
    {
        TestGuest.SkipWithout();
        await using var play = await Playground.OpenAsync();
        var (specs, text) = await StartAsync(play);
        await TestGuest.WaitAsync(play);

        text = text
            .Replace("#disks", $"- {{name: extra, pool: {play.Pool.Name}, size: 8MiB}}", StringComparison.Ordinal)
            .Replace("#networks", "- {name: more, type: user, model: virtio}", StringComparison.Ordinal)
            .Replace("currentMemory: 192MiB", "currentMemory: 160MiB", StringComparison.Ordinal)
            .Replace("current: 1", "current: 2", StringComparison.Ordinal)
            .Replace("device: cdrom", $"device: cdrom, path: {play.Folder}/a.iso", StringComparison.Ordinal)
            .Replace("model: virtio}\n    - ", "model: virtio, link: {state: down}}\n    - ", StringComparison.Ordinal)
            .Replace("cache: none", "cache: none, iotune: {total_iops_sec: 500}", StringComparison.Ordinal)
            .Replace("title: first", "title: second", StringComparison.Ordinal);
        specs.Write(text);
        var change = await PlanAsync(specs, play);
        Assert.Equal(Disruption.Live, change.Disruption);
        Assert.Equal(
            ["attach-device", "set-block-iotune", "set-memory", "set-metadata", "set-vcpus", "update-device"],
            change.Fields.Select(static field => field.LiveMeans!).Distinct().Order(StringComparer.Ordinal));
        var outcome = await ApplyAsync(specs, play, new ApplyOptions { MaxDisruption = Disruption.Live });
        Assert.Equal(OutcomeState.Applied, outcome.State);
        Assert.All(outcome.Fields, static field => Assert.Equal(FieldState.Applied, field.State));
        await MustBeSettledAsync(specs, play);

        specs.Write(text.Replace("cache: none", "cache: writeback", StringComparison.Ordinal).Replace("model: qemu64", "model: Nehalem", StringComparison.Ordinal));
        change = await PlanAsync(specs, play);
        Assert.Equal(Disruption.NextBoot, change.Disruption);
        outcome = await ApplyAsync(specs, play);
        Assert.Equal(OutcomeState.PendingRestart, outcome.State);
        Assert.Equal(["cpu/model: Pending", "devices/disk[root]/driver/@cache: Pending"], outcome.Fields.Select(static field => $"{field.Change.Path}: {field.State}").Order(StringComparer.Ordinal));
        change = await PlanAsync(specs, play);
        Assert.True(change.IsNoOp);
        Assert.Equal(["cpu/model", "devices/disk[root]/driver/@cache"], change.PendingRestart.Select(static field => field.Path.ToString()).Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task A_guest_that_does_not_answer_keeps_its_device_and_gives_it_up_later()
    {
        TestGuest.SkipWithout();
        await using var play = await Playground.OpenAsync();
        var (specs, text) = await StartAsync(play, "- {mac: '52:54:00:6c:76:09', type: user, model: virtio}");
        await TestGuest.WaitAsync(play);
        var name = play.Name(ResourceKind.Domain, "vm").Name;
        await Playground.VirshAsync("suspend", name);

        specs.Write(text.Replace("- {mac: '52:54:00:6c:76:09', type: user, model: virtio}", "", StringComparison.Ordinal).Replace("currentMemory: 192MiB", "currentMemory: 160MiB", StringComparison.Ordinal));
        Assert.Equal(Disruption.Live, (await PlanAsync(specs, play)).Disruption);
        var clock = Stopwatch.StartNew();
        var outcome = await ApplyAsync(specs, play, new ApplyOptions { GuestDeadline = TimeSpan.FromSeconds(6) });

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(30));
        Assert.Equal(OutcomeState.PendingRestart, outcome.State);
        Assert.Equal(
            [
                "currentMemory: Pending (libvirt accepted the call, and the guest did not do its part within 6 s)",
                "devices/interface[52:54:00:6c:76:09]: Pending (the guest did not give the device up within 6 s)",
            ],
            outcome.Fields.Select(static field => $"{field.Change.Path}: {field.State} ({field.Reason})").Order(StringComparer.Ordinal));
        Assert.Single((await ReadAsync(play, XmlView.Inactive)).Element("devices")!.Elements("interface"));
        Assert.Equal(2, (await ReadAsync(play, XmlView.Live)).Element("devices")!.Elements("interface").Count());

        // It is asked again, by the plan too; of the card nothing but the running domain's own memory knows that it was ours.
        var change = await PlanAsync(specs, play);
        Assert.Equal(Disruption.Live, change.Disruption);
        Assert.Contains(change.Fields, field => field.IsConfigured && field.Path.Equals(outcome.Fields.Single(static one => one.Change.Kind is FieldChangeKind.Remove).Change.Path));

        await Playground.VirshAsync("resume", name);
        await ApplyAsync(specs, play);
        await MustBeSettledAsync(specs, play);
        Assert.Single((await ReadAsync(play, XmlView.Live)).Element("devices")!.Elements("interface"));
    }

    [SkippableFact]
    public async Task What_a_stopped_run_had_only_configured_is_planned_again()
    {
        TestGuest.SkipWithout();
        await using var play = await Playground.OpenAsync();
        var (specs, text) = await StartAsync(play);
        await TestGuest.WaitAsync(play);

        specs.Write(text
            .Replace("#networks", "- {name: more, type: user, model: virtio}", StringComparison.Ordinal)
            .Replace("currentMemory: 192MiB", "currentMemory: 160MiB", StringComparison.Ordinal)
            .Replace("title: first", "title: second", StringComparison.Ordinal));
        using var stop = new CancellationTokenSource();
        specs.Progress = new StopAt("redefining", stop);
        await specs.ApplyAsync(cancellationToken: stop.Token);
        specs.Progress = null;
        Assert.Equal("second", (await ReadAsync(play, XmlView.Inactive)).Element("title")!.Value);
        Assert.Equal("first", (await ReadAsync(play, XmlView.Live)).Element("title")!.Value);

        var change = await PlanAsync(specs, play);
        Assert.Equal(Disruption.Live, change.Disruption);
        Assert.All(change.Fields, static field => Assert.True(field.IsConfigured, field.ToString()));
        Assert.Equal(["attach-device", "set-memory", "set-metadata"], change.Fields.Select(static field => field.LiveMeans).Order(StringComparer.Ordinal));
        var outcome = await ApplyAsync(specs, play);
        Assert.Equal(OutcomeState.Applied, outcome.State);
        Assert.DoesNotContain(outcome.Done, static operation => operation is Redefine);
        await MustBeSettledAsync(specs, play);
    }

    private static async Task<(SpecFolder Specs, string Text)> StartAsync(Playground play, string networks = "#networks")
    {
        await File.WriteAllBytesAsync(Path.Combine(play.Folder, "a.iso"), new byte[65536]);
        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));
        var text = $$"""
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
              memory: {memory: 192MiB, currentMemory: 192MiB}
              vcpus: {maximum: 2, current: 1}
              metadata: {title: first}
              cpu: {mode: custom, model: qemu64}
            BOOT
              disks:
                - {name: root, pool: {{play.Pool.Name}}, size: 8MiB, cache: none}
                - {name: cd, device: cdrom}
                #disks
              networks:
                - {name: lan, type: user, model: virtio}
                {{networks}}
              running: true
            """.Replace("BOOT", TestGuest.Boot(play), StringComparison.Ordinal);
        specs.Write(text);
        await specs.MustApplyAsync();
        return (specs, text);
    }

    private static async Task<ResourceChange> PlanAsync(SpecFolder specs, Playground play)
    {
        var result = await specs.PlanAsync();
        Assert.False(result.HasErrors, SpecFolder.Findings(result));
        return result.Plan!.Changes.Single(change => change.Id == play.Name(ResourceKind.Domain, "vm"));
    }

    private static async Task<ResourceOutcome> ApplyAsync(SpecFolder specs, Playground play, ApplyOptions? options = null) =>
        (await specs.MustApplyAsync(options)).Report!.Outcomes.Single(outcome => outcome.Id == play.Name(ResourceKind.Domain, "vm"));

    private static async Task MustBeSettledAsync(SpecFolder specs, Playground play)
    {
        var change = await PlanAsync(specs, play);
        Assert.True(change.IsNoOp, string.Join('\n', change.Fields));
        Assert.Empty(change.PendingRestart);
    }

    private static async Task<System.Xml.Linq.XElement> ReadAsync(Playground play, XmlView view) =>
        (await play.Host.ReadXmlAsync(play.Name(ResourceKind.Domain, "vm"), view, default))!;

    private sealed class StopAt(string verb, CancellationTokenSource stop) : IProgress<ApplyProgress>
    {
        public void Report(ApplyProgress value)
        {
            if (value.Text == verb)
            {
                stop.Cancel();
            }
        }
    }
}
