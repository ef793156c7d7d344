using static VirtProvision.Core.Tests.Templates.Rendering;

namespace VirtProvision.Core.Tests.Templates;

public sealed class TemplateRendererTests
{
    private const string Disk = """
        "memory": {"type": "string", "x-unit": "KiB"},
        "note": {"type": "string"},
        "acpi": {"type": "boolean", "x-boolean": "element"},
        "disks": {"type": "array", "items": {"type": "object", "additionalProperties": false, "properties": {
          "name": {"type": "string"}, "type": {"type": "string"}, "readonly": {"type": "boolean", "x-boolean": "yes-no"}, "queues": {"type": "integer"},
          "driver": {"type": "object", "additionalProperties": false, "properties": {"cache": {"type": "string"}, "io": {"type": "string"}}}}}},
        "options": {"type": "object", "additionalProperties": {"type": "string"}}
        """;

    [Fact]
    public void Only_what_the_spec_says_is_made() => Assert.Equal(
        """<pool><name>it</name><devices><disk><driver cache="none" /></disk></devices></pool>""",
        Rendered(
            Disk,
            """
            <pool type="{{ spec.note }}">
              <name>{{ name }}</name>
              <devices>
                {{~ for disk in spec.disks ~}}
                <disk type="{{ disk.type }}"><driver cache="{{ disk.driver.cache }}" io="{{ disk.driver.io }}"/><target dev=""/></disk>
                {{~ end ~}}
              </devices>
            </pool>
            """,
            Map(("disks", new object[] { Map(("driver", Map(("cache", "none")))), Map() }))));

    [Fact]
    public void An_include_sees_its_argument_and_the_variables_around() => Assert.Equal(
        """<pool><disk queues="4" readonly="no" note="n" number="0" /><disk queues="5" note="n" number="1" /></pool>""",
        Rendered(
            Disk,
            "<pool>{{ for disk in spec.disks }}{{ include 'devices/disk.xml.sbn' disk }}{{ end }}</pool>",
            Map(("note", "n"), ("disks", new object[] { Map(("queues", 4), ("readonly", false)), Map(("queues", 5)) })),
            ("devices/disk.xml.sbn", """{{ d = $1 }}<disk queues="{{ d.queues }}" readonly="{{ disk.readonly }}" note="{{ spec.note }}" number="{{ for.index }}"/>""")));

    [Fact]
    public void A_quantity_comes_in_the_unit_of_the_schema() => Assert.Equal(
        """<pool><memory unit="KiB">1572864</memory></pool>""",
        Rendered(Disk, """<pool>{{ if spec.memory }}<memory unit="KiB">{{ spec.memory }}</memory>{{ end }}</pool>""", Map(("memory", "1.5GiB"))));

    [Theory]
    [InlineData(true, "<pool><features><acpi /></features></pool>")]
    [InlineData(false, """<pool><features><acpi vp:absent="true" xmlns:vp="urn:virtprovision:v1" /></features></pool>""")]
    [InlineData(null, "<pool />")]
    public void An_element_that_is_a_boolean_is_made_or_marked_absent_or_not_mentioned(bool? acpi, string expected)
    {
        var spec = acpi is null ? Map() : Map(("acpi", acpi));

        Assert.Equal(expected, Rendered(Disk, """<pool><features>{{ if spec.acpi }}<acpi vp:keep="true"/>{{ end }}</features></pool>""", spec));
        Assert.Equal(expected, Rendered(Disk, """<pool><features><acpi vp:keep="{{ spec.acpi }}"/></features></pool>""", spec));
    }

    [Fact]
    public void A_text_with_an_empty_expression_in_it_is_empty() => Assert.Equal(
        """<pool><disk><alias name="ua-root" /></disk></pool>""",
        Rendered(
            Disk,
            """<pool>{{ for disk in spec.disks }}<disk><alias name="ua-{{ disk.name }}"/></disk>{{ end }}</pool>""",
            Map(("disks", new object[] { Map(("name", "root")), Map() }))));

    [Fact]
    public void Values_keep_every_character_and_layout_blanks_are_no_values() => Assert.Equal(
        "<pool a=\"&lt;&amp;&quot;'&#xA;&#x9;\"> &lt;b&gt; ]]&gt; </pool>",
        Rendered(Disk, "<pool a=\"{{ spec.note }}\">\n  {{ spec.memory }}\n</pool>", Map(("note", "<&\"'\n\t"), ("memory", " <b> ]]> "))));

    [Theory]
    [InlineData("{{ if disk.type == 'file' }}<a vp:keep='1'/>{{ else if disk.type }}<b vp:keep='1'/>{{ else }}<c vp:keep='1'/>{{ end }}", "<a /><b /><c />")]
    [InlineData("<t a=\"{{ disk.type ?? 'none' }}\"/>", """<t a="file" /><t a="block" /><t a="none" />""")]
    [InlineData("<t a=\"{{ disk.readonly ? 'ro' : null }}\"/>", """<t a="ro" />""")]
    [InlineData("<t a=\"{{ disk.type | string.upcase }}\"/>", """<t a="FILE" /><t a="BLOCK" />""")]
    [InlineData("<t a=\"{{ !disk.driver && disk.type != 'block' && (disk.readonly == true || true) ? 1 + 1 : null }}\"/>", """<t a="2" /><t a="2" />""")]
    [InlineData("<t a=\"{{ (disk.type | string.starts_with 'fi') ? disk.type : null }}\" b=\"{{ (disk.type | string.ends_with 'ck') ? 1 : null }}\"/>", """<t a="file" /><t b="1" />""")]
    [InlineData("<t a=\"{{ (disk.type | string.contains 'l') ? 'l' : 'none' }}\"/>", """<t a="l" /><t a="l" /><t a="none" />""")]
    [InlineData("<{{ disk.type }} a='1'/>", """<file a="1" /><block a="1" />""")]
    [InlineData("<!-- {{ disk.type }} {{ if disk.type }} --><t a=\"{{ for.last }}\"/>{{ end }}<!-- -->", """<t a="false" /><t a="false" />""")]
    public void Expressions_of_Scriban(string body, string expected)
    {
        var template = body.StartsWith("<!--", StringComparison.Ordinal)
            ? "<pool>{{ for disk in spec.disks }}<!-- {{ disk.type }} -->{{ if disk.type }}<t a=\"{{ for.last }}\"/>{{ end }}{{ end }}</pool>"
            : $"<pool>{{{{ for disk in spec.disks }}}}{body}{{{{ end }}}}</pool>";
        var spec = Map(("disks", new object[] { Map(("type", "file"), ("readonly", true)), Map(("type", "block")), Map() }));

        Assert.Equal($"<pool>{expected}</pool>", Rendered(Disk, template, spec));
    }

    [Fact]
    public void A_free_form_map_is_looped_over_by_key_and_value() => Assert.Equal(
        """<pool><o k="a" v="1" /><o k="b" v="2" /><l>2</l></pool>""",
        Rendered(
            Disk,
            """<pool>{{ for o in spec.options }}<o k="{{ o.key }}" v="{{ o.value }}"/>{{ end }}<l>{{ spec.disks.size > 1 ? spec.disks.size : null }}</l></pool>""",
            Map(("options", Map(("a", "1"), ("b", "2"))), ("disks", new object[] { Map(), Map() }))));

    [Fact]
    public void Two_ways_of_including_an_item_are_held_to_its_own_schema() => Assert.Equal(
        """<pool><x cache="none" /></pool>""",
        Rendered(
            Disk + """, "driver": {"type": "object", "properties": {"cache": {"type": "string"}}}""",
            "<pool>{{ include 'x' spec.driver }}{{ for disk in spec.disks }}{{ include 'x' disk.driver }}{{ end }}</pool>",
            Map(("driver", Map(("cache", "none")))),
            ("x", """<x cache="{{ $1.cache }}"/>""")));
}
