using VirtProvision.Core.Documents;
using VirtProvision.Core.Fleet;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Resources;

/// <summary>One resource as a spec declares it: validated, shorthands expanded, variables filled in.</summary>
/// <param name="Spec">The tree under <c>spec</c>.</param>
/// <param name="Span">Where it is declared (its <c>metadata.name</c>).</param>
/// <param name="DeclaredBy">For a volume that a domain's disk brings with it, that domain; otherwise null.</param>
public sealed record ResourceSpec(
    ResourceId Id,
    ImmutableSortedDictionary<string, string> Labels,
    ImmutableSortedDictionary<string, string> Annotations,
    MappingNode Spec,
    TextSpan Span,
    ResourceId? DeclaredBy = null)
{
    /// <summary>What the specs call a volume that is an image and so named after its content; null for all else.</summary>
    public string? ImageName { get; init; }

    /// <summary>The name under which its spec makes several of its kind, <c>web-{index}</c>; null when it makes but this one.</summary>
    public string? ReplicaOf { get; init; }

    /// <summary>Which hosts it belongs to; null for the host of the connection.</summary>
    public HostPlacement? Placement { get; init; }

    /// <summary>A guest has the image itself as a disk, such as a CD: it is needed as long as the guest is.</summary>
    public bool IsMedium { get; init; }
}
