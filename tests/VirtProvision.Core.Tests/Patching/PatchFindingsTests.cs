using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Patching;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Tests.Patching.Patches;

namespace VirtProvision.Core.Tests.Patching;

/// <summary>Each thing that can be wrong with a patch, at its place.</summary>
public sealed class PatchFindingsTests
{
    private static readonly string[] s_domains = ["web1", "web2"];

    [Theory]
    [InlineData("{names: [web]}", "")]
    [InlineData("{names: [\"w?b\", \"*\"]}", "")]
    [InlineData("{names: [wep]}", "VP5201 1:10: No domain of the host is meant by the match of DomainPatch/p. Did you mean \"web\"? Nothing is patched.")]
    [InlineData("{names: [wep], required: true}", "VP5207 1:10: No domain of the host is meant by the match of DomainPatch/p, which says required: true. Did you mean \"web\"? Correct the match.")]
    [InlineData("{names: [web, old*]}", "VP5202 1:15: No domain of the host is named \"old*\". The others are patched.")]
    [InlineData("{labels: {tier: web}}", "")]
    [InlineData("{labels: {tier: db}}", "VP5201 1:1: No domain of the host is meant by the match of DomainPatch/p. Nothing is patched.")]
    [InlineData("{xpath: \"devices/disk/driver[@cache='writeback']\"}", "")]
    [InlineData("{xpath: \"/domain/vcpu = 2 and count(devices/disk) > 1\"}", "")]
    [InlineData("{xpath: \"devices/disk[5]\"}", "VP5201 1:1: No domain of the host is meant by the match of DomainPatch/p. Nothing is patched.")]
    public void A_match_finds_its_domains_or_says_so(string match, string expected)
    {
        var diagnostics = new DiagnosticBag();
        var layer = new PatchLayer(Matching(match), new XElement("domain"));
        var domain = new PatchCandidate(new ResourceId(ResourceKind.Domain, "web"), XElement.Parse(Web), ImmutableSortedDictionary<string, string>.Empty.Add("tier", "web"), IsPersistent: true);

        var selected = PatchSelection.Select([layer], [domain], "1", static () => [], diagnostics);

        Assert.Equal(expected, Said(diagnostics));
        Assert.Equal(expected is "" || expected.StartsWith("VP5202", StringComparison.Ordinal) ? 1 : 0, selected.Count);
    }

    [Fact]
    public void A_transient_domain_is_left_alone()
    {
        var diagnostics = new DiagnosticBag();
        var domain = new PatchCandidate(new ResourceId(ResourceKind.Domain, "web"), XElement.Parse(Web), null, IsPersistent: false);

        Assert.Empty(PatchSelection.Select([new PatchLayer(Matching("{names: [web]}"), new XElement("domain"))], [domain], "1", static () => [], diagnostics));

        Assert.StartsWith("VP5203", Said(diagnostics), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xpath: \"devices/disk[\"", "disks: []", "VP3025 6:12")]
    [InlineData("xpath: \"nothing(name)\"", "disks: []", "VP3025 6:12")]
    [InlineData("xpath: \"other:element\"", "disks: []", "VP3025 6:12")]
    [InlineData("names: [a]", "disks: [{target: {dev: vda}, pool: images, size: 1GiB}]", "VP3026 8:48")]
    public void What_no_schema_can_say_is_said_without_a_host(string match, string patch, string expected)
    {
        var diagnostics = new DiagnosticBag();
        var specs = new List<ResourceSpec>();
        var text = $"apiVersion: virtprovision/v1\nkind: DomainPatch\nmetadata: {{name: p}}\nspec:\n  match:\n    {match}\n  patch:\n    {patch}\n";
        foreach (var document in YamlDocumentReader.Read(new SourceFile("p.yaml", text), diagnostics))
        {
            new ResourceReader(SchemaCatalog.Embedded, diagnostics).Read(document!, new HashSet<TextPosition>(), specs);
        }

        ResourceGraphBuilder.Build(specs, SchemaCatalog.Embedded, diagnostics);

        Assert.StartsWith(expected, Said(diagnostics), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_that_disagree_are_named_once_however_many_domains_they_meet_in()
    {
        var said = PlanOf(Of("disks: [{target: {dev: vda}, cache: none}]", "one"), Of("disks:\n  - target: {dev: vda}\n    cache: unsafe", "two"));

        Assert.Equal(
            "VP5204 9:16: DomainPatch/two and DomainPatch/one both set disks[vda].cache of Domain/web1, and not to the same. Take it out of one of them, or let the patch match other domains. one.yaml:7:41",
            said);
    }

    [Fact]
    public void A_device_that_domains_lack_is_said_once_with_their_names() =>
        Assert.Equal(
            "VP5205 7:14: DomainPatch/p changes disks[vdz], which web1, web2 do not have, and does not say enough to make one. It is left out there.",
            PlanOf(Of("disks: [{target: {dev: vdz}, cache: none}]")));

    [Fact]
    public void What_would_make_the_domain_anew_is_refused() =>
        Assert.Equal(
            "VP5206 7:22: DomainPatch/p changes metadata.uuid of Domain/web1, which can't be changed without making the domain anew. Take it out of the patch.",
            PlanOf(Of("metadata: {uuid: 6f1e0a52-3c1b-4d6e-9a52-0b6b0b6b0b6c}")));

    private static string PlanOf(params PatchLayer[] patches)
    {
        var domains = s_domains.Select(static name => new ObservedResource(
            new ResourceId(ResourceKind.Domain, name),
            XElement.Parse(Web.Replace("<memory ", "<uuid>6f1e0a52-3c1b-4d6e-9a52-0b6b0b6b0b6b</uuid><memory ", StringComparison.Ordinal)), null, Autostart: false)).ToArray();
        var input = new PlannerInput(ResourceGraph.Empty, new Dictionary<ResourceId, RenderedResource>(), ObservedHost.Empty with
        {
            OtherDomains = domains.ToImmutableDictionary(static domain => domain.Id),
        })
        {
            Layers = domains.ToImmutableDictionary(static domain => domain.Id, _ => new DomainLayers([.. patches], [], "1", [])),
            DomainFields = static () => TemplateRenderer.Embedded.MapOf(ResourceKind.Domain),
        };
        var diagnostics = new DiagnosticBag();
        Planner.Plan(input, diagnostics);
        return Said(diagnostics);
    }

    private static ResourceSpec Matching(string match)
    {
        var node = YamlDocumentReader.Read(new SourceFile("m.yaml", match), new DiagnosticBag())[0]!;
        var start = node.Span with { End = node.Span.Start };
        var none = ImmutableSortedDictionary<string, string>.Empty;
        return new ResourceSpec(new ResourceId(ResourceKind.DomainPatch, "p"), none, none, MappingNode.Empty(start).With("match", node), start);
    }

    private static string Said(DiagnosticBag diagnostics) => string.Join('\n', diagnostics.Select(static finding =>
        $"{finding.Code} {finding.Span!.Value.Start}: {finding.Detail}{string.Concat(finding.Related.Select(static place => $" {place.Span}"))}"));
}
