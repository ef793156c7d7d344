using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Editing;

/// <summary>Which domains of a host are meant.</summary>
/// <param name="Names">Names, UUIDs or ids; names may be patterns with <c>*</c>, <c>?</c> and <c>[…]</c>.</param>
/// <param name="All">Every one.</param>
public sealed record DomainSelection(ImmutableArray<string> Names, bool All)
{
    /// <summary>Of those only the domains whose specs gave them such labels.</summary>
    public LabelSelector Labels { get; init; } = LabelSelector.Everything;

    public bool IsEmpty => Names.IsEmpty && !All;
}
