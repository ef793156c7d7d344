using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Patching;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Planning;

/// <summary>What is wrong with patches shows only on the domains that they match; each thing is said once, however many those are.</summary>
internal static class PatchFindings
{
    public static void Report(Plan plan, PlannerInput input, DiagnosticBag diagnostics)
    {
        var said = new HashSet<string>();
        var missing = new OrderedDictionary<(PatchLayer Patch, string Element, string? Label), List<string>>();
        foreach (var change in plan.Changes)
        {
            foreach (var conflict in change.Patched?.Conflicts ?? [])
            {
                var own = input.Graph.Resources.FirstOrDefault(spec => spec.Id == change.Id);
                var first = conflict.First?.Patch ?? own!;
                var finding = PatchDiagnostics.Conflict(
                    SpanOf(conflict.Second.Patch, conflict.Path, input), change.Id, NameOf(conflict.Second.Patch, conflict.Path, input),
                    conflict.Second.Patch.Id, first.Id, SpanOf(first, conflict.Path, input));
                if (said.Add($"{finding.Span} {finding.Related[0].Span}"))
                {
                    diagnostics.Add(finding);
                }
            }

            foreach (var refused in change.Patched?.Refused ?? [])
            {
                var span = SpanOf(refused.Patch.Patch, refused.Change.Path, input);
                if (said.Add($"refused {span}"))
                {
                    diagnostics.Add(PatchDiagnostics.CannotPatch(span, refused.Patch.Patch.Id, NameOf(refused.Patch.Patch, refused.Change.Path, input), change.Id));
                }
            }

            foreach (var item in change.Patched?.Missing ?? [])
            {
                var key = (item.Patch, item.Element, item.Label);
                if (!missing.TryGetValue(key, out var domains))
                {
                    missing.Add(key, domains = []);
                }

                domains.Add(change.Id.Name);
            }
        }

        foreach (var ((patch, element, label), domains) in missing)
        {
            var path = XmlPath.Root.Child("devices").Child(element, label);
            diagnostics.Add(PatchDiagnostics.MissingItem(SpanOf(patch.Patch, path, input), patch.Patch.Id, NameOf(patch.Patch, path, input), domains));
        }
    }

    private static string NameOf(ResourceSpec resource, XmlPath path, PlannerInput input) =>
        input.DomainFields?.Invoke().SpecPathOf(path, SpecOf(resource)) ?? path.ToString();

    private static TextSpan SpanOf(ResourceSpec resource, XmlPath path, PlannerInput input)
    {
        var spec = SpecOf(resource);
        if (input.DomainFields?.Invoke().NearestSpecPathOf(path, spec) is { } field
            && SpecPath.SpanOf(resource with { Spec = spec }, field) is var span && span != resource.Span)
        {
            return span;
        }

        // Then one of the edits by XPath says it: the first that speaks of the field by its name.
        var name = path.Steps[^1].Name;
        return (spec["xml"] as SequenceNode)?.Items.OfType<MappingNode>().SelectMany(static edit => edit.Entries).Select(static entry => entry.Value).OfType<ScalarNode>()
            .FirstOrDefault(text => text.Text.Contains(name, StringComparison.Ordinal))?.Span ?? resource.Span;
    }

    private static MappingNode SpecOf(ResourceSpec resource) => resource.Spec["patch"] as MappingNode ?? resource.Spec;
}
