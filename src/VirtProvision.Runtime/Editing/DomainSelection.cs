using System.Xml.Linq;
using VirtProvision.Core.Comparison;

namespace VirtProvision.Runtime.Editing;

/// <summary>Which domains of a host are meant.</summary>
/// <param name="Names">Names, UUIDs or ids; names may be patterns with <c>*</c>, <c>?</c> and <c>[…]</c>.</param>
/// <param name="All">Every one.</param>
/// <param name="Labels">Those that have all of these.</param>
public sealed record DomainSelection(ImmutableArray<string> Names, bool All, ImmutableArray<KeyValuePair<string, string>> Labels)
{
    public static readonly DomainSelection None = new([], All: false, []);

    /// <summary>Whether a domain has all the labels, as far as apply remembered them in it.</summary>
    public bool HasLabels(XElement domain) => Labels.IsEmpty || (RememberedLabels.Of(domain) is var known && Labels.All(label => known.GetValueOrDefault(label.Key) == label.Value));

    public bool IsEmpty => Names.IsEmpty && !All && Labels.IsEmpty;
}
