using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Fleet;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Resources;

/// <summary>Makes resources of documents: checks envelope, name and spec against their schemas and gives what is valid.</summary>
public sealed class ResourceReader(SchemaCatalog schemas, DiagnosticBag diagnostics)
{
    private const string ListKind = "List";

    /// <summary>Adds the resources that a document declares; a document of kind <c>List</c> has several under <c>items</c>.</summary>
    /// <param name="unresolved">Starts of values whose variables are not known: nothing more is said of those.</param>
    public void Read(DocumentNode document, IReadOnlySet<TextPosition> unresolved, ICollection<ResourceSpec> into)
    {
        if (document is not MappingNode mapping)
        {
            diagnostics.Add(ResourceDiagnostics.NotAResource(document.Span));
        }
        else if (mapping.TextOf("kind") is not ListKind)
        {
            if (Replicas.CountOf(mapping) is { } count)
            {
                ReadReplicas(mapping, count, unresolved, into);
            }
            else if (ReadOne(mapping, unresolved, diagnostics) is { } resource)
            {
                into.Add(resource);
            }
        }
        else if (mapping["items"] is SequenceNode items)
        {
            foreach (var item in items.Items)
            {
                Read(item, unresolved, into);
            }
        }
        else
        {
            diagnostics.Add(ResourceDiagnostics.ListNeedsItems((mapping["items"] ?? mapping["kind"]!).Span));
        }
    }

    /// <summary>The specs met so far that make several domains.</summary>
    public List<ReplicaSet> ReplicaSets { get; } = [];

    private void ReadReplicas(MappingNode document, int count, IReadOnlySet<TextPosition> unresolved, ICollection<ResourceSpec> into)
    {
        if (Replicas.SetOf(document, count) is not { } set)
        {
            diagnostics.Add(ResourceDiagnostics.ReplicasOfOneName((document["metadata"] as MappingNode)?["name"]?.Span ?? document.Span));
            return;
        }

        // What is wrong with one is wrong with all, and is said once. One that is not to be is checked too.
        var said = new HashSet<(string, TextSpan?)>();
        HostPlacement? placement = null;
        for (var index = 0; index < Math.Max(count, 1); index++)
        {
            var findings = new DiagnosticBag();
            var resource = ReadOne(Replicas.At(document, index), unresolved, findings);
            diagnostics.AddRange(findings.Where(finding => said.Add((finding.Code, finding.Span))));
            placement ??= resource?.Placement;
            if (resource is not null && index < count)
            {
                into.Add(resource with { ReplicaOf = set.Name });
            }
        }

        ReplicaSets.Add(set with { Placement = placement });
    }

    private ResourceSpec? ReadOne(MappingNode document, IReadOnlySet<TextPosition> unresolved, DiagnosticBag diagnostics)
    {
        var findings = new DiagnosticBag();
        var valid = ResourceValidator.Validate(document, schemas, findings);
        var metadata = document["metadata"] as MappingNode;
        var name = metadata?["name"] as ScalarNode;
        if (name is not null && ResourceKind.Find(document.TextOf("kind") ?? "") is { } kind && ResourceName.Check(kind, name) is { } wrong
            && !findings.Any(finding => finding.Span?.Start == name.Span.Start))
        {
            findings.Add(wrong);
        }

        diagnostics.AddRange(unresolved.Count is 0 ? findings : findings.Where(finding => finding.Span is not { } span || !unresolved.Contains(span.Start)));
        if (valid is null || findings.HasErrors || name is null)
        {
            return null;
        }

        var spec = (MappingNode)SpecPaths.Resolve(valid.Spec, schemas.SpecOf(valid.Kind));
        var placed = valid.Kind == ResourceKind.DomainPatch ? (MappingNode)spec["match"]! : spec;
        var placement = HostPlacement.Of(placed, diagnostics);
        var rest = HostPlacement.Without(placed);
        spec = valid.Kind == ResourceKind.DomainPatch ? spec.With("match", rest) : rest;
        return new ResourceSpec(IdOf(valid.Kind, name.Text, spec), TextsOf(metadata, "labels"), TextsOf(metadata, "annotations"), spec, name.Span) { Placement = placement };
    }

    private static ResourceId IdOf(ResourceKind kind, string name, MappingNode spec) =>
        new(kind, name, kind == ResourceKind.StorageVolume ? spec.TextOf("pool") : null);

    private static ImmutableSortedDictionary<string, string> TextsOf(MappingNode? metadata, string member) =>
        metadata?[member] is MappingNode { Entries.IsEmpty: false } texts
            ? texts.Entries.ToImmutableSortedDictionary(static entry => entry.Key.Text, static entry => ((ScalarNode)entry.Value).Text, StringComparer.Ordinal)
            : ImmutableSortedDictionary<string, string>.Empty;
}
