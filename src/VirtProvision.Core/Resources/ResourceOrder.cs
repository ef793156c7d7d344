using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Resources;

/// <summary>Sorts resources so that each comes after what it needs; otherwise by kind and then as they were declared.</summary>
internal static class ResourceOrder
{
    public static ImmutableArray<ResourceSpec> Sort(
        List<ResourceSpec> specs, Dictionary<ResourceId, ImmutableArray<SpecReference>> edges, DiagnosticBag diagnostics)
    {
        var missing = new Dictionary<ResourceId, int>(specs.Count);
        var neededBy = new Dictionary<ResourceId, List<ResourceId>>();
        var ready = new PriorityQueue<ResourceSpec, (int Kind, int Index)>();
        var places = new Dictionary<ResourceId, (ResourceSpec Spec, int Index)>(specs.Count);
        for (var i = 0; i < specs.Count; i++)
        {
            var id = specs[i].Id;
            places.Add(id, (specs[i], i));
            missing.Add(id, edges[id].Length);
            foreach (var reference in edges[id])
            {
                if (!neededBy.TryGetValue(reference.To, out var users))
                {
                    neededBy.Add(reference.To, users = []);
                }

                users.Add(id);
            }

            if (edges[id].IsEmpty)
            {
                ready.Enqueue(specs[i], Rank(specs[i], i));
            }
        }

        var ordered = ImmutableArray.CreateBuilder<ResourceSpec>(specs.Count);
        while (ready.TryDequeue(out var next, out _))
        {
            ordered.Add(next);
            missing.Remove(next.Id);
            foreach (var user in neededBy.GetValueOrDefault(next.Id) ?? [])
            {
                if (--missing[user] is 0)
                {
                    ready.Enqueue(places[user].Spec, Rank(places[user].Spec, places[user].Index));
                }
            }
        }

        if (missing.Count > 0)
        {
            ReportCycles(specs, missing, edges, diagnostics);
        }

        return ordered.DrainToImmutable();
    }

    private static (int Kind, int Index) Rank(ResourceSpec spec, int index) => (ResourceKind.All.IndexOf(spec.Id.Kind), index);

    // Whoever is left is on a cycle or needs one that is: following any need that is left too must come to a cycle.
    private static void ReportCycles(
        List<ResourceSpec> specs, Dictionary<ResourceId, int> left, Dictionary<ResourceId, ImmutableArray<SpecReference>> edges, DiagnosticBag diagnostics)
    {
        var seen = new HashSet<ResourceId>();
        foreach (var spec in specs)
        {
            var path = new List<SpecReference>();
            var positions = new Dictionary<ResourceId, int>();
            for (var at = spec.Id; left.ContainsKey(at) && seen.Add(at);)
            {
                positions.Add(at, path.Count);
                var next = edges[at].First(reference => left.ContainsKey(reference.To));
                path.Add(next);
                at = next.To;
                if (positions.TryGetValue(at, out var start))
                {
                    Report(at, path[start..], diagnostics);
                }
            }
        }
    }

    private static void Report(ResourceId first, List<SpecReference> steps, DiagnosticBag diagnostics)
    {
        ImmutableArray<ResourceId> cycle = [first, .. steps.Select(static step => step.To)];
        diagnostics.Add(ResourceDiagnostics.Cycle(
            steps[0].Place,
            cycle,
            [.. steps.Skip(1).Select((step, i) => new RelatedPlace(step.Place, $"{cycle[i + 1]} needs {step.To}"))]));
    }
}
