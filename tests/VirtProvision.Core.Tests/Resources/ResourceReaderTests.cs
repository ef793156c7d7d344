using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Core.Tests.Resources;

public sealed class ResourceReaderTests
{
    [Fact]
    public void A_document_becomes_a_resource()
    {
        var (resources, findings) = Specs.Read("apiVersion: virtprovision/v1\nkind: Network\nmetadata:\n  name: lan\n  labels: {tier: web, app: shop}\n  annotations: {note: text}\nspec: {forward: nat}\n");

        Assert.Empty(findings);
        var lan = Assert.Single(resources);
        Assert.Equal("Network/lan", lan.Id.ToString());
        Assert.Equal("x.yaml:4:9", lan.Span.ToString());
        Assert.Equal(["app", "tier"], lan.Labels.Keys);
        Assert.Equal("text", lan.Annotations["note"]);
        Assert.Equal("{forward: {mode: String(nat)}}", Documents.NodeText.Shape(lan.Spec));
    }

    [Fact]
    public void A_volume_is_named_by_its_pool_too() =>
        Assert.Equal("StorageVolume/images/a.qcow2", Specs.Read(Specs.Volume("a.qcow2", "pool: images, capacity: 1GiB")).Resources.Single().Id.ToString());

    [Theory]
    [InlineData("{userData: me.yaml}", "/specs/me.yaml")]
    [InlineData("{userData: \"#!/bin/sh\\ntrue\\n\"}", "#!/bin/sh\ntrue\n")]
    public void What_has_several_lines_is_no_path(string cloudInit, string expected)
    {
        var (resources, findings) = Specs.Read($"apiVersion: virtprovision/v1\nkind: Domain\nmetadata: {{name: a}}\nspec: {{memory: 1GiB, cloudInit: {cloudInit}}}", folder: "/specs");

        Assert.Empty(findings);
        Assert.Equal(expected, ((MappingNode)resources.Single().Spec["cloudInit"]!).TextOf("userData"));
    }

    [Fact]
    public void A_list_has_several()
    {
        var (resources, findings) = Specs.Read("""
            apiVersion: v1
            kind: List
            items:
              - {apiVersion: virtprovision/v1, kind: Network, metadata: {name: a}, spec: {forward: nat}}
              - {apiVersion: virtprovision/v1, kind: Network, metadata: {name: b}, spec: {forward: nat}}
            """);

        Assert.Empty(findings);
        Assert.Equal(["Network/a", "Network/b"], resources.Select(static resource => resource.Id.ToString()));
    }

    [Theory]
    [InlineData("hello", "1:1 VP3010")]
    [InlineData("[1]", "1:1 VP3010")]
    [InlineData("kind: List", "1:7 VP3011")]
    [InlineData("kind: List\nitems: 5", "2:8 VP3011")]
    [InlineData("apiVersion: virtprovision/v1\nkind: Domian\nmetadata: {name: a}\nspec: {}", "2:7 VP2001")]
    [InlineData("apiVersion: v1\nkind: Network\nmetadata: {name: a}\nspec: {}", "1:13 VP2020")]
    [InlineData("apiVersion: virtprovision/v1\nkind: Network\nmetadata: {nmae: a, name: a}\nspec: {}", "3:12 VP2003")]
    [InlineData("apiVersion: virtprovision/v1\nkind: Domain\nmetadata: {name: a}\nspec: {memroy: 1GiB}", "4:8 VP2003")]
    [InlineData("apiVersion: virtprovision/v1\nkind: Domain\nmetadata: {name: a}\nspec: {memory: ${SIZE}}", "4:16 VP1050")]
    public void Reports(string yaml, string expected)
    {
        var (resources, findings) = Specs.Read(yaml);

        Assert.Empty(resources);
        var finding = Assert.Single(findings);
        Assert.Equal(expected, $"{finding.Span!.Value.Start} {finding.Code}");
    }

    public static TheoryData<string, string> WrongNames { get; } = new()
    {
        { "\"\"", "" },
        { "\" \"", "empty" },
        { "\"a \"", "space" },
        { ".", "folder" },
        { "..", "folder" },
        { "a/b", "" },
        { "\"<&\\\"'/\\0\"", "" },
        { "\"a\\0b\"", "" },
        { "\"a\\nb\"", "" },
        { "\"a\\uFFFEb\"", "" },
        { new string('n', 300), "" },
        { new string('ä', 150), "300 bytes" },
    };

    [Fact]
    public void A_name_that_only_has_to_be_escaped_is_a_name() =>
        Assert.Equal("""a <b> & 'c' "d" $(e)""", Assert.Single(Specs.Read(Specs.Domain("""'a <b> & ''c'' "d" $(e)'""")).Resources).Id.Name);

    [Theory, MemberData(nameof(WrongNames))]
    public void A_name_that_libvirt_cannot_take_is_reported_once_at_its_place(string name, string words)
    {
        var (resources, findings) = Specs.Read(Specs.Domain(name));

        Assert.Empty(resources);
        var finding = Assert.Single(findings);
        Assert.Equal("x.yaml:4:18", finding.Span.ToString());
        Assert.Contains(words, finding.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web 01")]
    [InlineData("größe-💾")]
    [InlineData("\"1\"")]
    [InlineData("-a")]
    public void Other_names_are_allowed(string name) => Assert.Single(Specs.Read(Specs.Domain(name)).Resources);

    [Fact]
    public void Relative_paths_start_at_the_folder_of_the_spec()
    {
        var yaml = Specs.Domain("a", "boot: {kernel: ./vmlinuz, initrd: ../initrd, loader: /usr/share/OVMF/OVMF_CODE.fd}, disks: [a.qcow2, {path: /dev/vg/b}]")
            + Specs.Volume("v", "pool: p, source: {path: images/base.qcow2}");

        var resources = Specs.Read(yaml, folder: "/specs").Resources;

        Assert.Equal(
            "{memory: {memory: String(1GiB)}, boot: {kernel: String(/specs/vmlinuz), initrd: String(/specs/../initrd), loader: {path: String(/usr/share/OVMF/OVMF_CODE.fd)}}, "
            + "disks: [{path: String(/specs/a.qcow2)}, {path: String(/dev/vg/b)}]}",
            Documents.NodeText.Shape(resources[0].Spec));
        Assert.Equal("/specs/images/base.qcow2", ((MappingNode)resources[1].Spec["source"]!).TextOf("path"));
    }

    [Fact]
    public void Every_kind_has_a_schema_that_can_be_read() =>
        Assert.All(ResourceKind.All, static kind => Assert.NotEmpty(Core.Schemas.SchemaCatalog.Embedded.SpecOf(kind).Properties));
}
