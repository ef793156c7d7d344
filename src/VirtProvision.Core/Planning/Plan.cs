using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Patching;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Planning;

public enum ChangeAction
{
    NoOp,
    Create,
    Update,
    Replace,
    Delete,
}

/// <summary>What a change costs whoever uses the object, mildest first.</summary>
public enum Disruption
{
    None,
    Live,
    NextBoot,
    Restart,
    Replace,
    DataLoss,
}

/// <summary>What a plan says of one resource.</summary>
/// <param name="Fields">For an update, field by field.</param>
/// <param name="States">Changes of state beside the XML: start, stop, autostart.</param>
/// <param name="Disruption">The worst of its parts.</param>
/// <param name="PendingRestart">Fields that the persistent configuration already has and the running object not yet.</param>
/// <param name="DesiredXml">The sparse XML of the spec; null for a deletion.</param>
/// <param name="DefineXml">What to define: the full render for a creation, the merged XML for an update.</param>
public sealed record ResourceChange(
    ResourceId Id,
    ChangeAction Action,
    ImmutableArray<FieldChange> Fields,
    ImmutableArray<StateChange> States,
    Disruption Disruption,
    ImmutableArray<FieldChange> PendingRestart,
    XElement? DesiredXml,
    XElement? DefineXml)
{
    /// <summary>For a creation, what the spec says of the object.</summary>
    public ImmutableArray<CreationField> Created { get; init; } = [];

    /// <summary>What people should know beside the changes, as sentences. They decide nothing.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The spec rendered with the defaults of creation, where devices come new to a domain that exists: they are made of this.</summary>
    public XElement? CreationXml { get; init; }

    /// <summary>For a domain whose first start installs it: how that start differs; null for all others.</summary>
    public InstallStart? Install { get; init; }

    /// <summary>
    /// The object's memory of what was applied is not what the spec says now, though the object itself is as it should be: it was adopted, or fields left
    /// the spec that the host had lost already. Writing it is no change to anyone; without it, a field that later leaves the spec would stay.
    /// </summary>
    public bool IsMemoryStale { get; init; }

    /// <summary>It exists as the spec says and nobody applied anything to it yet: from now on it is the spec's.</summary>
    public bool IsAdopted { get; init; }

    /// <summary>Those of the spec, to be remembered.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>For a creation, the replicas that the object is one of; null when it is not.</summary>
    public string? ReplicaOf { get; init; }

    /// <summary>What patches do to it; null for what no patch has to do with.</summary>
    public DomainLayers? Layers { get; init; }

    /// <summary>What came of comparing it with its patches; null for what no patch has to do with.</summary>
    public PatchedComparison? Patched { get; init; }

    /// <summary>The patches that are the reason, or among them: those that match it and those that go back.</summary>
    public ImmutableArray<string> PatchedBy => Layers is null ? [] : [.. Layers.Patches.Select(static layer => layer.Name), .. Layers.Reverted.Order(StringComparer.Ordinal)];

    /// <summary>Where it is declared; for what only patches have to do with, the first of them. Null for what only the host has.</summary>
    public TextSpan? Span { get; init; }

    public bool IsNoOp => Action is ChangeAction.NoOp && States.IsEmpty;
}

/// <summary>A change of state beside the XML.</summary>
/// <param name="Field">The spec's word: <c>running</c>, <c>autostart</c>.</param>
public sealed record StateChange(string Field, bool Before, bool After);

/// <summary>What apply would do, in the order it would do it.</summary>
public sealed record Plan(ImmutableArray<ResourceChange> Changes)
{
    public bool HasChanges => Changes.Any(static change => !change.IsNoOp);

    public Disruption Disruption => Changes.IsEmpty ? Disruption.None : Changes.Max(static change => change.Disruption);
}
