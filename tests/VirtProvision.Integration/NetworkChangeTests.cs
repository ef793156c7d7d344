using System.Xml.Linq;
using System.Xml.XPath;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Integration;

/// <summary>Changes of a running network: what virNetworkUpdate can do is live and lasts; the rest waits, and names who would lose the link.</summary>
public sealed class NetworkChangeTests
{
    private static readonly (string Name, string Old, string New, string Holds)[] s_steps =
    [
        ("a host", "hosts: []", "hosts: [{mac: \"52:54:00:00:00:01\", name: web01, ip: NET.10}]", "ip/dhcp/host/@ip = 'NET.10'"),
        ("its address", "ip: NET.10", "ip: NET.11", "ip/dhcp/host/@ip = 'NET.11'"),
        ("another host", "NET.11}", "NET.11}, {mac: \"52:54:00:00:00:02\", ip: NET.12}", "count(ip/dhcp/host) = 2"),
        ("and away", ", {mac: \"52:54:00:00:00:02\", ip: NET.12}", "", "count(ip/dhcp/host) = 1"),
        ("a longer range", "end: NET.199", "end: NET.209", "ip/dhcp/range/@end = 'NET.209'"),
        ("another range", "NET.209}", "NET.209}, {start: NET.220, end: NET.230}", "count(ip/dhcp/range) = 2"),
        ("a name", "dnsHosts: []", "dns: {hosts: [{ip: NET.5, hostnames: [one, two]}]}", "dns/host/hostname = 'two'"),
        ("another name", "[one, two]", "[one, three]", "dns/host/hostname = 'three'"),
        ("a text", "dns: {hosts", "dns: {txts: [{name: example, value: hello}], hosts", "dns/txt/@value = 'hello'"),
        ("a port group", "#portgroups", "portgroups: [{name: slow, default: true}]", "portgroup/@name = 'slow'"),
        ("and away", "portgroups: [{name: slow, default: true}]", "#portgroups", "not(portgroup)"),
        ("the host away", "hosts: [{mac: \"52:54:00:00:00:01\", name: web01, ip: NET.11}]", "hosts: []", "not(ip/dhcp/host)"),
    ];

    [SkippableFact]
    public async Task What_can_be_updated_is_live_and_stays()
    {
        await using var play = await Playground.OpenAsync();
        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));
        var text = Spec(play);
        var id = play.Name(ResourceKind.Network, "net");
        specs.Write(Clean(text));
        await specs.MustApplyAsync();
        await specs.MustBeUnchangedAsync();

        var faults = new List<string>();
        foreach (var (name, old, replacement, holds) in s_steps)
        {
            var before = text;
            text = text.Replace(Filled(old, play), Filled(replacement, play), StringComparison.Ordinal);
            Assert.True(before != text, $"{name}: \"{old}\" is not in the spec.");
            specs.Write(Clean(text));
            try
            {
                var plan = await specs.PlanAsync();
                Assert.True(plan.Plan is { HasChanges: true, Disruption: Disruption.Live }, SpecFolder.Findings(plan) + SpecFolder.Changes(plan.Plan ?? new Plan([])));
                var result = await specs.MustApplyAsync(new ApplyOptions { MaxDisruption = Disruption.Live });
                Assert.True(result.Report!.Outcomes[0] is { State: OutcomeState.Applied }, string.Join('\n', result.Report.Outcomes[0].Pending));
                foreach (var view in new[] { XmlView.Live, XmlView.Inactive })
                {
                    var xml = (await play.Host.ReadXmlAsync(id, view, default))!;
                    Assert.True((bool)xml.XPathEvaluate($"boolean({Filled(holds, play)})"), $"{holds} in\n{xml}");
                }

                await MustBeSettledAsync(specs);
            }
            catch (Xunit.Sdk.XunitException exception)
            {
                faults.Add($"{name}: {exception.Message}");
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    [SkippableFact]
    public async Task What_needs_a_new_start_waits_for_it_names_the_guests_and_is_done_when_allowed()
    {
        await using var play = await Playground.OpenAsync();
        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));
        var id = play.Name(ResourceKind.Network, "net");
        var guest = $$"""
            ---
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: {{play.Name(ResourceKind.Domain, "vm").Name}} }
            spec: {type: qemu, memory: 64MiB, networks: [{name: lan, network: {{id.Name}} }], running: true}
            """;
        specs.Write(Clean(Spec(play)) + guest);
        await specs.MustApplyAsync();
        await specs.MustBeUnchangedAsync();

        specs.Write(Clean(Spec(play)).Replace(".example", ".test", StringComparison.Ordinal) + guest);
        var plan = await specs.PlanAsync();
        var change = Assert.Single(plan.Plan!.Changes, change => !change.IsNoOp);
        Assert.Equal(Disruption.NextBoot, change.Disruption);
        Assert.Contains(change.Notes, note => note.Contains($"{play.Prefix}-vm", StringComparison.Ordinal));

        // Nor need the guest be of the same run.
        var network = new SpecFolder(Path.Combine(play.Folder, "network"));
        network.Write(Clean(Spec(play)).Replace(".example", ".test", StringComparison.Ordinal));
        Assert.Contains((await network.PlanAsync()).Plan!.Changes.Single().Notes, note => note.Contains($"{play.Prefix}-vm", StringComparison.Ordinal));

        var waiting = await specs.MustApplyAsync();
        Assert.Equal(OutcomeState.PendingRestart, waiting.Report!.Outcomes.Single(outcome => outcome.Id == id).State);
        Assert.EndsWith(".example", await DomainOfAsync(play, XmlView.Live), StringComparison.Ordinal);
        Assert.EndsWith(".test", await DomainOfAsync(play, XmlView.Inactive), StringComparison.Ordinal);
        plan = await specs.PlanAsync();
        Assert.False(plan.Plan!.HasChanges, SpecFolder.Changes(plan.Plan));
        Assert.NotEmpty(plan.Plan.Changes.Single(change => change.Id == id).PendingRestart);

        await specs.MustApplyAsync(new ApplyOptions { MaxDisruption = Disruption.Restart });
        Assert.EndsWith(".test", await DomainOfAsync(play, XmlView.Live), StringComparison.Ordinal);
        Assert.True(await play.Host.IsActiveAsync(play.Name(ResourceKind.Domain, "vm"), default));
        await MustBeSettledAsync(specs);
    }

    private static async Task<string> DomainOfAsync(Playground play, XmlView view) =>
        (await play.Host.ReadXmlAsync(play.Name(ResourceKind.Network, "net"), view, default))!.Element("domain")!.Attribute("name")!.Value;

    private static async Task MustBeSettledAsync(SpecFolder specs)
    {
        await specs.MustBeUnchangedAsync();
        Assert.All((await specs.PlanAsync()).Plan!.Changes, static change => Assert.Empty(change.PendingRestart));
    }

    private static string Net(Playground play) => $"10.{100 + (play.Prefix[5] % 100)}.{play.Prefix[7] % 200}";

    private static string Filled(string text, Playground play) => text.Replace("NET", Net(play), StringComparison.Ordinal);

    private static string Clean(string text) => text.Replace("dnsHosts: []", "", StringComparison.Ordinal);

    private static string Spec(Playground play) => Filled($$"""
        apiVersion: virtprovision/v1
        kind: Network
        metadata: {name: {{play.Name(ResourceKind.Network, "net").Name}} }
        spec:
          domain: {{play.Prefix}}.example
          ips:
            - address: NET.1/24
              dhcp:
                ranges: [{start: NET.100, end: NET.199}]
                hosts: []
          #portgroups
          dnsHosts: []

        """, play);
}
