using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Planning;

/// <summary>Sentences for people beside a change.</summary>
internal static class PlanNotes
{
    public static ImmutableArray<string> Of(
        ResourceId id, ObservedResource observed, ImmutableArray<FieldChange> changes, ImmutableArray<StateChange> states, AppliedMemory? memory, PlannerInput input)
    {
        if (changes.IsEmpty && states.IsEmpty)
        {
            return [];
        }

        var notes = ImmutableArray.CreateBuilder<string>();
        if (!changes.IsEmpty && memory is null && (id.Kind == ResourceKind.Domain || id.Kind == ResourceKind.Network))
        {
            notes.Add("It was not made by virt-provision: only the fields that the spec names change, all others stay as they are.");
        }

        if (!changes.IsEmpty && !observed.IsPersistent)
        {
            notes.Add("It is transient: defining it makes it persistent.");
        }

        if (id.Kind == ResourceKind.Network && observed.IsRunning)
        {
            var domains = DomainsOn(id, input);
            if (changes.Any(static change => change.Effect is Effect.NextStart))
            {
                notes.Add(LinkLoss(domains));
            }
            else if (!domains.IsEmpty && (states.Any(static state => state is { Field: Planner.Running, After: false }) || changes.Any(static change => change.Effect is Effect.Replace)))
            {
                notes.Add(CutsLink(domains));
            }
        }

        return notes.ToImmutable();
    }

    public static string Image(string name) => $"It is the image {name}, named after its content; it is fetched once and stays as it is.";

    /// <summary>Of what stops a network that runs.</summary>
    public static string CutsLink(ImmutableArray<string> domains) => $"This cuts the link of {string.Join(", ", domains)}.";

    private static string LinkLoss(ImmutableArray<string> domains) => domains.IsEmpty
        ? "The running network takes this only when it starts anew; no running domain is on it."
        : $"The running network takes this only when it starts anew, and that cuts the link of {string.Join(", ", domains)}.";

    private static ImmutableArray<string> DomainsOn(ResourceId network, PlannerInput input) =>
        input.AttachedDomains.TryGetValue(network, out var known)
            ? known
            : [.. input.Observed.Resources.Values
                .Where(resource => resource.Id.Kind == ResourceKind.Domain && IsOn(resource, network.Name))
                .Select(static resource => resource.Id.Name)
                .Order(StringComparer.Ordinal)];

    private static bool IsOn(ObservedResource domain, string network) =>
        domain.Live?.Element("devices")?.Elements("interface")
            .Any(port => port.Element("source")?.Attribute("network")?.Value == network) is true;
}
