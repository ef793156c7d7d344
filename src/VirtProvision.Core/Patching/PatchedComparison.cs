using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Patching;

/// <summary>Two say what one field shall be, and not the same.</summary>
/// <param name="First">The patch, or null for the domain's own spec.</param>
public sealed record PatchConflict(PatchLayer? First, PatchLayer Second, XmlPath Path, string? FirstValue, string? SecondValue);

/// <summary>A patch names a device that the domain does not have, and does not say enough to make one.</summary>
public sealed record MissingItem(PatchLayer Patch, string Element, string? Label);

/// <summary>A patch would change what cannot be changed of a domain that exists.</summary>
public sealed record RefusedChange(PatchLayer Patch, FieldChange Change);

/// <summary>What a patched domain lacks to be as it should.</summary>
/// <param name="Changes">What differs in the end: what goes back and comes again is no change.</param>
/// <param name="Merged">What to define, with the memory of the patches in it.</param>
/// <param name="IsMemoryStale">Nothing has to change but what is remembered.</param>
/// <param name="Notes">What people should know, as sentences.</param>
public sealed record PatchedComparison(ImmutableArray<FieldChange> Changes, XElement Merged, bool IsMemoryStale, ImmutableArray<string> Notes)
{
    public ImmutableArray<PatchConflict> Conflicts { get; init; } = [];

    public ImmutableArray<MissingItem> Missing { get; init; } = [];

    public ImmutableArray<RefusedChange> Refused { get; init; } = [];
}
