using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Xml;
using static VirtProvision.Core.Tests.Templates.Rendering;

namespace VirtProvision.Core.Tests.Templates;

public sealed class XmlOverlayTests
{
    private const string Domain = """<domain type="kvm"><devices><disk type="file"><target dev="vda" /></disk><disk><target dev="vdb" /></disk></devices></domain>""";

    private static (string Xml, string[] Findings) Apply(params (string Key, object? Value)[] edit)
    {
        var root = XElement.Parse(Domain);
        var diagnostics = new DiagnosticBag();
        XmlOverlay.Apply(root, (SequenceNode)Node(new object[] { Map(edit) }), diagnostics);
        root.SetAttributeValue(XNamespace.Xmlns + ProvisionNamespace.Prefix, ProvisionNamespace.Name.NamespaceName);
        return (root.ToString(SaveOptions.DisableFormatting).Replace(" xmlns:vp=\"urn:virtprovision:v1\"", "", StringComparison.Ordinal), [.. diagnostics.Select(static finding => $"{finding.Code} {finding.Detail}")]);
    }

    [Theory]
    [InlineData("./@id", "7", """<domain type="kvm" id="7">""")]
    [InlineData("/domain/@type", "qemu", """<domain type="qemu">""")]
    [InlineData("./devices/disk[1]/driver/@queues", "4", """<disk type="file"><target dev="vda" /><driver queues="4" /></disk>""")]
    [InlineData("devices/disk[target/@dev='vdb']/@type", "block", """<disk type="block"><target dev="vdb" />""")]
    [InlineData("devices/disk[3]/@type", "dir", """<disk type="dir" /></devices>""")]
    [InlineData("devices/disk/@x", "1", """<disk type="file" x="1"><target dev="vda" /></disk><disk x="1">""")]
    [InlineData("./os/type[@arch=\"x86_64\"][@machine='q35']", "hvm", """<os><type arch="x86_64" machine="q35">hvm</type></os>""")]
    [InlineData("./metadata/Q{http://example.org/a}note", "1", """<note xmlns="http://example.org/a">1</note>""")]
    [InlineData("./metadata/Q{http://example.org/a}note/@lang", "1", """<note lang="1" xmlns="http://example.org/a" />""")]
    [InlineData("./qemu:commandline/qemu:arg[@value='-s']/@x", "1", """<commandline xmlns="http://libvirt.org/schemas/domain/qemu/1.0"><arg value="-s" x="1" /></commandline>""")]
    [InlineData("./a[b='c']/@d", "<&\n", "<a d=\"&lt;&amp;&#xA;\"><b>c</b></a>")]
    public void Sets_and_makes_what_is_missing(string path, string value, string expected)
    {
        var (xml, findings) = Apply(("set", path), ("value", value));

        Assert.Empty(findings);
        Assert.Contains(expected, xml, StringComparison.Ordinal);
    }

    [Fact]
    public void Creates_an_element_once()
    {
        Assert.Contains("<features><kvm><hidden state=\"on\" /></kvm></features>", Apply(("create", "./features/kvm/hidden[@state='on']")).Xml, StringComparison.Ordinal);
        Assert.Equal(Domain, Apply(("create", "./devices/disk[target/@dev='vda']")).Xml);
    }

    [Theory]
    [InlineData("./devices/memballoon", """<memballoon vp:absent="true" /></devices>""")]
    [InlineData("./devices/disk[target/@dev='vdb']", """<disk vp:absent="true"><target dev="vdb" /></disk>""")]
    [InlineData("./devices/disk[1]/@type", """<disk vp:absentAttributes="type"><target dev="vda" /></disk>""")]
    public void Leaves_a_mark_for_what_goes(string path, string expected) => Assert.Contains(expected, Apply(("delete", path)).Xml, StringComparison.Ordinal);

    [Theory]
    [InlineData("devices//disk", "a name is expected at character 9")]
    [InlineData("devices/disk[4]/@a", "only 2 <disk>")]
    [InlineData("devices/disk[0]", "positions count from 1")]
    [InlineData("devices/disk[last()]", "expected at character 18")]
    [InlineData("devices/disk[@a=b]", "stands in quotes")]
    [InlineData("/network/a", "begins with /domain/")]
    [InlineData("a/@b/c", "nothing can follow")]
    [InlineData("vp:absent", "prefix \"vp\"")]
    [InlineData("devices/", "expected at character 9")]
    [InlineData("", "")]
    public void A_path_that_cannot_be_used_is_a_finding(string path, string says)
    {
        var (xml, findings) = Apply(("delete", path));

        Assert.Equal(Domain, xml);
        Assert.Contains($"VP4013 \"{path}\"", Assert.Single(findings), StringComparison.Ordinal);
        Assert.Contains(says, findings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_carries_a_mark_is_not_given_to_libvirt()
    {
        var root = XElement.Parse("<domain><os><boot dev='hd'/></os></domain>");
        var edits = new SequenceNode(default, [Map(("delete", "./metadata/old")), Map(("delete", "./os/boot")), Map(("delete", "./a/b")), Map(("set", "./a/c"), ("value", "d"))]);

        Assert.True(XmlOverlay.Apply(root, edits, new DiagnosticBag()));

        Assert.Equal("<domain><os /><a><c>d</c></a></domain>", ProvisionNamespace.WithoutMarks(root).ToString(SaveOptions.DisableFormatting));
    }
}
