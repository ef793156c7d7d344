using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Osinfo;

namespace VirtProvision.Runtime.Tests.Osinfo;

public sealed class OsChoiceTests
{
    private static readonly OsCircumstances s_plain = new(DependsOnOs: true, HasMedia: false, IsExcused: false, ["linux2022"]);

    private readonly OsDatabase _database = SampleDatabase.Open();
    private readonly DiagnosticBag _diagnostics = [];

    // What the fields say; who found what; the outcome and what is reported.
    [Theory]
    [InlineData("osinfo: acme1", null, "acme1", "")]
    [InlineData("osinfo: {name: acme1}", "acme2", "acme1", "")]
    [InlineData("osinfo: {id: 'http://example.org/acme/1'}", null, "acme1", "")]
    [InlineData("osinfo: {name: acme1, detect: true}", "acme2", "acme2", "")]
    [InlineData("osinfo: {name: acme1, detect: true}", null, "acme1", "")]
    [InlineData("osinfo: auto", "acme2", "acme2", "")]
    [InlineData("osinfo: {name: auto}", "acme2", "acme2", "")]
    [InlineData("memory: 1", "acme2", "acme2", "")]
    [InlineData("osinfo: none", "acme2", "generic", "VP8205")]
    [InlineData("osinfo: generic", null, "generic", "VP8205")]
    [InlineData("osinfo: {detect: true, require: false}", null, "generic", "VP8205")]
    [InlineData("osinfo: {detect: false, require: false}", "acme2", "generic", "VP8205")]
    [InlineData("osinfo: {detect: true}", null, "generic", "VP8203")]
    [InlineData("memory: 1", null, "generic", "VP8203")]
    [InlineData("osinfo: {require: true}", null, "generic", "VP8203")]
    [InlineData("osinfo: acme2.5", null, "acme2", "VP8202")]
    [InlineData("osinfo: {name: acme2.5, require: true}", null, null, "VP8201")]
    [InlineData("osinfo: farrrrrrrge", null, null, "VP8201")]
    public void The_system_is_the_one_named_or_found(string yaml, string? detected, string? expected, string codes)
    {
        Assert.Equal(expected, Choose(Parse(yaml), detected, s_plain));
        Assert.Equal(codes, Codes());
    }

    [Theory]
    [InlineData(false, false, null, "")] // containers don't care
    [InlineData(true, true, null, "VP8204,VP8205")]
    [InlineData(true, true, "{require: true}", "VP8203")]
    [InlineData(false, false, "{require: true}", "VP8203")]
    public void A_missing_system_is_as_bad_as_the_circumstances_make_it(bool depends, bool excused, string? osinfo, string codes)
    {
        var request = osinfo is null ? OsRequest.Unsaid : Parse($"osinfo: {osinfo}");

        Assert.Equal("generic", Choose(request, null, s_plain with { DependsOnOs = depends, IsExcused = excused }));
        Assert.Equal(codes, Codes());
    }

    [Fact]
    public void Another_field_may_name_the_system() => Assert.Equal("acme2", OsRequest.From(Mapping("memory: 1"), otherwise: "acme2").Name);

    [Fact]
    public void What_was_only_nearly_detected_is_said()
    {
        OsChoice.Decide(OsRequest.Unsaid, named: null, new DetectedOs(_database.Find("acme1")!, "acme9"), s_plain, _diagnostics);

        Assert.Equal("VP8202", Codes());
    }

    [Fact]
    public void Without_a_database_a_named_system_is_generic_unless_it_is_required()
    {
        var empty = new OsDatabase(new OsDatabaseFolders(["/nowhere"]));

        Assert.Same(OsFacts.Generic, OsChoice.Named(Parse("osinfo: acme1"), empty, _diagnostics));
        Assert.Null(OsChoice.Named(Parse("osinfo: {name: acme1, require: true}"), empty, _diagnostics));
        Assert.Equal("VP8207,VP8206", Codes());
    }

    [Fact]
    public void A_system_without_a_tree_says_so()
    {
        Assert.Equal("https://example.org/2/everything", OsChoice.TreeUrl(_database.Find("acme2")!, "x86_64", null, null, _diagnostics));
        Assert.Null(OsChoice.TreeUrl(_database.Find("acme2")!, "s390x", null, null, _diagnostics));
        Assert.Null(OsChoice.TreeUrl(_database.Find("acme3")!, "x86_64", null, null, _diagnostics));

        Assert.Equal("VP8210,VP8209", Codes());
    }

    [Fact]
    public void A_file_that_was_left_out_is_reported()
    {
        OsChoice.Named(Parse("osinfo: broken1"), _database, _diagnostics);

        Assert.Contains(_diagnostics, static finding => finding.Code == "VP8208" && finding.Detail.Contains("broken-1.xml", StringComparison.Ordinal));
    }

    // Known: acme 1, 2, 3 and acme-unknown; linux 2018, 2022; debian11, ubuntu22.04, sles12, sles12sp1, rhel8.2, rhel8-unknown, fedora30, fedora-unknown …
    [Theory]
    [InlineData("acme2.5", "acme2")]
    [InlineData("acme0", "acme1")]
    [InlineData("acme4", "acme-unknown")]
    [InlineData("http://example.org/acme/4", "acme-unknown")]
    [InlineData("debian12", "debian11")]
    [InlineData("debian7", "debian11")]
    [InlineData("ubuntu24.04", "ubuntu22.04")]
    [InlineData("linux2020", "linux2018")]
    [InlineData("linux2024", "linux2022")]
    [InlineData("sles12sp5", "sles12sp1")]
    [InlineData("sles15", "sles12sp1")]
    [InlineData("rhel8.10", "rhel8-unknown")]
    [InlineData("rhel8.1", "rhel8.2")]
    [InlineData("debain11", "debian11")]
    [InlineData("Fedora30", "fedora30")]
    [InlineData("debianbookworm", "debian11")]
    [InlineData("linux", "linux2022")]
    [InlineData("farrrrrrrge", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    [InlineData("123", null)]
    public void The_nearest_system_is_the_release_before_it(string name, string? expected) => Assert.Equal(expected, _database.Nearest(name)?.ShortId);

    private string? Choose(OsRequest request, string? detected, OsCircumstances circumstances)
    {
        var named = OsChoice.Named(request, _database, _diagnostics);
        return _diagnostics.HasErrors ? null
            : OsChoice.Decide(request, named, detected is null ? null : new DetectedOs(_database.Find(detected)!), circumstances, _diagnostics).ShortId;
    }

    private string Codes() => string.Join(",", _diagnostics.Where(static finding => finding.Code != "VP8208").Select(static finding => finding.Code));

    private static OsRequest Parse(string yaml) => OsRequest.From(Mapping(yaml));

    private static MappingNode Mapping(string yaml) =>
        (MappingNode)YamlDocumentReader.Read(new SourceFile("spec.yaml", yaml), new DiagnosticBag()).Single();
}
