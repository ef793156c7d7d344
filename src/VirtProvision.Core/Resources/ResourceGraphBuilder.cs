using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Resources;

/// <summary>Puts resources in the order in which they can be made.</summary>
public static class ResourceGraphBuilder
{
    /// <summary>The graph of every resource that can be in it; one declared twice or on a cycle is reported.</summary>
    /// <param name="host">The name of the host that they belong to; null for the host of the connection.</param>
    public static ResourceGraph Build(IEnumerable<ResourceSpec> specs, SchemaCatalog schemas, DiagnosticBag diagnostics, string? host = null)
    {
        var declared = Declare(WithDiskVolumes([.. specs], diagnostics), host, diagnostics, out var inOrder);
        var edges = new Dictionary<ResourceId, ImmutableArray<SpecReference>>(inOrder.Count);
        var external = ImmutableArray.CreateBuilder<ExternalReference>();
        var shapes = ResourceKind.All.ToDictionary(static kind => kind, schemas.SpecOf);
        var found = new List<SpecReference>();
        var met = new HashSet<ResourceId>();
        foreach (var spec in inOrder)
        {
            found.Clear();
            met.Clear();
            new SpecReferences(found, diagnostics).Collect(spec.Spec, shapes[spec.Id.Kind]);
            var needed = ImmutableArray.CreateBuilder<SpecReference>();
            foreach (var reference in found)
            {
                if (!met.Add(reference.To))
                {
                    continue;
                }

                if (declared.ContainsKey(reference.To))
                {
                    needed.Add(reference);
                }
                else
                {
                    external.Add(new ExternalReference(reference.To, reference.Place, spec.Id));
                }
            }

            edges.Add(spec.Id, needed.DrainToImmutable());
        }

        // A domain needs what it brings, though it may name it by a path.
        foreach (var spec in inOrder)
        {
            if (spec.DeclaredBy is { } owner && edges.TryGetValue(owner, out var needs) && !needs.Any(reference => reference.To == spec.Id))
            {
                edges[owner] = needs.Add(new SpecReference(spec.Id, spec.Span));
            }
        }

        var ordered = ResourceOrder.Sort(inOrder, edges, diagnostics);
        var dependencies = ImmutableDictionary.CreateBuilder<ResourceId, ImmutableArray<ResourceId>>();
        foreach (var (id, references) in edges)
        {
            dependencies.Add(id, references.IsEmpty ? [] : ImmutableArray.CreateRange(references, static reference => reference.To));
        }

        return new ResourceGraph(ordered, dependencies.ToImmutable()) { External = external.DrainToImmutable() };
    }

    private static List<ResourceSpec> WithDiskVolumes(List<ResourceSpec> specs, DiagnosticBag diagnostics)
    {
        var poolTypes = new Dictionary<string, string?>();
        var formats = new Dictionary<ResourceId, ScalarNode?>();
        foreach (var spec in specs)
        {
            if (spec.Id.Kind == ResourceKind.StoragePool)
            {
                poolTypes[spec.Id.Name] = spec.Spec.TextOf("type");
            }
            else if (spec.Id.Kind == ResourceKind.StorageVolume)
            {
                formats[spec.Id] = spec.Spec["format"] as ScalarNode;
            }
        }

        var all = new List<ResourceSpec>(specs.Count);
        var disks = new DiskVolumes(poolTypes.GetValueOrDefault, formats.GetValueOrDefault, diagnostics);
        foreach (var spec in specs)
        {
            if (spec.Id.Kind == ResourceKind.DomainPatch)
            {
                PatchSpecs.Check(spec, diagnostics);
            }

            all.Add(spec.Id.Kind == ResourceKind.Domain ? disks.Derive(spec, all) : spec);
        }

        DomainDisks.Lead(all, diagnostics);
        return all;
    }

    private static Dictionary<ResourceId, ResourceSpec> Declare(List<ResourceSpec> specs, string? host, DiagnosticBag diagnostics, out List<ResourceSpec> unique)
    {
        var declared = new Dictionary<ResourceId, ResourceSpec>(specs.Count);
        unique = new List<ResourceSpec>(specs.Count);
        foreach (var spec in specs)
        {
            if (declared.TryAdd(spec.Id, spec))
            {
                unique.Add(spec);
            }
            else
            {
                diagnostics.Add(ResourceDiagnostics.Duplicate(spec.Span, spec.Id, declared[spec.Id].Span, host));
            }
        }

        return declared;
    }
}
