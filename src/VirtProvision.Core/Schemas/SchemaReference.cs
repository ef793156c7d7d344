namespace VirtProvision.Core.Schemas;

/// <summary>What a value names, by <c>x-reference</c>.</summary>
/// <param name="Kind">The name of the <see cref="Kinds.ResourceKind"/>.</param>
/// <param name="Pool">For a volume, the sibling property that holds its pool's name.</param>
/// <param name="Unless">A sibling property whose presence says that the value names nothing of this host.</param>
public sealed record SchemaReference(string Kind, string? Pool, string? Unless = null);
