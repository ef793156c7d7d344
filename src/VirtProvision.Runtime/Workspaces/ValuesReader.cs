using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Runtime.Workspaces;

/// <summary>Gathers the variables of a run. A values file may itself use those of the command line, the environment and the files before it.</summary>
internal sealed class ValuesReader(SpecLoader loader, DiagnosticBag diagnostics)
{
    private readonly List<SourceFile> _files = [];
    private readonly HashSet<string> _used = [];

    public IReadOnlyList<SourceFile> Files => _files;

    public VariableSet Read(WorkspaceOptions options)
    {
        var variables = options.Environment is { } environment ? VariableSet.Empty.WithEnvironment(environment) : VariableSet.Empty;
        foreach (var path in options.ValuesFiles)
        {
            if (loader.Read(path, diagnostics) is { } file)
            {
                _files.Add(file);
                variables = Add(variables, options.Set, file);
            }
        }

        return Assign(variables, options.Set, diagnostics);
    }

    /// <summary>Warns of variables given by hand that nothing asked for: most likely their names are misspelt.</summary>
    public void ReportUnused(VariableSet variables, IEnumerable<string> usedBySpecs)
    {
        if (variables.Assigned.IsEmpty)
        {
            return;
        }

        _used.UnionWith(usedBySpecs);
        foreach (var name in variables.Assigned)
        {
            if (!_used.Any(used => used == name.Text || IsInside(used, name.Text) || IsInside(name.Text, used)))
            {
                diagnostics.Add(VariableDiagnostics.Unused(name.Span, name.Text, Nearest.To(name.Text, _used)));
            }
        }
    }

    private static bool IsInside(string name, string outer) => name.StartsWith(outer + ".", StringComparison.Ordinal);

    private VariableSet Add(VariableSet variables, ImmutableArray<string> set, SourceFile file)
    {
        var documents = YamlDocumentReader.Read(file, diagnostics);
        if (documents.IsEmpty)
        {
            return variables;
        }

        if (documents.Length > 1)
        {
            diagnostics.Add(VariableDiagnostics.MoreThanOneDocument(documents[1].Span));
        }

        // What is wrong with an assignment is reported once, at the end.
        var substitution = new VariableSubstitution(Assign(variables, set, new DiagnosticBag()), diagnostics);
        var values = substitution.Apply(documents[0]);
        _used.UnionWith(substitution.Used);
        return variables.WithValues(values, diagnostics);
    }

    private static VariableSet Assign(VariableSet variables, ImmutableArray<string> set, DiagnosticBag findings) =>
        set.Aggregate(variables, (all, assignment) => all.Assign(assignment, findings));
}
