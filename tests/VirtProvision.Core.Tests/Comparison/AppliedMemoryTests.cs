using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Tests.Comparison;

public sealed class AppliedMemoryTests
{
    private static string WithPassword(string password) => $"<domain><devices><graphics type='vnc' passwd='{password}'/></devices></domain>";

    [Fact]
    public void What_is_written_is_read_back_and_others_metadata_stay()
    {
        var memory = AppliedMemory.Of(Domains.Facts, XElement.Parse("<domain><vcpu>2</vcpu></domain>"), "0.1.0", [1, 2]);
        var written = memory.Write(memory.Write(Domains.Web01()));
        var read = AppliedMemory.Read(XElement.Parse(written.ToString()));
        Assert.Equal("0.1.0", read!.Version);
        Assert.Equal("<vcpu>2</vcpu>", read.LastApplied.Element("vcpu")!.ToString());
        Assert.Equal(["owner", "resource"], written.Element("metadata")!.Elements().Select(static element => element.Name.LocalName));
        Assert.Null(AppliedMemory.Read(Domains.Web01()));
    }

    [Fact]
    public void As_text_for_libvirts_own_call_it_is_read_back_too()
    {
        var memory = AppliedMemory.Of(Domains.Facts, XElement.Parse("<domain><name>a&amp;b</name></domain>"), "0.1.0", [1, 2]);
        var read = AppliedMemory.Read(new XElement("domain", new XElement("metadata", memory.ToMetadata())));
        Assert.Equal(("0.1.0", "a&b"), (read!.Version, read.LastApplied.Element("name")!.Value));
        Assert.Null(AppliedMemory.Read(XElement.Parse("<domain><metadata><vp:resource xmlns:vp='urn:virtprovision:v1'><vp:lastApplied>&lt;half</vp:lastApplied></vp:resource></metadata></domain>")));
    }

    [Fact]
    public void Secrets_are_remembered_as_salted_hashes_and_compared_by_them()
    {
        var desired = XElement.Parse(WithPassword("hunter2"));
        var first = AppliedMemory.Of(Domains.Facts, desired, "0.1.0", [1, 2]).LastApplied;
        var second = AppliedMemory.Of(Domains.Facts, desired, "0.1.0", [3, 4]).LastApplied;
        Assert.DoesNotContain("hunter2", first.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(first.ToString(), second.ToString());
        Assert.Empty(Domains.Compare(desired.ToString(), first.ToString()).Changes);

        var change = Assert.Single(Domains.Compare(WithPassword("hunter3"), first.ToString()).Changes);
        Assert.True(change.IsSecret);
        Assert.DoesNotContain("hunter", change.ToString(), StringComparison.Ordinal);
        Assert.Equal("update-device", change.LiveMeans);
        var removed = Assert.Single(Domains.Compare("<domain><devices><graphics type='vnc'/></devices></domain>", first.ToString()).Changes);
        Assert.Equal((FieldChangeKind.Remove, true), (removed.Kind, removed.IsSecret));
    }

    [Fact]
    public void A_new_device_does_not_print_its_secret()
    {
        var change = Assert.Single(Domains.Compare("<domain><devices><graphics type='spice' passwd='hunter2'/></devices></domain>").Changes);
        Assert.DoesNotContain("hunter2", change.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<alias name='ua-web'/>")]
    public void Secrets_in_elements_that_the_host_hides_as_a_whole_are_remembered_too(string alias)
    {
        string Disk(string cookies) =>
            $"<domain><devices><disk type='network' device='cdrom'><source protocol='https' name='a.iso'><host name='h'/>{cookies}</source>{alias}</disk></devices></domain>";
        var (one, two) = ("<cookie name='a'>hunter2</cookie>", "<cookie name='b'>hunter4</cookie>");
        var observed = XElement.Parse(Disk("").Replace("</source>", "</source><target dev='sda' bus='sata'/>", StringComparison.Ordinal));
        var last = AppliedMemory.Of(Domains.Facts, XElement.Parse(Disk($"<cookies>{one}</cookies>")), "1", [1]).LastApplied;
        string[] Lines(string cookies) =>
            [.. XmlComparer.Compare(Domains.Facts, last, XElement.Parse(Disk(cookies)), observed).Changes.Select(static change => $"{change.Kind} {change.Path.Plain}")];

        Assert.DoesNotContain("hunter", last.ToString(), StringComparison.Ordinal);
        Assert.Empty(Lines($"<cookies>{one}</cookies>"));
        Assert.Equal(["Add devices/disk/source/cookies/cookie"], Lines("<cookies><cookie name='a'>hunter3</cookie></cookies>"));
        Assert.Equal(["Add devices/disk/source/cookies/cookie", "Add devices/disk/source/cookies/cookie"], Lines($"<cookies>{one}{two}</cookies>"));
        Assert.Equal(["Remove devices/disk/source/cookies"], Lines(""));
    }

    public static TheoryData<string> Kinds => [.. ResourceKind.All.Select(static kind => kind.Name)];

    [Theory, MemberData(nameof(Kinds))]
    public void What_is_secret_in_a_spec_is_hidden_in_its_XML(string name)
    {
        var kind = ResourceKind.Find(name)!;
        Assert.Empty(SecretFields.Exposed(KindFacts.For(kind), TemplateRenderer.Embedded.MapOf(kind)));
    }

    [Fact]
    public void A_template_that_shows_a_secret_is_found_out()
    {
        var files = new TemplateFiles(ImmutableDictionary<string, SourceFile>.Empty.Add(
            "domain/devices/graphics.xml.sbn", new SourceFile("mine.sbn", """<graphics type="{{ graphics.type }}" passwd="{{ graphics.password }}" keymap="{{ graphics.password }}"/>""")));
        var exposed = SecretFields.Exposed(Domains.Facts, new TemplateRenderer(SchemaCatalog.Embedded, files).MapOf(ResourceKind.Domain));
        Assert.Equal("devices/graphics/@keymap", Assert.Single(exposed).XmlPath);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hunter2")]
    [InlineData("sha256:zz:00")]
    [InlineData("sha256:abc:00")]
    [InlineData("sha256:abcd:")]
    public void What_is_no_hash_matches_nothing(string hash) => Assert.False(SecretHash.Matches(hash, "hunter2"));
}
