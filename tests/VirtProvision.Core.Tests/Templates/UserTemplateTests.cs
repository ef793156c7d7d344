using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Tests.Templates.Rendering;

namespace VirtProvision.Core.Tests.Templates;

public sealed class UserTemplateTests
{
    private static string Render(string path, string template)
    {
        var files = new TemplateFiles(ImmutableDictionary<string, SourceFile>.Empty.Add(path, new SourceFile($"mine/{path}", template)));
        var diagnostics = new DiagnosticBag();
        var xml = new TemplateRenderer(SchemaCatalog.Embedded, files).Render(Spec(Map(("disks", new object[] { Map(("path", "/a.img"), ("bus", "sata")) })), "vm", ResourceKind.Domain), diagnostics);
        return xml is null ? string.Join("\n", diagnostics.Select(static finding => $"{finding.Span}: {finding.Code}")) : xml.ToString(SaveOptions.DisableFormatting);
    }

    [Fact]
    public void Replaces_ours() => Assert.Contains(
        """<disk><source file="/a.img" /></disk>""",
        Render("domain/devices/disk.xml.sbn", """<disk><source file="{{ disk.path }}"/></disk>"""),
        StringComparison.Ordinal);

    [Fact]
    public void Adds_to_ours()
    {
        var xml = Render("domain/devices/disk.xml.sbn", """{{ include 'shipped:devices/disk.xml.sbn' disk }}<hub type="usb"/>""");

        Assert.Contains("bus=\"sata\"", xml, StringComparison.Ordinal);
        Assert.Contains("""</disk><hub type="usb" />""", xml, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_held_to_the_schema_at_its_own_place() =>
        Assert.Equal("mine/domain/devices/disk.xml.sbn:2:11: VP4001", Render("domain/devices/disk.xml.sbn", "<disk\n  bus=\"{{ disk.buss }}\"/>"));
}
