using VirtProvision.Core.Fleet;
using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Workspaces;

/// <summary>What belongs to one host of a run.</summary>
/// <param name="Host">Null for the host of the connection.</param>
/// <param name="Graph">The resources that are valid; with targets, those and what they need.</param>
/// <param name="Declared">All that are valid, whatever the targets.</param>
/// <param name="Images">What its specs fetch from elsewhere.</param>
public sealed record HostSpecs(DeclaredHost? Host, ResourceGraph Graph, ResourceGraph Declared, ImmutableArray<DeclaredImage> Images);
