using VirtProvision.Core.Diagnostics;
using static VirtProvision.Core.Tests.Templates.Rendering;

namespace VirtProvision.Core.Tests.Templates;

public sealed class TemplateFindingTests
{
    private const string Disk = """
        "disks": {"type": "array", "items": {"type": "object", "properties": {"cache": {"type": "string"}}}},
        "note": {"type": "string"}
        """;

    [Theory]
    [InlineData("<pool>\n  <disk cache=\"{{ spec.disk.cahce }}\"/></pool>", "mine/template.xml.sbn:2:19: VP4001", "\"disk\" in \"spec\". Did you mean \"disks\"?")]
    [InlineData("<pool>{{ for d in spec.disks }}<d cache=\"{{ d.cahce }}\"/>{{ end }}</pool>", "mine/template.xml.sbn:1:45: VP4001", "Did you mean \"cache\"?")]
    [InlineData("<pool>{{ if false }}<d c=\"{{ spec.nope | string.upcase }}\"/>{{ end }}</pool>", "mine/template.xml.sbn:1:30: VP4001", "\"nope\"")]
    [InlineData("<pool>{{ spec.note | string.upcaes }}</pool>", "mine/template.xml.sbn:1:22: VP4001", "Did you mean \"upcase\"?")]
    [InlineData("<pool>{{ spce.note }}</pool>", "mine/template.xml.sbn:1:10: VP4005", "Did you mean \"spec\"?")]
    [InlineData("<pool>{{ date.now }}</pool>", "mine/template.xml.sbn:1:10: VP4005", "\"date\"")]
    [InlineData("<pool>{{ spec.disks }}</pool>", "mine/template.xml.sbn:1:10: VP4007", "spec.disks")]
    [InlineData("<pool>{{ for d in spec.note }}{{ end }}</pool>", "mine/template.xml.sbn:1:19: VP4008", "spec.note")]
    [InlineData("<pool>{{ include 'x.sbn' }}</pool>", "mine/template.xml.sbn:1:10: VP4004", "storage-pool/x.sbn")]
    [InlineData("<pool>{{ include '../../etc/passwd' }}</pool>", "mine/template.xml.sbn:1:10: VP4004", "etc/passwd")]
    [InlineData("<pool {{ if spec.note }}a='b'{{ end }}/>", "mine/template.xml.sbn:1:10: VP4006", "if spec.note")]
    [InlineData("<pool>{{ while true }}x{{ end }}</pool>", "mine/template.xml.sbn:1:10: VP4006", "while")]
    [InlineData("<pool>{{ capture x }}x{{ end }}</pool>", "mine/template.xml.sbn:1:10: VP4006", "capture")]
    [InlineData("<pool>\n  {{ if spec.note }}<a>{{ end }}</pool>", "mine/template.xml.sbn:2:", "begins in a block must end in it")]
    [InlineData("<pool>\n<a b=c/></pool>", "mine/template.xml.sbn:2:6: VP4003", "well-formed")]
    [InlineData("<!DOCTYPE pool SYSTEM 'file:///etc/passwd'><pool/>", "mine/template.xml.sbn:1:", "VP4003")]
    [InlineData("<pool>{{ 'a }}</pool>", "mine/template.xml.sbn:1:", "VP4002")]
    [InlineData("<volume/>{{ name }}", "schemas/storage-pool/template.xml.sbn:1:1: VP4011", "<pool>")]
    [InlineData("<pool>{{ 1 % 0 }}</pool>", "mine/template.xml.sbn:1:", "VP4009")]
    public void A_mistake_in_a_template_is_found_at_its_place(string template, string place, string says)
    {
        var (xml, diagnostics) = Render(Disk, template, Map());

        Assert.Null(xml);
        var finding = diagnostics.First();
        var text = $"{finding.Span}: {finding.Code} {finding.Summary} {finding.Detail}";
        Assert.StartsWith(place, text, StringComparison.Ordinal);
        Assert.Contains(says, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_without_end_is_stopped()
    {
        Assert.Contains("VP4010", Finding(Disk, "<pool>{{ include 'x' }}</pool>", Map(), ("x", "{{ include 'x' }}")), StringComparison.Ordinal);
        Assert.Contains("VP4010", Finding(Disk, "<pool>{{ for a in 1..2000 }}{{ for b in 1..2000 }}<a b='c'/>{{ end }}{{ end }}</pool>", Map()), StringComparison.Ordinal);
    }

    [Fact]
    public void One_wrong_template_is_one_finding_however_many_specs_come_by()
    {
        var renderer = Renderer(Disk, ("template.xml.sbn", "<pool>{{ spec.nope }}</pool>"));
        var diagnostics = new DiagnosticBag();

        renderer.Render(Spec(Map()), diagnostics);
        renderer.Render(Spec(Map()), diagnostics);

        Assert.Single(diagnostics);
    }

    [Fact]
    public void A_character_that_XML_cannot_carry_does_not_reach_it() =>
        Assert.Contains("VP4012", Finding(Disk, "<pool>{{ spec.note }}</pool>", Map(("note", "a\u0001"))), StringComparison.Ordinal);
}
