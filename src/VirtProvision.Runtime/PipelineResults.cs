using System.Xml.Linq;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Defaults;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Installing;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Runtime;

/// <summary>What every run gives: the findings, and the resources as far as they could be read.</summary>
public abstract record PipelineResult(ResourceGraph Graph, ImmutableArray<Diagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(static diagnostic => diagnostic.IsError);
}

/// <param name="Graph">Every valid resource, in dependency order.</param>
public sealed record ValidateResult(ResourceGraph Graph, ImmutableArray<Diagnostic> Diagnostics) : PipelineResult(Graph, Diagnostics);

/// <param name="Resources">The XML of each resource as it would be created.</param>
public sealed record RenderResult(ResourceGraph Graph, ImmutableArray<RenderedXml> Resources, ImmutableArray<Diagnostic> Diagnostics)
    : PipelineResult(Graph, Diagnostics);

public sealed record RenderedXml(ResourceId Id, XElement Xml)
{
    /// <summary>Where it belongs, where a run has several hosts.</summary>
    public string? Host { get; init; }
}

public sealed record ExplainResult(ResourceGraph Graph, ImmutableArray<ExplainedDomain> Domains, ImmutableArray<Diagnostic> Diagnostics)
    : PipelineResult(Graph, Diagnostics);

/// <summary>A domain as it would be made, and which rule gave each of its defaults.</summary>
public sealed record ExplainedDomain(ResourceId Id, ImmutableArray<RuleEffect> Defaults)
{
    /// <summary>Where it belongs, where a run has several hosts.</summary>
    public string? Host { get; init; }
}

/// <param name="Plan">Null when errors kept it from being made.</param>
public sealed record PlanResult(ResourceGraph Graph, Plan? Plan, ImmutableArray<Diagnostic> Diagnostics) : PipelineResult(Graph, Diagnostics);

public sealed record StatusResult(ResourceGraph Graph, HostStatus Status) : PipelineResult(Graph, Status.Diagnostics);

/// <param name="Plan">What was planned; null when errors kept it from being made.</param>
/// <param name="Report">What became of it; null when nothing was begun.</param>
/// <param name="IsDeclined">Whoever was asked said no.</param>
public sealed record ApplyResult(ResourceGraph Graph, Plan? Plan, ApplyReport? Report, bool IsDeclined, ImmutableArray<Diagnostic> Diagnostics)
    : PipelineResult(Graph, Diagnostics)
{
    /// <summary>Passwords of guests that are there now, to be shown once.</summary>
    public ImmutableArray<ShownPassword> Passwords { get; init; } = [];

    /// <summary>What guests said of themselves; null when none was to be asked.</summary>
    public ImmutableDictionary<string, GuestIdentity>? Identities { get; init; }
}
