using System.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Integration;

/// <summary>Hosts that are not as a fresh one: pools that stand still, volumes in use, domains with more than a definition.</summary>
public sealed class HostStateTests
{
    [SkippableFact]
    public async Task A_pool_that_stands_still_is_started_and_filled_in_one_run()
    {
        await using var play = await Playground.OpenAsync();
        var specs = Specs(play, Volume(play, "a.qcow2", "8MiB"));
        await specs.MustApplyAsync();
        await play.Host.StopAsync(play.Pool, default);

        // What nobody asked to run stays as it is, and its volumes can't be known.
        var plan = await specs.PlanAsync();
        Assert.Contains(plan.Diagnostics, static finding => finding.Code is "VP5001");

        specs = Specs(play, Volume(play, "a.qcow2", "8MiB") + Volume(play, "b.qcow2", "8MiB"), running: "running: true");
        await specs.MustApplyAsync();
        Assert.Equal(2, Directory.GetFiles(Path.Combine(play.Folder, "pool")).Length);
        await specs.MustBeUnchangedAsync();

        specs = Specs(play, Volume(play, "c.qcow2", "8MiB"), running: "running: false");
        var refused = await specs.ApplyAsync();
        Assert.Contains(refused.Diagnostics, static finding => finding.Code is "VP5002");
        Assert.Empty(specs.Writes);
    }

    [SkippableFact]
    public async Task A_volume_grows_and_shrinks_only_when_its_data_may_be_lost()
    {
        await using var play = await Playground.OpenAsync();
        var id = new ResourceId(ResourceKind.StorageVolume, "a.raw", play.Pool.Name);
        await Specs(play, Volume(play, "a.raw", "8MiB")).MustApplyAsync();
        await Specs(play, Volume(play, "a.raw", "16MiB")).MustApplyAsync();
        Assert.Equal(16 << 20, (await play.Host.ReadVolumeSizeAsync(id, default))!.Capacity);

        var smaller = Specs(play, Volume(play, "a.raw", "4MiB"));
        Assert.Equal(Disruption.DataLoss, (await smaller.PlanAsync()).Plan!.Disruption);
        var refused = await smaller.ApplyAsync(new ApplyOptions { MaxDisruption = Disruption.Replace });
        Assert.Contains(refused.Diagnostics, static finding => finding.Code is "VP7007" && finding.Detail.Contains("--allow-data-loss", StringComparison.Ordinal));
        Assert.Equal(16 << 20, (await play.Host.ReadVolumeSizeAsync(id, default))!.Capacity);

        await smaller.MustApplyAsync(new ApplyOptions { MayLoseData = [id] });
        Assert.Equal(4 << 20, (await play.Host.ReadVolumeSizeAsync(id, default))!.Capacity);
        await smaller.MustBeUnchangedAsync();
    }

    [SkippableFact]
    public async Task Disks_that_do_not_say_their_format_get_that_of_their_volume()
    {
        await using var play = await Playground.OpenAsync();
        var domain = play.Name(ResourceKind.Domain, "vm");
        await Specs(play, Volume(play, "there.qcow2", "8MiB")).MustApplyAsync();
        Process.Start("qemu-img", ["create", "-q", "-f", "qcow2", $"{play.Folder}/file", "8M"]).WaitForExit();

        var specs = Specs(play, Volume(play, "new.qcow2", "8MiB") + $$"""
            ---
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: {{domain.Name}} }
            spec:
              type: qemu
              memory: 64MiB
              disks:
                - {name: new, pool: {{play.Pool.Name}}, volume: new.qcow2}
                - {name: there, pool: {{play.Pool.Name}}, volume: there.qcow2}
                - {name: file, path: {{play.Folder}}/file }
            """);
        var result = await specs.MustApplyAsync();
        Assert.Contains(result.Diagnostics, static finding => finding.Code is "VP5003");
        var disks = (await play.Host.ReadXmlAsync(domain, XmlView.Inactive, default))!.Element("devices")!.Elements("disk");
        Assert.All(disks, static disk => Assert.Equal("qcow2", disk.Element("driver")!.Attribute("type")!.Value));
        Assert.Equal(3, disks.Count());
        await specs.MustBeUnchangedAsync();
    }

    [SkippableFact]
    public async Task A_domain_with_uefi_runs_and_goes_with_its_variables_managed_save_and_snapshots()
    {
        Skip.IfNot(File.Exists("/usr/share/OVMF/OVMF_CODE_4M.fd") || File.Exists("/usr/share/OVMF/OVMF_CODE.fd"), "OVMF is not installed.");
        await using var play = await Playground.OpenAsync();
        var (domain, other) = (play.Name(ResourceKind.Domain, "vm"), play.Name(ResourceKind.Domain, "other"));
        var specs = Specs(play, $$"""
            ---
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: {{domain.Name}} }
            spec:
              type: qemu
              memory: 128MiB
              boot: {firmware: efi}
              disks: [{name: root, pool: {{play.Pool.Name}}, size: 8MiB}]
              running: true
            ---
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: {{other.Name}} }
            spec: {type: qemu, memory: 64MiB, disks: [{name: root, path: {{play.Folder}}/other.qcow2, format: qcow2}]}
            """);
        Process.Start("qemu-img", ["create", "-q", "-f", "qcow2", $"{play.Folder}/other.qcow2", "8M"]).WaitForExit();
        await specs.MustApplyAsync();
        await specs.MustBeUnchangedAsync();
        Assert.All((await specs.PlanAsync()).Plan!.Changes, static change => Assert.Empty(change.PendingRestart));
        var variables = (await play.Host.ReadXmlAsync(domain, XmlView.Live, default))!.Element("os")!.Element("nvram")!.Value;
        Assert.True(File.Exists(variables), variables);

        await Playground.VirshAsync("managedsave", domain.Name);
        await Playground.VirshAsync("snapshot-create-as", other.Name, "before");

        var gone = await specs.DestroyAsync();
        Assert.True(gone.Report!.Succeeded, SpecFolder.Findings(gone));
        Assert.False(File.Exists(variables));
        Assert.DoesNotContain(play.Prefix, await Playground.VirshAsync("list", "--all"), StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(play.Folder, "pool")));

        var again = await specs.DestroyAsync();
        Assert.False(again.HasErrors, SpecFolder.Findings(again));
        Assert.Empty(again.Plan!.Changes);
    }

    [SkippableFact]
    public async Task A_renamed_device_is_the_same_device_and_one_that_left_the_list_is_gone()
    {
        await using var play = await Playground.OpenAsync();
        var domain = play.Name(ResourceKind.Domain, "vm");
        string Domain(string nic, string extra = "") => $$"""
            ---
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: {{domain.Name}} }
            spec:
              type: qemu
              memory: 64MiB
              networks: [{name: {{nic}}, type: user}{{extra}}]
            """;
        await Specs(play, Domain("one", ", {name: three, type: user}")).MustApplyAsync();
        var before = (await play.Host.ReadXmlAsync(domain, XmlView.Inactive, default))!.Element("devices")!.Element("interface")!.Element("mac")!.ToString();
        var specs = Specs(play, Domain("two", ", {name: three, type: user}"));
        var field = Assert.Single((await specs.PlanAsync()).Plan!.Changes.Single(change => change.Id == domain).Fields);
        Assert.Equal(("devices/interface[two]/alias/@name", "ua-one", "ua-two"), (field.Path.ToString(), field.Before, field.After));
        await specs.MustApplyAsync();
        await specs.MustBeUnchangedAsync();

        specs = Specs(play, Domain("two"));
        await specs.MustApplyAsync();
        var left = (await play.Host.ReadXmlAsync(domain, XmlView.Inactive, default))!.Element("devices")!.Elements("interface");
        Assert.Equal("ua-two", Assert.Single(left).Element("alias")!.Attribute("name")!.Value);
        Assert.Equal(before, left.Single().Element("mac")!.ToString());
        Assert.Equal("virtio", left.Single().Element("model")!.Attribute("type")!.Value);
        await specs.MustBeUnchangedAsync();
    }

    private static SpecFolder Specs(Playground play, string more, string running = "autostart: false")
    {
        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));
        specs.Write($$"""
            apiVersion: virtprovision/v1
            kind: StoragePool
            metadata: {name: {{play.Pool.Name}} }
            spec: {type: dir, target: {{play.Folder}}/pool, {{running}} }

            """ + more);
        return specs;
    }

    private static string Volume(Playground play, string name, string capacity) => $$"""
        ---
        apiVersion: virtprovision/v1
        kind: StorageVolume
        metadata: {name: {{name}} }
        spec: {pool: {{play.Pool.Name}}, format: {{name.Split('.')[1]}}, capacity: {{capacity}}, allocation: 0B}

        """;
}
