using System.Collections.Immutable;
using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Exporting;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Tests.Comparison;
using VirtProvision.Core.Text;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Tests.Exporting;

/// <summary>Law 3: what is exported is not lost. Of each object of libvirt's own tests, as a file that is written and read again.</summary>
public sealed class ExportLaws
{
    [SkippableTheory, MemberData(nameof(CorpusLaws.Kinds), MemberType = typeof(CorpusLaws))]
    public void What_is_exported_in_full_renders_to_the_same_XML(string kindName) => ForAll(kindName, isFull: true, static (observed, xml) =>
        XmlLikeness.FirstDifference(WithoutSecrets(observed), ProvisionNamespace.WithoutMarks(xml)));

    [SkippableTheory, MemberData(nameof(CorpusLaws.Kinds), MemberType = typeof(CorpusLaws))]
    public void What_is_exported_changes_nothing(string kindName) => ForAll(kindName, isFull: false, static (observed, xml) =>
        XmlComparer.Compare(KindFacts.For(observed.Id.Kind), null, xml, observed.Inactive).Changes is { IsEmpty: false } changes ? $"{changes[0].Path}" : null);

    [SkippableTheory, MemberData(nameof(CorpusLaws.Kinds), MemberType = typeof(CorpusLaws))]
    public void What_the_host_gives_by_itself_is_not_exported(string kindName) => ForAll(kindName, isFull: false, static (observed, xml) =>
    {
        var facts = KindFacts.For(observed.Id.Kind);
        return XmlLikeness.FirstDifference(HostXml.Needed(facts, HostXml.Full(facts, observed.Inactive, [])), ProvisionNamespace.WithoutMarks(xml), facts.Root);
    });

    private static XElement WithoutSecrets(ObservedResource observed)
    {
        var secrets = new List<XmlPath>();
        var full = HostXml.Full(KindFacts.For(observed.Id.Kind), observed.Inactive, secrets);
        return secrets.Count == 0 ? observed.Inactive : full;
    }

    private static void ForAll(string kindName, bool isFull, Func<ObservedResource, XElement, string?> differs)
    {
        var kind = ResourceKind.Find(kindName)!;
        Skip.If(CorpusPair.FolderOf(kind) is null, "The corpus does not lie beside this checkout.");
        var findings = new List<string>();
        foreach (var pair in CorpusPair.All(kind))
        {
            var diagnostics = new DiagnosticBag();
            var id = new ResourceId(kind, pair.Defined.Element("name")!.Value, kind == ResourceKind.StorageVolume ? "pool" : null);
            var observed = new ObservedResource(id, pair.Defined, null, Autostart: true);
            var exported = ResourceExporter.Embedded.Export(observed, isFull, diagnostics);
            var xml = exported is null ? null : Render(exported.ToYaml(), diagnostics);
            findings.AddRange(diagnostics.Where(static finding => finding.IsError).Select(finding => $"{pair.Name}: {finding.Summary} {finding.Detail}"));
            if (xml is not null && differs(observed, xml) is { } difference)
            {
                findings.Add($"{pair.Name}: {difference}");
            }
        }

        Assert.True(findings.Count == 0, $"{findings.Count}\n" + string.Join('\n', findings.Take(60)));
    }

    /// <summary>As a run reads a file: YAML, variables, schema, names, template.</summary>
    internal static XElement? Render(string yaml, DiagnosticBag diagnostics)
    {
        var resources = new List<ResourceSpec>();
        var variables = new VariableSubstitution(VariableSet.Empty, diagnostics);
        foreach (var document in YamlDocumentReader.Read(new SourceFile("exported.yaml", yaml), diagnostics))
        {
            new ResourceReader(SchemaCatalog.Embedded, diagnostics).Read(variables.Apply(document), ImmutableHashSet<TextPosition>.Empty, resources);
        }

        return diagnostics.HasErrors ? null : TemplateRenderer.Embedded.Render(Assert.Single(resources), diagnostics);
    }
}
