using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Runtime.Workspaces;

/// <summary>What one file declares. Made without knowledge of other files, so that many can be read at once.</summary>
internal sealed record FileSpecs(SourceFile? Source, List<ResourceSpec> Resources, DiagnosticBag Diagnostics, IReadOnlySet<string> UsedVariables)
{
    public ImmutableArray<ReplicaSet> ReplicaSets { get; init; } = [];

    public static FileSpecs Read(string path, SpecLoader loader, VariableSet variables, SchemaCatalog schemas)
    {
        var diagnostics = new DiagnosticBag();
        var resources = new List<ResourceSpec>();
        var substitution = new VariableSubstitution(variables, diagnostics);
        var source = loader.Read(path, diagnostics);
        var reader = new ResourceReader(schemas, diagnostics);
        if (source is not null)
        {
            foreach (var document in YamlDocumentReader.Read(source, diagnostics))
            {
                reader.Read(substitution.Apply(document), substitution.Unresolved, resources);
            }
        }

        return new FileSpecs(source, resources, diagnostics, substitution.Used) { ReplicaSets = [.. reader.ReplicaSets] };
    }
}
