using System.Xml.Linq;
using VirtProvision.Core.Patching;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;

namespace VirtProvision.Core.Planning;

/// <summary>The XML of one resource as its spec renders.</summary>
/// <param name="Desired">Sparse: only what the spec says.</param>
/// <param name="Creation">With the defaults of creation merged under it; null when the object exists and nothing in it comes new.</param>
public sealed record RenderedResource(XElement Desired, XElement? Creation)
{
    /// <summary>How the first start of a new domain differs; null when it does not.</summary>
    public InstallStart? Install { get; init; }
}

/// <summary>All that a plan is made of.</summary>
/// <param name="Rendered">An entry for every resource of the graph.</param>
public sealed record PlannerInput(
    ResourceGraph Graph,
    IReadOnlyDictionary<ResourceId, RenderedResource> Rendered,
    ObservedHost Observed)
{
    /// <summary>Per domain, declared or not, what patches do to it.</summary>
    public ImmutableDictionary<ResourceId, DomainLayers> Layers { get; init; } = ImmutableDictionary<ResourceId, DomainLayers>.Empty;

    /// <summary>Which field of a domain's spec makes which XML; asked only when there is something to say of a patch.</summary>
    public Func<PathMap>? DomainFields { get; init; }

    /// <summary>Per network the running domains on it, declared or not: who loses the link when it starts anew.</summary>
    public ImmutableDictionary<ResourceId, ImmutableArray<string>> AttachedDomains { get; init; } =
        ImmutableDictionary<ResourceId, ImmutableArray<string>>.Empty;
}
