using System.Xml.Linq;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Patching;

/// <summary>One patch as it comes to a domain.</summary>
/// <param name="Desired">Its sparse XML, with marks for what it takes away.</param>
public sealed record PatchLayer(ResourceSpec Patch, XElement Desired)
{
    /// <summary>With the defaults of creation, where devices come new to the domain by it.</summary>
    public XElement? Creation { get; init; }

    public string Name => Patch.Id.Name;
}

/// <summary>All that patches do to one domain.</summary>
/// <param name="Patches">Those that match it, in the order in which they were read.</param>
/// <param name="Reverted">Those that do not match it (any more) or are to go: what they changed here comes back.</param>
/// <param name="Version">The version of the tool, for the memory.</param>
/// <param name="Salt">Random, for the hashes of secrets in the memory.</param>
public sealed record DomainLayers(ImmutableArray<PatchLayer> Patches, ImmutableHashSet<string> Reverted, string Version, ImmutableArray<byte> Salt);

/// <summary>What a domain's own spec says of it, beside its patches.</summary>
/// <param name="LastApplied">What it said when it was last applied; null when never.</param>
/// <param name="Creation">With the defaults of creation.</param>
public sealed record DomainLayer(XElement Desired, XElement? LastApplied, XElement? Creation);
