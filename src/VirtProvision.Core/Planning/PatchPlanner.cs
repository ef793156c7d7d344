using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Patching;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Planning;

/// <summary>What patches make of a plan: they change domains that have a spec in the run, and domains that have none.</summary>
public static class PatchPlanner
{
    /// <summary>The change of a declared domain, with its patches upon it.</summary>
    internal static ResourceChange WithPatches(ResourceChange own, DomainLayers layers, ObservedResource? observed)
    {
        if (own.Action is ChangeAction.Create or ChangeAction.Replace)
        {
            var made = PatchComparer.Compare(Facts, layers, new DomainLayer(own.DesiredXml!, null, null), own.DefineXml!);
            return own with { Layers = layers, Patched = made, DefineXml = made.Merged };
        }

        // A domain that is declared and neither made nor there lies in a pool that can't be known: domains never do.
        return Change(observed!, layers, own);
    }

    /// <summary>Changes of domains that no spec declares, by their names.</summary>
    internal static IEnumerable<ResourceChange> Others(PlannerInput input) =>
        input.Layers
            .Where(pair => input.Observed.OtherDomains.ContainsKey(pair.Key) && !input.Graph.Dependencies.ContainsKey(pair.Key))
            .OrderBy(static pair => pair.Key.Name, StringComparer.Ordinal)
            .AsParallel().AsOrdered()
            .Select(pair => Change(input.Observed.OtherDomains[pair.Key], pair.Value, own: null));

    /// <summary>What patches alone do to domains: for taking them back, where nothing else is planned.</summary>
    public static ResourceChange Change(ObservedResource observed, DomainLayers layers, ResourceChange? own)
    {
        var compared = PatchComparer.Compare(Facts, layers, OwnLayer(own, observed.Inactive), observed.Inactive);
        var running = RunningChanges.Of(
            Facts,
            observed,
            compared.Changes,
            compared.Merged,
            live => Lacking(layers, own, observed.Inactive, live),
            () => compared.Merged,
            isOurs: true,
            layers.Patches.Any(static layer => layer.Desired.Element("currentMemory") is not null) || own?.DesiredXml?.Element("currentMemory") is not null);
        var states = own?.States ?? [];
        var action = Planner.ActionFor(running.Fields);
        return new ResourceChange(
            observed.Id,
            action,
            running.Fields,
            states,
            Disruptions.Of(ResourceKind.Domain, action, running.Fields, states, observed.IsRunning),
            running.Pending,
            own?.DesiredXml,
            action is ChangeAction.NoOp ? null : compared.Merged)
        {
            Layers = layers,
            Patched = compared,
            Notes = [.. own?.Notes ?? [], .. compared.Notes],
            CreationXml = own?.CreationXml,
            IsMemoryStale = own?.IsMemoryStale is true || compared.IsMemoryStale,
            Labels = own?.Labels ?? ImmutableSortedDictionary<string, string>.Empty,
            Span = own?.Span ?? layers.Patches.FirstOrDefault()?.Patch.Span,
        };
    }

    /// <summary>The comparison that a change is made of, with the host's XML as it is now.</summary>
    public static PatchedComparison Compare(ResourceChange change, XElement observed) =>
        PatchComparer.Compare(Facts, change.Layers!, OwnLayer(change, observed), observed);

    /// <summary>What the running domain lacks of what its spec and patches say.</summary>
    public static ImmutableArray<FieldChange> Lacking(ResourceChange change, XElement inactive, XElement live) => Lacking(change.Layers!, change, inactive, live);

    // What was applied, and what goes back, is known from the configuration: what runs has the memory of when it was started.
    private static ImmutableArray<FieldChange> Lacking(DomainLayers layers, ResourceChange? own, XElement inactive, XElement live) =>
        PatchComparer.Compare(Facts, layers, OwnLayer(own, inactive), PatchMemory.Carry(inactive, live)).Changes;

    private static DomainLayer? OwnLayer(ResourceChange? change, XElement observed) => change?.DesiredXml is { } desired
        ? new DomainLayer(desired, AppliedMemory.Read(observed)?.LastApplied, change.CreationXml)
        : null;

    private static KindFacts Facts => KindFacts.For(ResourceKind.Domain);
}
