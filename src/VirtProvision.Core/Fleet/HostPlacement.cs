using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Fleet;

/// <summary>Which hosts a resource belongs to, as its spec says: a named one, or those whose labels match.</summary>
public sealed record HostPlacement(ScalarNode? Host, HostSelector? Selector, DocumentNode Place)
{
    private const string HostMember = "host";
    private const string SelectorMember = "hostSelector";

    /// <summary>What a valid spec, or the <c>match</c> of a patch, says; null when it says nothing. What is wrong with it is reported.</summary>
    public static HostPlacement? Of(MappingNode around, DiagnosticBag diagnostics)
    {
        if ((around[SelectorMember] ?? around[HostMember]) is not { } place)
        {
            return null;
        }

        var host = around[HostMember] as ScalarNode;
        var selector = around[SelectorMember] is MappingNode node ? HostSelector.Of(node) : null;
        if (host is not null && selector is not null)
        {
            diagnostics.Add(FleetDiagnostics.HostAndSelector(place.Span));
        }

        foreach (var requirement in selector?.Requirements.Where(static requirement => !requirement.IsComplete) ?? [])
        {
            diagnostics.Add(FleetDiagnostics.IncompleteExpression(requirement.Place.Span, requirement));
        }

        return new HostPlacement(host, selector, place);
    }

    /// <summary>The rest of what says it: placement is no field of the object.</summary>
    public static MappingNode Without(MappingNode around) =>
        (around[HostMember] ?? around[SelectorMember]) is null ? around : around.Without(HostMember).Without(SelectorMember);

    public bool Holds(DeclaredHost host) => Host is not null ? Host.Text == host.Name : Selector!.Matches(host.Labels);
}
