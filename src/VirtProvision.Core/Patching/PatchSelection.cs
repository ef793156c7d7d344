using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Patching;

/// <summary>A domain that patches may be for.</summary>
/// <param name="Labels">Of its spec: of this run, else of the run that it was last applied in.</param>
/// <param name="IsPersistent">False for one that has no definition to patch.</param>
public sealed record PatchCandidate(ResourceId Id, XElement Xml, ImmutableSortedDictionary<string, string>? Labels, bool IsPersistent);

/// <summary>Which patches come to which domains.</summary>
public static class PatchSelection
{
    /// <summary>Per domain that has to do with any of the patches, what they do to it.</summary>
    /// <param name="newSalt">A fresh random salt for each domain.</param>
    public static ImmutableDictionary<ResourceId, DomainLayers> Select(
        ImmutableArray<PatchLayer> patches, IReadOnlyCollection<PatchCandidate> domains, string version, Func<byte[]> newSalt, DiagnosticBag diagnostics)
    {
        var selected = ImmutableDictionary.CreateBuilder<ResourceId, DomainLayers>();
        var matches = patches.Select(patch => (Layer: patch, Match: DomainMatch.Of(patch.Patch, new DiagnosticBag()))).ToArray();
        var found = patches.ToDictionary(static patch => patch.Name, static _ => false);
        foreach (var domain in domains)
        {
            var layers = ImmutableArray.CreateBuilder<PatchLayer>();
            foreach (var (layer, match) in matches)
            {
                if (!match.Holds(domain.Id.Name, domain.Labels, domain.Xml))
                {
                    continue;
                }

                found[layer.Name] = true;
                if (domain.IsPersistent)
                {
                    layers.Add(layer);
                }
                else
                {
                    diagnostics.Add(PatchDiagnostics.Transient(layer.Patch, domain.Id));
                }
            }

            // One that matched once and does not any more is known by what it remembers.
            var reverted = PatchMemory.NamesIn(domain.Xml).Where(name => found.ContainsKey(name) && !layers.Any(layer => layer.Name == name)).ToImmutableHashSet();
            if (layers.Count > 0 || !reverted.IsEmpty)
            {
                selected.Add(domain.Id, new DomainLayers(layers.ToImmutable(), reverted, version, [.. newSalt()]));
            }
        }

        Report(matches, found, domains, diagnostics);
        return selected.ToImmutable();
    }

    /// <summary>Per domain that remembers any of the patches: all of them go.</summary>
    public static ImmutableDictionary<ResourceId, DomainLayers> Revert(IEnumerable<ResourceSpec> patches, IEnumerable<PatchCandidate> domains, string version, Func<byte[]> newSalt)
    {
        var going = patches.Select(static patch => patch.Id.Name).ToHashSet();
        return domains.Select(domain => (domain.Id, Names: PatchMemory.NamesIn(domain.Xml).Where(going.Contains).ToImmutableHashSet()))
            .Where(static pair => !pair.Names.IsEmpty)
            .ToImmutableDictionary(static pair => pair.Id, pair => new DomainLayers([], pair.Names, version, [.. newSalt()]));
    }

    private static void Report(
        (PatchLayer Layer, DomainMatch Match)[] matches, Dictionary<string, bool> found, IReadOnlyCollection<PatchCandidate> domains, DiagnosticBag diagnostics)
    {
        foreach (var (layer, match) in matches)
        {
            var unmatched = match.Names.Where(pattern => !domains.Any(domain => DomainMatch.IsNamed(pattern.Text, domain.Id.Name))).ToArray();
            if (!found[layer.Name])
            {
                var near = unmatched.Select(pattern => Nearest.To(pattern.Text, domains.Select(static domain => domain.Id.Name))).FirstOrDefault(static name => name is not null);
                var span = unmatched.FirstOrDefault()?.Span ?? layer.Patch.Span;
                diagnostics.Add(match.IsRequired ? PatchDiagnostics.MatchRequired(span, layer.Patch.Id, near) : PatchDiagnostics.MatchesNothing(span, layer.Patch.Id, near));
                continue;
            }

            foreach (var pattern in unmatched)
            {
                diagnostics.Add(PatchDiagnostics.NameMatchesNothing(pattern.Span, pattern.Text, Nearest.To(pattern.Text, domains.Select(static domain => domain.Id.Name))));
            }
        }
    }
}
