using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Tests.Resources;

/// <summary>Specs as text made into resources and graphs, as a run does it.</summary>
internal static class Specs
{
    public static (List<ResourceSpec> Resources, DiagnosticBag Findings) Read(string yaml, string path = "x.yaml", string? folder = null)
    {
        var findings = new DiagnosticBag();
        var resources = new List<ResourceSpec>();
        var substitution = new VariableSubstitution(VariableSet.Empty, findings);
        foreach (var document in YamlDocumentReader.Read(new SourceFile(path, yaml) { Folder = folder }, findings))
        {
            var filled = substitution.Apply(document);
            new ResourceReader(SchemaCatalog.Embedded, findings).Read(filled, substitution.Unresolved, resources);
        }

        return (resources, findings);
    }

    public static (ResourceGraph Graph, DiagnosticBag Findings) Build(string yaml)
    {
        var (resources, findings) = Read(yaml);
        Assert.Empty(findings);
        return (ResourceGraphBuilder.Build(resources, SchemaCatalog.Embedded, findings), findings);
    }

    public static ResourceGraph BuildValid(string yaml)
    {
        var (graph, findings) = Build(yaml);
        Assert.Empty(findings);
        return graph;
    }

    public static string Pool(string name, string spec = "type: dir, target: /pool") => Document("StoragePool", name, $"{{{spec}}}");

    public static string Network(string name) => Document("Network", name, "{forward: nat}");

    public static string Volume(string name, string spec) => Document("StorageVolume", name, $"{{{spec}}}");

    public static string Domain(string name, string spec = "") => Document("Domain", name, $"{{memory: 1GiB, {spec}}}");

    private static string Document(string kind, string name, string spec) =>
        $"---\napiVersion: virtprovision/v1\nkind: {kind}\nmetadata: {{name: {name}}}\nspec: {spec}\n";
}
