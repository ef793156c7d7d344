using System.Security.Cryptography;
using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Integration;

/// <summary>The main job on a real host: from specs to a domain with network and storage, again, changed, and away.</summary>
public sealed class ApplyJourneyTests
{
    [SkippableFact]
    public async Task Everything_is_made_and_a_second_plan_is_empty_and_destroy_leaves_the_disks()
    {
        await using var play = await Playground.OpenAsync();
        var specs = Specs(play, running: false);

        var applied = await specs.MustApplyAsync();
        Assert.All(applied.Report!.Outcomes, outcome => Assert.Equal(OutcomeState.Applied, outcome.State));
        await specs.MustBeUnchangedAsync();
        Assert.Contains($"{play.Prefix}-vm", await Playground.VirshAsync("list", "--all"), StringComparison.Ordinal);

        var again = await specs.MustApplyAsync();
        Assert.All(again.Report!.Outcomes, outcome => Assert.Equal(OutcomeState.Unchanged, outcome.State));

        var gone = await specs.DestroyAsync();
        Assert.True(gone.Report!.Succeeded, SpecFolder.Findings(gone));
        Assert.DoesNotContain(play.Prefix, await Playground.VirshAsync("list", "--all"), StringComparison.Ordinal);
        Assert.DoesNotContain(play.Prefix, await Playground.VirshAsync("net-list", "--all"), StringComparison.Ordinal);
        Assert.DoesNotContain(play.Prefix, await Playground.VirshAsync("pool-list", "--all"), StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(play.Folder, "pool")));
    }

    [SkippableFact]
    public async Task Destroy_deletes_the_disks_when_told()
    {
        await using var play = await Playground.OpenAsync();
        var specs = Specs(play, running: false);
        await specs.MustApplyAsync();
        var gone = await specs.DestroyAsync(new DestroyOptions { DeleteStorage = true, ShutdownDeadline = TimeSpan.Zero });
        Assert.True(gone.Report!.Succeeded, SpecFolder.Findings(gone));
        Assert.Empty(Directory.GetFiles(Path.Combine(play.Folder, "pool")));
    }

    [SkippableFact]
    public async Task Validate_render_and_plan_make_no_call_that_writes()
    {
        await using var play = await Playground.OpenAsync();
        var specs = Specs(play, running: false);
        Assert.False(specs.Validate().HasErrors);
        Assert.Equal(4, specs.Render().Resources.Length);
        Assert.Empty(specs.Calls);
        var plan = await specs.PlanAsync();
        Assert.True(plan.Plan!.HasChanges, SpecFolder.Findings(plan));
        Assert.NotEmpty(specs.Calls);
        Assert.Empty(specs.Writes);

        await specs.MustApplyAsync();
        specs.Calls.Clear();
        await specs.MustBeUnchangedAsync();
        Assert.Empty(specs.Writes);
    }

    [SkippableFact]
    public async Task What_others_added_stays_and_what_left_the_spec_goes()
    {
        await using var play = await Playground.OpenAsync();
        var specs = Specs(play, running: false, extra: "  metadata: {title: made by a spec, description: and kept}");
        await specs.MustApplyAsync();
        var domain = play.Name(ResourceKind.Domain, "vm");

        // By hand, as with virsh edit: an element that no spec mentions.
        var xml = (await play.Host.ReadXmlAsync(domain, XmlView.InactiveWithSecrets, default))!;
        xml.Element("devices")!.Add(new XElement("watchdog", new XAttribute("model", "i6300esb"), new XAttribute("action", "reset")));
        await play.Host.DefineAsync(domain, xml.ToString(), default);
        await specs.MustBeUnchangedAsync();

        specs = Specs(play, running: false, extra: "  metadata: {description: and changed}");
        var result = await specs.MustApplyAsync();
        Assert.Equal(OutcomeState.Applied, result.Report!.Outcomes.Single(outcome => outcome.Id == domain).State);

        xml = (await play.Host.ReadXmlAsync(domain, XmlView.Inactive, default))!;
        Assert.Null(xml.Element("title"));
        Assert.Equal("and changed", xml.Element("description")!.Value);
        Assert.NotNull(xml.Element("devices")!.Element("watchdog"));
        Assert.NotNull(xml.Element("clock"));
        await specs.MustBeUnchangedAsync();
    }

    [SkippableFact]
    public async Task Doubled_memory_of_a_running_guest_waits_for_its_next_boot()
    {
        await using var play = await Playground.OpenAsync();
        var specs = Specs(play, running: true);
        await specs.MustApplyAsync();
        var domain = play.Name(ResourceKind.Domain, "vm");
        Assert.True(await play.Host.IsActiveAsync(domain, default));
        var uuid = (await play.Host.ReadXmlAsync(domain, XmlView.Inactive, default))!.Element("uuid")!.Value;

        specs = Specs(play, running: true, memory: "128MiB");
        var plan = await specs.PlanAsync();
        var change = Assert.Single(plan.Plan!.Changes, change => !change.IsNoOp);
        Assert.Equal((ChangeAction.Update, Disruption.NextBoot), (change.Action, change.Disruption));

        var result = await specs.MustApplyAsync();
        var outcome = result.Report!.Outcomes.Single(outcome => outcome.Id == domain);
        Assert.Equal(OutcomeState.PendingRestart, outcome.State);
        Assert.NotEmpty(outcome.Pending);
        Assert.True(await play.Host.IsActiveAsync(domain, default));
        var inactive = (await play.Host.ReadXmlAsync(domain, XmlView.Inactive, default))!;
        Assert.Equal("131072", inactive.Element("memory")!.Value);
        Assert.Equal(uuid, inactive.Element("uuid")!.Value);
        Assert.Equal("65536", (await play.Host.ReadXmlAsync(domain, XmlView.Live, default))!.Element("memory")!.Value);

        plan = await specs.PlanAsync();
        Assert.False(plan.Plan!.HasChanges, SpecFolder.Changes(plan.Plan));
        Assert.NotEmpty(plan.Plan.Changes.Single(change => change.Id == domain).PendingRestart);
    }

    [SkippableFact]
    public async Task A_live_change_reaches_the_running_guest()
    {
        await using var play = await Playground.OpenAsync();
        var specs = Specs(play, running: true, extra: "  metadata: {title: before}");
        await specs.MustApplyAsync();
        var domain = play.Name(ResourceKind.Domain, "vm");

        specs = Specs(play, running: true, extra: "  metadata: {title: after}", link: "down");
        var plan = await specs.PlanAsync();
        Assert.Equal(Disruption.Live, plan.Plan!.Disruption);
        var result = await specs.MustApplyAsync(new ApplyOptions { MaxDisruption = Disruption.Live });

        Assert.Equal(OutcomeState.Applied, result.Report!.Outcomes.Single(outcome => outcome.Id == domain).State);
        var live = (await play.Host.ReadXmlAsync(domain, XmlView.Live, default))!;
        Assert.Equal("after", live.Element("title")!.Value);
        Assert.Equal("down", live.Element("devices")!.Element("interface")!.Element("link")!.Attribute("state")!.Value);
        await specs.MustBeUnchangedAsync();
    }

    [SkippableFact]
    public async Task An_image_with_another_hash_is_refused_before_anything_is_made()
    {
        await using var play = await Playground.OpenAsync();
        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));
        await File.WriteAllBytesAsync(Path.Combine(specs.Path, "image.raw"), RandomNumberGenerator.GetBytes(1000));
        specs.Write($$"""
            apiVersion: virtprovision/v1
            kind: StoragePool
            metadata: {name: {{play.Pool.Name}}}
            spec: {type: dir, target: {{play.Folder}}/pool}
            ---
            apiVersion: virtprovision/v1
            kind: StorageVolume
            metadata: {name: image.raw}
            spec: {pool: {{play.Pool.Name}}, format: raw, source: {path: image.raw, sha256: "{{new string('0', 64)}}"} }
            """);

        var result = await specs.ApplyAsync();

        Assert.Contains(result.Diagnostics, finding => finding.Code is "VP7011");
        Assert.Null(result.Report);
        Assert.Empty(specs.Writes);
        Assert.DoesNotContain(play.Prefix, await Playground.VirshAsync("pool-list", "--all"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_missing_kernel_is_found_before_anything_changes()
    {
        await using var play = await Playground.OpenAsync();
        var specs = Specs(play, running: true, boot: "kernel: /nonexistent/vmlinuz");

        var result = await specs.ApplyAsync();

        Assert.Contains(result.Diagnostics, finding => finding.Code is "VP7021");
        Assert.Empty(specs.Writes);
    }

    [SkippableFact]
    public async Task A_domain_that_cannot_start_is_not_left_behind()
    {
        await using var play = await Playground.OpenAsync();
        var specs = Specs(play, running: true, disk: $"{{name: gone, path: {play.Folder}/gone.img, format: raw}}");

        var result = await specs.ApplyAsync();

        Assert.Contains(result.Diagnostics, finding => finding.Code is "VP7001");
        Assert.DoesNotContain($"{play.Prefix}-vm", await Playground.VirshAsync("list", "--all"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task No_daemon_is_a_finding()
    {
        await using var play = await Playground.OpenAsync();
        var specs = Specs(play, running: false);
        specs.Uri = "qemu:///system?socket=/nonexistent/libvirt-sock";
        var result = await specs.PlanAsync();
        Assert.Equal("VP6001", Assert.Single(result.Diagnostics).Code);
        Assert.Null(result.Plan);
    }

    internal static SpecFolder Specs(Playground play, bool running, string memory = "64MiB", string extra = "", string? link = null, string boot = "osType: hvm", string? disk = null)
    {
        play.Name(ResourceKind.Network, "net");
        play.Name(ResourceKind.Domain, "vm");
        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));
        specs.Write($$"""
            apiVersion: virtprovision/v1
            kind: StoragePool
            metadata: {name: {{play.Pool.Name}}}
            spec: {type: dir, target: {{play.Folder}}/pool}
            ---
            apiVersion: virtprovision/v1
            kind: Network
            metadata: {name: {{play.Prefix}}-net}
            spec:
              ips: [{address: 10.{{play.Prefix[5] % 200}}.{{play.Prefix[7] % 200}}.1, prefix: 24}]
              running: false
            ---
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: {{play.Prefix}}-vm}
            spec:
              type: qemu
              memory: {{memory}}
              vcpus: 1
              boot: { {{boot}} }
              disks:
                - {name: root, pool: {{play.Pool.Name}}, size: 8MiB}
                {{(disk is null ? "" : "- " + disk)}}
              networks:
                - {name: lan, type: user{{(link is null ? "" : ", link: {state: " + link + "}")}} }
              running: {{(running ? "true" : "false")}}
            {{extra}}
            """);
        return specs;
    }
}
