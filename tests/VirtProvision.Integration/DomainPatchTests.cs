using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Integration;

/// <summary>Patches on a real libvirt, of domains that others made.</summary>
public sealed class DomainPatchTests
{
    private const string Disk = "<disk type='file' device='disk'><driver name='qemu' type='raw' cache='writeback'/><source file='/var/tmp/vpit-none.img'/><target dev='vda' bus='virtio'/></disk>";

    [SkippableFact]
    public async Task Only_what_matches_and_only_what_is_named_changes_and_all_of_it_comes_back()
    {
        await using var play = await Playground.OpenAsync();
        var before = new Dictionary<string, string>();
        foreach (var what in (string[])["web1", "web2", "db1"])
        {
            before[what] = await DefineAsync(play, what);
        }

        var specs = Patch(play, $"[\"{play.Prefix}-web*\"]", "{disks: [{target: {dev: vda}, cache: none}], metadata: {title: patched}, rngs: [{device: /dev/urandom}]}");
        var applied = await specs.MustApplyAsync();

        Assert.Equal(2, applied.Report!.Count(OutcomeState.Applied));
        Assert.Equal(before["db1"], await ReadAsync(play, "db1"));
        var web = XElement.Parse(await ReadAsync(play, "web1"));
        Assert.Equal("none", web.Element("devices")!.Element("disk")!.Element("driver")!.Attribute("cache")!.Value);
        Assert.NotNull(web.Element("metadata")!.Element(ProvisionNamespace.Patches));
        await specs.MustBeUnchangedAsync();

        var destroyed = await specs.DestroyAsync();
        Assert.True(destroyed.Report!.Succeeded, SpecFolder.Findings(destroyed));
        foreach (var (what, xml) in before)
        {
            Assert.Equal(xml, await ReadAsync(play, what));
        }

        Assert.False((await specs.DestroyAsync()).Plan!.HasChanges);
    }

    [SkippableFact]
    public async Task A_domain_that_no_longer_matches_gets_back_what_it_had()
    {
        await using var play = await Playground.OpenAsync();
        var before = await DefineAsync(play, "web1");
        await DefineAsync(play, "web2");
        await Patch(play, $"[\"{play.Prefix}-web*\"]", "{disks: [{target: {dev: vda}, cache: none}]}").MustApplyAsync();

        var narrowed = Patch(play, $"[{play.Prefix}-web2]", "{disks: [{target: {dev: vda}, cache: none}]}");
        await narrowed.MustApplyAsync();

        Assert.Equal(before, await ReadAsync(play, "web1"));
        await narrowed.MustBeUnchangedAsync();
    }

    [SkippableFact]
    public async Task A_plan_writes_nothing_and_asks_for_everything_once()
    {
        await using var play = await Playground.OpenAsync();
        await DefineAsync(play, "web1");
        var specs = Patch(play, $"[{play.Prefix}-web1]", "{memory: 96MiB}");

        var plan = await specs.PlanAsync();

        Assert.Equal([play.Name(ResourceKind.Domain, "web1")], plan.Plan!.Changes.Select(static change => change.Id));
        Assert.Empty(specs.Writes);
    }

    [SkippableFact]
    public async Task A_domain_of_the_same_run_is_made_with_its_patches()
    {
        await using var play = await Playground.OpenAsync();
        var id = play.Name(ResourceKind.Domain, "new");
        var specs = Patch(play, $"[{id.Name}]", "{metadata: {title: patched}}");
        specs.Write($"apiVersion: virtprovision/v1\nkind: Domain\nmetadata: {{name: {id.Name}}}\nspec: {{type: qemu, memory: 64MiB, vcpus: 1}}\n", "domain.yaml");

        await specs.MustApplyAsync();

        Assert.Equal("patched", XElement.Parse(await ReadAsync(play, "new")).Element("title")!.Value);
        await specs.MustBeUnchangedAsync();
    }

    [SkippableFact]
    public async Task Two_that_disagree_are_an_error_that_names_both_lines_and_nothing_is_done()
    {
        await using var play = await Playground.OpenAsync();
        var before = await DefineAsync(play, "web1");
        var specs = Patch(play, $"[\"{play.Prefix}-*\"]", "{disks: [{target: {dev: vda}, cache: none}]}");
        specs.Write(Yaml("other", $"[{play.Prefix}-web1]", "\n    disks:\n      - {target: {dev: vda}, cache: unsafe}"), "two.yaml");

        var result = await specs.ApplyAsync();

        var finding = Assert.Single(result.Diagnostics, static finding => finding.IsError);
        Assert.Equal("VP5204", finding.Code);
        Assert.EndsWith("two.yaml:8:37", finding.Span.ToString(), StringComparison.Ordinal);
        Assert.Contains("specs.yaml:6:", Assert.Single(finding.Related).Span.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, await ReadAsync(play, "web1"));
    }

    [SkippableFact]
    public async Task A_value_that_libvirt_refuses_harms_no_other_domain()
    {
        await using var play = await Playground.OpenAsync();
        var before = await DefineAsync(play, "web1");
        await DefineAsync(play, "web2", Disk.Replace("bus='virtio'", "bus='scsi'", StringComparison.Ordinal).Replace("vda", "sda", StringComparison.Ordinal));
        var specs = Patch(play, $"[\"{play.Prefix}-*\"]", "{metadata: {title: patched}, xml: [{set: \"./devices/disk[target/@dev='vda']/driver/@cache\", value: nonsense}]}");

        var result = await specs.ApplyAsync();

        var finding = Assert.Single(result.Diagnostics, static finding => finding.Code is "VP7001");
        Assert.Contains("nonsense", finding.Detail, StringComparison.Ordinal);
        Assert.EndsWith("specs.yaml:3:18", finding.Span.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, await ReadAsync(play, "web1"));
        Assert.Contains("<title>patched</title>", await ReadAsync(play, "web2"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_domain_that_vanishes_after_the_plan_harms_no_other()
    {
        await using var play = await Playground.OpenAsync();
        await DefineAsync(play, "web1");
        await DefineAsync(play, "web2");
        var specs = Patch(play, $"[\"{play.Prefix}-*\"]", "{metadata: {title: patched}}");
        specs.Asked = () => play.Host.UndefineAsync(play.Name(ResourceKind.Domain, "web1"), default);

        var result = await specs.ApplyAsync();

        Assert.Equal("VP7008", Assert.Single(result.Diagnostics, static finding => finding.IsError).Code);
        Assert.Contains("<title>patched</title>", await ReadAsync(play, "web2"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_transient_domain_is_left_alone_with_a_warning()
    {
        await using var play = await Playground.OpenAsync();
        var id = play.Name(ResourceKind.Domain, "passing");
        await play.Host.StartWithAsync(id, Xml(id, ""), default);

        var result = await Patch(play, $"[{id.Name}]", "{metadata: {title: patched}}").MustApplyAsync();

        Assert.Equal("VP5203", Assert.Single(result.Diagnostics).Code);
        Assert.False(result.Plan!.HasChanges);
    }

    [SkippableTheory]
    [InlineData("", "VP5201")]
    [InlineData(", required: true", "VP5207")]
    public async Task A_match_that_finds_nothing_is_said(string more, string code)
    {
        await using var play = await Playground.OpenAsync();
        await DefineAsync(play, "web1");
        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));
        specs.Write(Yaml("p", $"[{play.Prefix}-wep1]{more}", "{metadata: {title: patched}}"));

        var finding = Assert.Single((await specs.PlanAsync()).Diagnostics);

        Assert.Equal(code, finding.Code);
        Assert.Contains($"Did you mean \"{play.Prefix}-web1\"?", finding.Detail, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Both_changes_of_a_running_domain_are_taken_as_far_as_they_go()
    {
        await using var play = await Playground.OpenAsync();
        await DefineAsync(play, "web1", "");
        var id = play.Name(ResourceKind.Domain, "web1");
        await play.Host.StartAsync(id, default);
        var specs = Patch(play, $"[{id.Name}]", "{metadata: {title: patched}, events: {on_crash: restart}, vcpus: {maximum: 2}}");

        var result = await specs.MustApplyAsync();

        Assert.Equal(OutcomeState.PendingRestart, Assert.Single(result.Report!.Outcomes).State);
        var live = await play.Host.ReadXmlAsync(id, XmlView.Live, default);
        Assert.Equal(("patched", "1"), (live!.Element("title")!.Value, live.Element("vcpu")!.Value));
        await specs.MustBeUnchangedAsync();

        await specs.DestroyAsync();
        live = await play.Host.ReadXmlAsync(id, XmlView.Live, default);
        Assert.Null(live!.Element("title"));
        Assert.False((await specs.DestroyAsync()).Plan!.HasChanges);
    }

    private static SpecFolder Patch(Playground play, string names, string patch)
    {
        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));
        specs.Write(Yaml("p", names, patch));
        return specs;
    }

    private static string Yaml(string name, string names, string patch) =>
        $"apiVersion: virtprovision/v1\nkind: DomainPatch\nmetadata: {{name: {name}}}\nspec:\n  match: {{names: {names}}}\n  patch: {patch}\n";

    private static async Task<string> DefineAsync(Playground play, string what, string devices = Disk)
    {
        var id = play.Name(ResourceKind.Domain, what);
        await play.Host.DefineAsync(id, Xml(id, devices), default);
        return await ReadAsync(play, what);
    }

    private static string Xml(ResourceId id, string devices) =>
        $"<domain type='qemu'><name>{id.Name}</name><memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type arch='x86_64'>hvm</type></os><devices>{devices}</devices></domain>";

    private static async Task<string> ReadAsync(Playground play, string what) =>
        (await play.Host.ReadXmlAsync(play.Name(ResourceKind.Domain, what), XmlView.Inactive, default))!.ToString();
}
