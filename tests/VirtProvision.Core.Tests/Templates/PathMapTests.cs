using VirtProvision.Core.Kinds;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Xml;
using static VirtProvision.Core.Tests.Templates.Rendering;

namespace VirtProvision.Core.Tests.Templates;

public sealed class PathMapTests
{
    private const string Schema = """
        "title": {"type": "string"},
        "acpi": {"type": "boolean", "x-boolean": "element"},
        "disks": {"type": "array", "items": {"type": "object", "properties": {
          "name": {"type": "string"}, "type": {"type": "string"}, "path": {"type": "string"}, "pool": {"type": "string"}, "readonly": {"type": "boolean"},
          "driver": {"type": "object", "properties": {"cache": {"type": "string"}}},
          "password": {"type": "string", "x-secret": true},
          "hosts": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}}}}},
        "options": {"type": "object", "additionalProperties": {"type": "string"}}
        """;

    private const string Template = """
        <pool>
          <name>{{ name }}</name>
          <title>{{ spec.title }}</title>
          {{ if spec.acpi }}<acpi vp:keep="true"/>{{ end }}
          <devices>{{ for disk in spec.disks }}{{ include 'disk' disk }}{{ end }}</devices>
          {{ for option in spec.options }}<option name="{{ option.key }}" value="{{ option.value }}"/>{{ end }}
        </pool>
        """;

    private const string Disk = """
        {{ d = $1 }}{{ type = d.type ?? (d.pool ? 'volume' : null) }}
        <disk type="{{ type }}">
          <driver cache="{{ d.driver.cache }}"/><readonly vp:keep="{{ d.readonly }}"/>
          <source file="{{ type == 'file' ? d.path : null }}" dev="{{ d.path | string.upcase }}">{{ for host in d.hosts }}<host name="{{ host.name }}"/>{{ end }}</source>
          <alias name="ua-{{ d.name }}"/><auth>{{ d.password }}</auth>
        </disk>
        """;

    private static readonly PathMap s_map = Renderer(Schema, ("template.xml.sbn", Template), ("disk", Disk)).MapOf(ResourceKind.StoragePool);

    private static XmlPath Path(string text) => new([.. text.Split('/').Select(static step => step.EndsWith(']') ? new XmlStep(step[..step.IndexOf('[')], step[(step.IndexOf('[') + 1)..^1]) : new XmlStep(step))]);

    [Theory]
    [InlineData("name", "name")]
    [InlineData("title", "title")]
    [InlineData("acpi", "acpi")]
    [InlineData("devices/disk[root]/driver/@cache", "disks[root].driver.cache")]
    [InlineData("devices/disk[root]/driver", "disks[root].driver.cache")]
    [InlineData("devices/disk[root]", "disks[root]")]
    [InlineData("devices/disk[root]/readonly", "disks[root].readonly")]
    [InlineData("devices/disk[root]/@type", "disks[root].type")]
    [InlineData("devices/disk[root]/source/@file", "disks[root].path")]
    [InlineData("devices/disk[root]/source/@dev", "disks[root].path")]
    [InlineData("devices/disk[root]/source/host[a.b]/@name", "disks[root].hosts[a.b].name")]
    [InlineData("devices/disk[root]/alias/@name", "disks[root].name")]
    [InlineData("option[a]/@value", "options[a]")]
    [InlineData("nowhere/@at", null)]
    public void An_XML_field_leads_back_to_its_field_of_the_spec(string xml, string? spec) => Assert.Equal(spec, s_map.SpecPathOf(Path(xml)));

    [Fact]
    public void Of_several_fields_the_one_that_the_spec_has_is_meant()
    {
        Assert.Equal("disks[root].pool", s_map.SpecPathOf(Path("devices/disk[root]/@type"), Map(("disks", new object[] { Map(("name", "root"), ("pool", "p")) }))));
        Assert.Equal("disks[root].type", s_map.SpecPathOf(Path("devices/disk[root]/@type"), Map(("disks", new object[] { Map(("name", "root"), ("pool", "p"), ("type", "t")) }))));
    }

    [Fact]
    public void What_a_template_wrote_by_itself_leads_to_the_nearest_field() =>
        Assert.Equal("disks[root]", s_map.NearestSpecPathOf(Path("devices/disk[root]/target/@dev")));

    [Fact]
    public void A_field_of_the_spec_leads_to_its_XML()
    {
        Assert.Equal(["devices/disk[root]/source/@file", "devices/disk[root]/source/@dev"], s_map.XmlPathsOf("disks[root].path").Where(static path => path.Plain.Contains("source", StringComparison.Ordinal)).Select(static path => path.ToString()));
        Assert.Equal("devices/disk[]/source/host[x]/@name", Assert.Single(s_map.XmlPathsOf("disks[].hosts[x].name")).ToString());
    }

    [Fact]
    public void Secrets_and_texts_around_a_value_are_known()
    {
        Assert.True(s_map.IsSecret("devices/disk/auth"));
        Assert.False(s_map.IsSecret("devices/disk/driver/@cache"));
        Assert.Equal("ua-", Assert.Single(s_map.OfXml("devices/disk/alias/@name")).Prefix);
        Assert.True(Assert.Single(s_map.OfXml("acpi")).IsPresence);
        Assert.False(s_map.OfXml("devices/disk/source/@dev").First().IsExact);
    }
}
