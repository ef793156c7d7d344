namespace VirtProvision.Runtime.Editing;

/// <summary>Which domains of a host are meant.</summary>
/// <param name="Names">Names, UUIDs or ids; names may be patterns with <c>*</c>, <c>?</c> and <c>[…]</c>.</param>
/// <param name="All">Every one.</param>
/// <param name="Labels">Those that have all of these.</param>
public sealed record DomainSelection(ImmutableArray<string> Names, bool All, ImmutableArray<KeyValuePair<string, string>> Labels)
{
    public static readonly DomainSelection None = new([], All: false, []);

    public bool IsEmpty => Names.IsEmpty && !All && Labels.IsEmpty;
}
