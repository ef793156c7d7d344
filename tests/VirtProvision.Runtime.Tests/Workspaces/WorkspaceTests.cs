using System.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Runtime.Tests.Workspaces;

public sealed class WorkspaceTests
{
    [Fact]
    public void Specs_of_several_files_make_one_graph()
    {
        using var folder = new SpecFolder(
            ("domain.yaml", SpecFolder.Domain("web", "{memory: 1GiB, networks: [lan]}")),
            ("network.yaml", SpecFolder.Network("lan") + "---\n" + SpecFolder.Network("dmz")));

        var workspace = Load(folder);

        Assert.Empty(workspace.Diagnostics);
        Assert.Equal("Network/lan Network/dmz Domain/web", string.Join(' ', workspace.Graph.Resources.Select(static spec => spec.Id)));
        Assert.Equal(2, workspace.Files.Length);
    }

    [Fact]
    public void Findings_of_all_files_come_at_once_in_the_order_of_files_and_lines()
    {
        using var folder = new SpecFolder(
            ("a.yaml", SpecFolder.Network("a", "{forwrad: nat}") + "---\n" + SpecFolder.Network("b")),
            ("b.yaml", "a: [\n"),
            ("c.yaml", SpecFolder.Network("b") + "---\n" + SpecFolder.Network("c", "{bridge: ${BR}}")),
            ("d.yaml", ""));

        var workspace = Load(folder, static options => options with { Paths = [.. options.Paths, "nosuch.yaml"] });

        Assert.Equal(
            ["VP1001", "a.yaml:4:8 VP2003", "b.yaml:1:4 VP1022", "c.yaml:3:18 VP3001", "c.yaml:9:16 VP1050", "d.yaml:1:1 VP1013"],
            workspace.Diagnostics.Select(finding => finding.Span is { } span ? $"{Path.GetFileName(span.File.Path)}:{span.Start} {finding.Code}" : finding.Code));
    }

    [Fact]
    public void Variables_come_from_options_then_files_then_the_environment()
    {
        using var folder = new SpecFolder(
            ("values/base.yaml", "cpus: 2\nmem: 1GiB\nname: base\nnet: {name: lan, extra: [dmz]}\n"),
            ("values/prod.yaml", "mem: 4GiB\nname: ${PREFIX}-web\n"),
            ("specs/web.yaml", SpecFolder.Domain("\"${name}\"", "{memory: \"${mem}\", vcpus: ${cpus}, networks: [{network: ${net.name}}], metadata: {title: \"${TITLE}\"}}")));

        var workspace = Load(folder, options => options with
        {
            Paths = [folder["specs"]],
            ValuesFiles = [folder["values/base.yaml"], folder["values/prod.yaml"]],
            Set = ["PREFIX=prod", "cpus=8"],
            Environment = static name => name switch { "TITLE" => "from outside", "cpus" => "99", _ => null },
        });

        Assert.Empty(workspace.Diagnostics);
        var web = Assert.Single(workspace.Graph.Resources);
        Assert.Equal("prod-web", web.Id.Name);
        Assert.Equal("8", ((MappingNode)web.Spec["vcpus"]!).TextOf("maximum"));
        Assert.Equal("4GiB", ((MappingNode)web.Spec["memory"]!).TextOf("memory"));
        Assert.Equal("from outside", ((MappingNode)web.Spec["metadata"]!).TextOf("title"));
        Assert.Equal("Network/lan", Assert.Single(workspace.Graph.External).Id.ToString());
    }

    [Fact]
    public void Wrong_values_and_unused_variables_are_reported()
    {
        using var folder = new SpecFolder(
            ("a.yaml", SpecFolder.Domain("a", "{memory: \"${memory}\"}")), ("v/list.yaml", "[1]"), ("v/two.yaml", "a: 1\n---\nb: 1\n"));

        var workspace = Load(folder, options => options with
        {
            Paths = [folder["a.yaml"]],
            ValuesFiles = [folder["v/list.yaml"], folder["v/two.yaml"], folder["v/none.yaml"]],
            Set = ["memroy=1GiB", "memory=2GiB", "nonsense"],
        });

        Assert.Equal(["VP1001", "VP1056", "VP1058", "VP1059", "VP1060"], workspace.Diagnostics.Select(static finding => finding.Code).Order(StringComparer.Ordinal));
        var unused = workspace.Diagnostics.Single(static finding => finding.Code is "VP1059");
        Assert.False(unused.IsError);
        Assert.Contains("memroy", unused.Detail, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"memory\"?", unused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Targets_narrow_the_graph()
    {
        using var folder = new SpecFolder(("a.yaml", SpecFolder.Network("lan") + "---\n" + SpecFolder.Network("dmz")));

        var workspace = Load(folder, static options => options with { Targets = ["Network/lan"] });

        Assert.Single(workspace.Graph.Resources);
        Assert.Equal(2, workspace.Declared.Resources.Length);
    }

    [Fact]
    public void A_relative_path_starts_at_the_spec_also_when_the_spec_is_named_relatively()
    {
        using var folder = new SpecFolder(("sub/a.yaml", SpecFolder.Domain("a", "{memory: 1GiB, boot: {kernel: vmlinuz}}")));
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), folder["sub/a.yaml"]);

        var workspace = Load(folder, options => options with { Paths = [relative] });

        Assert.Equal(folder["sub/vmlinuz"], ((MappingNode)workspace.Graph.Resources[0].Spec["boot"]!).TextOf("kernel"));
    }

    [Fact]
    public void No_path_is_reported() =>
        Assert.Equal("VP1006", Assert.Single(Workspace.Load(new WorkspaceOptions { Paths = [] }).Diagnostics).Code);

    [Fact]
    public void A_thousand_files_are_read_soon_and_always_alike()
    {
        using var folder = new SpecFolder([.. Enumerable.Range(0, 1000).Select(static i => ($"{i % 10}/d{i}.yaml", SpecFolder.Domain(
            $"d{i}",
            "{memory: 2GiB, vcpus: 2, disks: [{name: root, pool: default, size: 20GiB, from: {volume: debian12.qcow2, mode: linked}}], networks: [{name: lan, network: default}], running: true}")))]);
        var watch = Stopwatch.StartNew();

        var first = Load(folder);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"took {watch.Elapsed}");
        Assert.Empty(first.Diagnostics);
        Assert.Equal(2000, first.Graph.Resources.Length);
        Assert.Equal(first.Graph.Resources.Select(static spec => spec.Id), Load(folder).Graph.Resources.Select(static spec => spec.Id));
    }

    private static Workspace Load(SpecFolder folder, Func<WorkspaceOptions, WorkspaceOptions>? change = null)
    {
        var options = new WorkspaceOptions { Paths = [folder.Root], OpenStandardInput = static () => Stream.Null };
        return Workspace.Load(change?.Invoke(options) ?? options);
    }
}
