using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Options;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Rpc;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Editing;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Integration;

/// <summary>Edits of domains that others made, on the real libvirt.</summary>
public sealed class XmlEditTests
{
    private readonly List<RemoteProcedure> _calls = [];

    private LibvirtConnector Host => new(LibvirtDaemon.Qemu, new LibvirtConnectOptions { CallObserver = Record });

    [SkippableFact]
    public async Task What_is_not_named_survives_passwords_included()
    {
        await using var play = await Playground.OpenAsync();
        var domain = await DefineAsync(play, "vm", "<graphics type='vnc' passwd='hunter2'/>", "<metadata><app:app xmlns:app='urn:app'><app:owner>me</app:owner></app:app></metadata>");
        var before = await SecretXmlAsync(domain);

        var result = await RunAsync(Request([domain], Edit("--memory", "192"), Edit("--disk", "cache=writeback", "target=vda")) with { Defines = true });

        Assert.True(!result.HasErrors, Said(result));
        Assert.Empty(result.Diagnostics);
        var after = await SecretXmlAsync(domain);
        before.Element("memory")!.Value = before.Element("currentMemory")!.Value = "196608";
        before.Descendants("driver").First().SetAttributeValue("cache", "writeback");
        Assert.Equal(before.ToString(), after.ToString());
        Assert.DoesNotContain("hunter2", Said(result), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Devices_come_with_their_storage_and_go_without_it()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var domain = await DefineAsync(play, "vm");

        var added = await RunAsync(Request([domain], Add("--disk", $"pool={play.Pool.Name},size=0.01"), Add("--network", "user"), Add("--sound", "ac97")) with { Defines = true });
        Assert.True(!added.HasErrors, Said(added));
        var disk = (await XmlAsync(domain)).Descendants("disk").Last();
        var path = disk.Element("source")!.Attribute("file")!.Value;
        Assert.StartsWith($"{play.Folder}/pool/", path, StringComparison.Ordinal);
        Assert.True(File.Exists(path));

        var removed = await RunAsync(Request([domain], Remove("--disk", path), Remove("--sound", "all"), Remove("--network", "all")) with { Defines = true });
        Assert.True(!removed.HasErrors, Said(removed));
        var devices = (await XmlAsync(domain)).Element("devices")!;
        Assert.Single(devices.Elements("disk"));
        Assert.Empty(devices.Elements("interface").Concat(devices.Elements("sound")));
        Assert.True(File.Exists(path), "Removing a disk removes no data.");
    }

    [SkippableFact]
    public async Task Printing_calls_nothing_that_writes()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var domain = await DefineAsync(play, "vm", "<graphics type='vnc' passwd='hunter2'/>");
        _calls.Clear();

        var result = await RunAsync(Request([domain], Edit("--memory", "192"), Add("--disk", $"pool={play.Pool.Name},size=0.01"), Edit("--cpu", "host-copy")));
        var built = await new DomainEditing(Host, TemplateRenderer.Embedded, PipelineTools.Default).BuildAsync(Request([domain], Add("--disk", "/tmp/x.img,size=1")), [], default);

        Assert.True(!result.HasErrors, Said(result));
        Assert.True(result.Domains.Single().HasChanges);
        Assert.NotEmpty(built);
        Assert.NotEmpty(_calls);
        Assert.DoesNotContain(_calls, RemoteProcedureAccess.IsWrite);
        Assert.DoesNotContain("hunter2", result.Domains.Single().Edited!.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_libvirt_refuses_is_shown_at_the_words_and_changes_nothing()
    {
        await using var play = await Playground.OpenAsync();
        var domain = await DefineAsync(play, "vm");
        var before = await SecretXmlAsync(domain);

        var result = await RunAsync(Request([domain], Edit("--cpu", "mode=idontexist")) with { Defines = true });

        var refusal = Assert.Single(result.Diagnostics, static finding => finding.IsError);
        Assert.Equal("VP7001", refusal.Code);
        Assert.Equal("--cpu", refusal.Span!.Value.File.Path);
        Assert.Contains("mode", refusal.Detail, StringComparison.Ordinal);
        Assert.Equal(before.ToString(), (await SecretXmlAsync(domain)).ToString());
    }

    [SkippableFact]
    public async Task A_domain_that_vanishes_meanwhile_does_not_keep_the_others_from_their_edit()
    {
        await using var play = await Playground.OpenAsync();
        var (first, second, third) = (await DefineAsync(play, "a"), await DefineAsync(play, "b"), await DefineAsync(play, "c"));
        var request = Request([first, second, third], Edit("--memory", "192")) with { Defines = true };

        var result = await new DomainEditing(Host, TemplateRenderer.Embedded, PipelineTools.Default).RunAsync(
            request,
            async (domains, _, cancellationToken) =>
            {
                await play.Host.UndefineAsync(second, cancellationToken);
                return [.. domains.Select(static domain => new EditTask(domain, Defines: true, Updates: false, Starts: false))];
            },
            progress: null,
            default);

        Assert.Contains(result.Diagnostics, finding => finding is { Code: "VP7008", IsError: true } && finding.Detail.Contains(second.Name, StringComparison.Ordinal));
        Assert.Equal("196608", (await XmlAsync(first)).Element("memory")!.Value);
        Assert.Equal("196608", (await XmlAsync(third)).Element("memory")!.Value);
        Assert.DoesNotContain(await play.Host.ListDomainsAsync(default), domain => domain.Name == second.Name);
    }

    [SkippableFact]
    public async Task What_another_changes_meanwhile_is_kept()
    {
        await using var play = await Playground.OpenAsync();
        var domain = await DefineAsync(play, "vm");

        var result = await new DomainEditing(Host, TemplateRenderer.Embedded, PipelineTools.Default).RunAsync(
            Request([domain], Edit("--memory", "192")) with { Defines = true },
            async (domains, _, _) =>
            {
                var other = await RunAsync(Request([domain], Edit("--metadata", "title=other")) with { Defines = true });
                Assert.True(!other.HasErrors, Said(other));
                return [.. domains.Select(static edited => new EditTask(edited, Defines: true, Updates: false, Starts: false))];
            },
            progress: null,
            default);

        Assert.True(!result.HasErrors, Said(result));
        Assert.Equal("other", (await XmlAsync(domain)).Element("title")!.Value);
        Assert.Equal("196608", (await XmlAsync(domain)).Element("memory")!.Value);
    }

    [SkippableFact]
    public async Task A_running_guest_is_updated_and_what_it_cannot_take_is_told()
    {
        TestGuest.SkipWithout();
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var domain = play.Name(ResourceKind.Domain, "vm");
        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));
        specs.Write($$"""
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: {{domain.Name}}}
            spec:
              type: qemu
              memory: 192MiB
              vcpus: 1
              networks: []
              running: true
            {{TestGuest.Boot(play)}}
            """);
        await specs.MustApplyAsync();
        await TestGuest.WaitAsync(play);

        var added = await RunAsync(Request([domain], Add("--disk", $"pool={play.Pool.Name},size=0.01,bus=virtio,target=vdz")) with { Defines = true, Updates = true });
        Assert.True(!added.HasErrors, Said(added));
        Assert.Contains("vdz", (await LiveAsync(play, domain)).ToString(), StringComparison.Ordinal);
        Assert.Contains("vdz", (await XmlAsync(domain)).ToString(), StringComparison.Ordinal);

        var hotOnly = await RunAsync(Request([domain], Remove("--disk", "target=vdz")) with { Updates = true });
        Assert.True(!hotOnly.HasErrors, Said(hotOnly));
        Assert.DoesNotContain("vdz", (await LiveAsync(play, domain)).ToString(), StringComparison.Ordinal);
        Assert.Contains("vdz", (await XmlAsync(domain)).ToString(), StringComparison.Ordinal);

        var pending = await RunAsync(Request([domain], Edit("--cpu", "host-model")) with { Defines = true, Updates = true });
        Assert.True(pending.HasErrors);
        Assert.Contains(pending.Diagnostics, static finding => finding.Code is "VP8707");
        Assert.Single(pending.Diagnostics, static finding => finding.Code is "VP8611");
        Assert.Equal("host-model", (await XmlAsync(domain)).Element("cpu")!.Attribute("mode")!.Value);
    }

    [SkippableFact]
    public async Task A_domain_is_started_with_the_edit_for_good_or_once()
    {
        await using var play = await Playground.OpenAsync();
        var (kept, once) = (await DefineAsync(play, "kept", hasDisk: false), await DefineAsync(play, "once", hasDisk: false));

        var first = await RunAsync(Request([kept], Edit("--memory", "64")) with { Defines = true, Starts = true });
        var second = await RunAsync(Request([once], Edit("--memory", "64")) with { Starts = true });

        Assert.True(!first.HasErrors && !second.HasErrors, Said(first) + Said(second));
        Assert.Equal("65536", (await LiveAsync(play, kept)).Element("memory")!.Value);
        Assert.Equal("65536", (await LiveAsync(play, once)).Element("memory")!.Value);
        Assert.Equal("65536", (await XmlAsync(kept)).Element("memory")!.Value);
        Assert.Equal("131072", (await XmlAsync(once)).Element("memory")!.Value);
    }

    [SkippableFact]
    public async Task XML_from_elsewhere_is_defined()
    {
        await using var play = await Playground.OpenAsync();
        var domain = play.Name(ResourceKind.Domain, "vm");
        var input = XElement.Parse($"<domain type='qemu'><name>{domain.Name}</name><memory unit='KiB'>131072</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os></domain>");

        var result = await RunAsync(Request([], Edit("--vcpus", "2")) with { Input = input, Defines = true });

        Assert.True(!result.HasErrors, Said(result));
        Assert.Equal("2", (await XmlAsync(domain)).Element("vcpu")!.Value);
    }

    private static EditRequest Request(ResourceId[] domains, params ImmutableArray<RequestedEdit> edits) => new()
    {
        Domains = new DomainSelection([.. domains.Select(static domain => domain.Name)], All: false),
        Edits = edits,
    };

    private static RequestedEdit Edit(string option, string value, string? selector = null) => new(EditAction.Edit, "--edit", selector, [new OptionUse(option, value)]);

    private static RequestedEdit Add(string option, string value) => new(EditAction.Add, "--add-device", null, [new OptionUse(option, value)]);

    private static RequestedEdit Remove(string option, string value) => new(EditAction.Remove, "--remove-device", null, [new OptionUse(option, value)]);

    private Task<EditResult> RunAsync(EditRequest request) => new DomainEditing(Host, TemplateRenderer.Embedded, PipelineTools.Default).RunAsync(
        request,
        (domains, _, _) => Task.FromResult<ImmutableArray<EditTask>>([.. domains.Where(static domain => domain.Edited is not null).Select(domain => new EditTask(domain, request.Defines, request.Updates, request.Starts))]),
        progress: null,
        default);

    private static async Task<ResourceId> DefineAsync(Playground play, string what, string devices = "", string parts = "", bool hasDisk = true)
    {
        var id = play.Name(ResourceKind.Domain, what);
        var disk = hasDisk ? $"<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='{play.Folder}/{what}.qcow2'/><target dev='vda' bus='virtio'/></disk>" : "";
        await play.Host.DefineAsync(id, $"<domain type='qemu'><name>{id.Name}</name>{parts}<memory unit='KiB'>131072</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os><devices>{disk}{devices}</devices></domain>", default);
        return id;
    }

    private static async Task<XElement> XmlAsync(ResourceId domain) => XElement.Parse(await Playground.VirshAsync("dumpxml", "--inactive", domain.Name));

    private static async Task<XElement> SecretXmlAsync(ResourceId domain) => XElement.Parse(await Playground.VirshAsync("dumpxml", "--inactive", "--security-info", domain.Name));

    private static async Task<XElement> LiveAsync(Playground play, ResourceId domain) => (await play.Host.ReadXmlAsync(domain, XmlView.Live, default))!;

    private static string Said(EditResult result) => string.Join('\n', result.Diagnostics.Concat(result.Domains.SelectMany(static domain => domain.Findings)).Select(static finding => $"{finding.Code} {finding.Detail}"));

    private void Record(RemoteProcedure procedure)
    {
        lock (_calls)
        {
            _calls.Add(procedure);
        }
    }
}
