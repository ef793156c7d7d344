using System.Xml.Linq;
using System.Xml.XPath;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Integration;

/// <summary>Changes that a running guest takes: planned as live, made, seen in the running XML, and then nothing is left, not even pending.</summary>
public sealed class LiveChangeTests
{
    /// <summary>What the change is, the text of the spec that it replaces, and what the running XML must then answer to an XPath.</summary>
    private static readonly (string Name, string Old, string New, string Holds)[] s_steps =
    [
        ("title", "title: first", "title: second", "title = 'second'"),
        ("description", "description: old", "description: new", "description = 'new'"),
        ("description away", ", description: new", "", "not(description)"),
        ("current memory", "currentMemory: 192MiB", "currentMemory: 160MiB", "currentMemory = '163840'"),
        ("processors", "current: 1", "current: 2", "vcpu/@current = '2' or (vcpu = '2' and not(vcpu/@current))"),
        ("link down", "link: {state: up}", "link: {state: down}", "devices/interface/link/@state = 'down'"),
        ("link up", "link: {state: down}", "link: {state: up}", "not(devices/interface/link/@state = 'down')"),
        ("another interface", "#networks", "- {name: second, type: user}\n    #networks", "devices/interface[alias/@name = 'ua-second']/mac"),
        ("and away", "- {name: second, type: user}\n", "", "count(devices/interface) = 1"),
        ("another disk", "#disks", "- {name: more, pool: POOL, size: 8MiB}\n    #disks", "devices/disk[alias/@name = 'ua-more']/driver/@type = 'qcow2'"),
        ("limits of a disk", "name: more,", "name: more, iotune: {total_bytes_sec: 1MiB},", "devices/disk[alias/@name = 'ua-more']/iotune/total_bytes_sec = '1048576'"),
        ("other limits", "total_bytes_sec: 1MiB", "total_bytes_sec: 2MiB", "devices/disk[alias/@name = 'ua-more']/iotune/total_bytes_sec = '2097152'"),
        ("a larger disk", "size: 8MiB", "size: 16MiB", "devices/disk[alias/@name = 'ua-more']"),
        ("and away", "- {name: more, iotune: {total_bytes_sec: 2MiB}, pool: POOL, size: 16MiB}\n", "", "not(devices/disk[alias/@name = 'ua-more'])"),
        ("a medium", "device: cdrom}", "device: cdrom, path: FOLDER/a.iso}", "contains(devices/disk[@device = 'cdrom']/source/@file, 'a.iso')"),
        ("another medium", "a.iso", "b.iso", "contains(devices/disk[@device = 'cdrom']/source/@file, 'b.iso')"),
        ("no medium", ", path: FOLDER/b.iso", "", "not(devices/disk[@device = 'cdrom']/source/@file)"),
        ("password", "password: hunter2", "password: hunter3", "devices/graphics"),
        ("on crash", "on_crash: destroy", "on_crash: restart", "on_crash = 'restart'"),
        ("autostart", "autostart: false", "autostart: true", "name"),
    ];

    [SkippableFact]
    public async Task What_a_running_guest_takes_is_live_and_leaves_nothing_to_do()
    {
        TestGuest.SkipWithout();
        await using var play = await Playground.OpenAsync();
        var domain = play.Name(ResourceKind.Domain, "vm");
        foreach (var iso in new[] { "a.iso", "b.iso" })
        {
            await File.WriteAllBytesAsync(Path.Combine(play.Folder, iso), new byte[65536]);
        }

        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));
        var text = Spec(play);
        specs.Write(text);
        await specs.MustApplyAsync();
        await MustBeSettledAsync("start", specs, domain);
        await TestGuest.WaitAsync(play);

        var faults = new List<string>();
        foreach (var (name, old, replacement, holds) in s_steps)
        {
            var before = text;
            text = text.Replace(Filled(old, play), Filled(replacement, play), StringComparison.Ordinal);
            Assert.True(before != text, $"{name}: \"{old}\" is not in the spec.");
            specs.Write(text);
            try
            {
                await ChangeAsync(name, specs, play, domain, holds);
            }
            catch (Xunit.Sdk.XunitException exception)
            {
                faults.Add($"{name}: {exception.Message}");
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    private static async Task ChangeAsync(string name, SpecFolder specs, Playground play, Core.Resources.ResourceId domain, string holds)
    {
        var plan = await specs.PlanAsync();
        Assert.True(plan.Plan is { HasChanges: true, Disruption: <= Disruption.Live }, SpecFolder.Findings(plan) + SpecFolder.Changes(plan.Plan ?? new Plan([])));
        var result = await specs.MustApplyAsync(new ApplyOptions { MaxDisruption = Disruption.Live });
        var outcome = result.Report!.Outcomes.Single(outcome => outcome.Id == domain);
        Assert.True(outcome.State is not OutcomeState.PendingRestart, string.Join('\n', outcome.Pending));
        var live = (await play.Host.ReadXmlAsync(domain, XmlView.Live, default))!;
        Assert.True((bool)live.XPathEvaluate($"boolean({holds})"), $"{holds} in\n{live}");
        await MustBeSettledAsync(name, specs, domain);
    }

    private static async Task MustBeSettledAsync(string name, SpecFolder specs, Core.Resources.ResourceId domain)
    {
        var plan = await specs.PlanAsync();
        Assert.False(plan.HasErrors, SpecFolder.Findings(plan));
        Assert.False(plan.Plan!.HasChanges, $"After {name}: {SpecFolder.Changes(plan.Plan)}");
        Assert.Empty(plan.Plan.Changes.Single(change => change.Id == domain).PendingRestart);
    }

    private static string Filled(string text, Playground play) =>
        text.Replace("POOL", play.Pool.Name, StringComparison.Ordinal).Replace("FOLDER", play.Folder, StringComparison.Ordinal);

    private static string Spec(Playground play) => $$"""
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
          metadata: {title: first, description: old}
        {{TestGuest.Boot(play)}}
          events: {on_crash: destroy}
          disks:
            - {name: root, pool: {{play.Pool.Name}}, size: 8MiB, cache: none}
            - {name: cd, device: cdrom}
            #disks
          networks:
            - {name: lan, type: user, link: {state: up} }
            #networks
          graphics: [{type: vnc, password: hunter2}]
          running: true
          autostart: false
        """;
}
