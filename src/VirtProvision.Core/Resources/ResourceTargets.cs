using System.IO.Enumeration;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Resources;

/// <summary>Narrows a graph to what <c>--target KIND/NAME</c> names and what that needs.</summary>
public static class ResourceTargets
{
    /// <summary>The graph of the targets alone; each that is malformed or matches nothing is reported.</summary>
    public static ResourceGraph Select(this ResourceGraph graph, IEnumerable<string> targets, DiagnosticBag diagnostics)
    {
        var selected = new HashSet<ResourceId>();
        foreach (var target in targets)
        {
            Match(graph, target, selected, diagnostics);
        }

        // Dependencies stand before their users: one walk backwards takes in all of them.
        for (var i = graph.Resources.Length - 1; i >= 0; i--)
        {
            if (selected.Contains(graph.Resources[i].Id))
            {
                selected.UnionWith(graph.Dependencies[graph.Resources[i].Id]);
            }
        }

        return new ResourceGraph(
            graph.Resources.RemoveAll(spec => !selected.Contains(spec.Id)),
            graph.Dependencies.RemoveRange(graph.Dependencies.Keys.Where(id => !selected.Contains(id))))
        {
            External = graph.External.RemoveAll(reference => !selected.Contains(reference.By)),
        };
    }

    private static void Match(ResourceGraph graph, string target, HashSet<ResourceId> selected, DiagnosticBag diagnostics)
    {
        var span = new SourceFile("--target", target).Start;
        var parts = target.Split('/');
        if (parts.Length is < 2 or > 3 || parts.Any(string.IsNullOrEmpty))
        {
            diagnostics.Add(ResourceDiagnostics.MalformedTarget(span, target));
            return;
        }

        var kind = ResourceKind.All.FirstOrDefault(kind => kind.Name.Equals(parts[0], StringComparison.OrdinalIgnoreCase));
        var found = false;
        foreach (var spec in graph.Resources)
        {
            if (spec.Id.Kind == kind && (Matches(parts[^1], spec.Id.Name) || Matches(parts[^1], spec.ImageName)) && (parts.Length is 2 || Matches(parts[1], spec.Id.Pool)))
            {
                found = true;
                selected.Add(spec.Id);
            }
        }

        if (!found)
        {
            diagnostics.Add(ResourceDiagnostics.NoTarget(span, target, Nearest.To(target, graph.Resources.Select(static spec => spec.Id.ToString()))));
        }
    }

    private static bool Matches(string pattern, string? name) =>
        name is not null && (pattern == name || FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));
}
