namespace VirtProvision.Core.Resources;

/// <summary>The resources of a run and what each needs first.</summary>
/// <param name="Resources">In dependency order: what others need comes before them.</param>
/// <param name="Dependencies">Per resource, the declared resources it needs. Every resource has an entry.</param>
public sealed record ResourceGraph(
    ImmutableArray<ResourceSpec> Resources,
    ImmutableDictionary<ResourceId, ImmutableArray<ResourceId>> Dependencies)
{
    public static readonly ResourceGraph Empty = new([], ImmutableDictionary<ResourceId, ImmutableArray<ResourceId>>.Empty);

    /// <summary>The specs that make several domains. None when the graph was narrowed: then nothing can be told of the others.</summary>
    public ImmutableArray<ReplicaSet> ReplicaSets { get; init; } = [];

    /// <summary>What the resources name and the specs don't declare: it must be on the host.</summary>
    public ImmutableArray<ExternalReference> External { get; init; } = [];
}
