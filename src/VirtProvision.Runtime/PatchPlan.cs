using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Patching;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Runtime.Applying;

namespace VirtProvision.Runtime;

/// <summary>Patches in a run: no objects of the host, but a say in its domains.</summary>
internal static class PatchPlan
{
    /// <summary>What is made, and the patches beside it.</summary>
    public static (ResourceGraph Objects, ImmutableArray<ResourceSpec> Patches) Split(ResourceGraph graph)
    {
        ImmutableArray<ResourceSpec> patches = [.. graph.Resources.Where(static spec => spec.Id.Kind == ResourceKind.DomainPatch)];
        return patches.IsEmpty
            ? (graph, [])
            : (graph with { Resources = graph.Resources.RemoveAll(patches.Contains), Dependencies = graph.Dependencies.RemoveRange(patches.Select(static patch => patch.Id)) }, patches);
    }

    public static ImmutableArray<PatchLayer> Render(TemplateRenderer renderer, ImmutableArray<ResourceSpec> patches, DiagnosticBag diagnostics) =>
        [.. patches.Zip(Rendering.Render(renderer, patches, diagnostics)).Where(static pair => pair.Second is not null).Select(static pair => new PatchLayer(pair.First, pair.Second!))];

    /// <summary>Per domain what the patches do to it; the graph gets to know that such a domain needs what its patches need.</summary>
    public static (ImmutableDictionary<ResourceId, DomainLayers> Layers, ResourceGraph Graph) Select(
        HostLook look, ImmutableArray<PatchLayer> patches, ImmutableDictionary<ResourceId, ImmutableArray<ResourceId>> needs, IReadOnlyDictionary<ResourceId, RenderedResource> rendered)
    {
        if (patches.IsEmpty)
        {
            return (ImmutableDictionary<ResourceId, DomainLayers>.Empty, look.Graph);
        }

        var layers = PatchSelection.Select(patches, [.. Candidates(look, rendered)], Remembering.Default.Version, Remembering.Default.NewSalt, look.Diagnostics);
        var dependencies = look.Graph.Dependencies.ToBuilder();
        foreach (var (id, layer) in layers.Where(pair => look.Graph.Dependencies.ContainsKey(pair.Key)))
        {
            dependencies[id] = [.. dependencies[id].Union(NeedsOf(layer, needs, look.Graph))];
        }

        return (layers, look.Graph with { Dependencies = dependencies.ToImmutable() });
    }

    /// <summary>Who waits for what, domains that no spec declares included: for carrying the plan out.</summary>
    public static ResourceGraph WithPatched(
        ResourceGraph graph, ImmutableDictionary<ResourceId, DomainLayers> layers, ImmutableDictionary<ResourceId, ImmutableArray<ResourceId>> needs) =>
        layers.IsEmpty
            ? graph
            : graph with
            {
                Dependencies = graph.Dependencies.AddRange(layers
                    .Where(pair => !graph.Dependencies.ContainsKey(pair.Key))
                    .Select(pair => KeyValuePair.Create(pair.Key, NeedsOf(pair.Value, needs, graph)))),
            };

    /// <summary>What goes back everywhere when the patches go; domains that go themselves need no change.</summary>
    public static IEnumerable<ResourceChange> Revert(ImmutableArray<ResourceSpec> patches, ObservedHost observed)
    {
        var candidates = observed.OtherDomains.Values.Select(static domain => new PatchCandidate(domain.Id, domain.Inactive, AppliedMemory.LabelsOf(domain.Inactive), domain.IsPersistent));
        return PatchSelection.Revert(patches, candidates, Remembering.Default.Version, Remembering.Default.NewSalt)
            .OrderBy(static pair => pair.Key.Name, StringComparer.Ordinal)
            .Select(pair => PatchPlanner.Change(observed.OtherDomains[pair.Key], pair.Value, own: null));
    }

    private static ImmutableArray<ResourceId> NeedsOf(DomainLayers layers, ImmutableDictionary<ResourceId, ImmutableArray<ResourceId>> needs, ResourceGraph graph) =>
        [.. layers.Patches.SelectMany(layer => needs.GetValueOrDefault(layer.Patch.Id, [])).Where(graph.Dependencies.ContainsKey).Distinct()];

    private static IEnumerable<PatchCandidate> Candidates(HostLook look, IReadOnlyDictionary<ResourceId, RenderedResource> rendered)
    {
        foreach (var domain in look.Observed.OtherDomains.Values)
        {
            yield return new PatchCandidate(domain.Id, domain.Inactive, AppliedMemory.LabelsOf(domain.Inactive), domain.IsPersistent);
        }

        foreach (var spec in look.Graph.Resources.Where(static spec => spec.Id.Kind == ResourceKind.Domain))
        {
            var observed = look.Observed.Find(spec.Id);
            yield return new PatchCandidate(
                spec.Id, observed?.Inactive ?? rendered[spec.Id].Creation ?? rendered[spec.Id].Desired, spec.Labels, observed?.IsPersistent ?? true);
        }
    }
}
