using System.Xml.Linq;

namespace VirtProvision.Core.Comparison;

/// <summary>Something that must hold for a fact to hold.</summary>
/// <param name="Path">For a live rule from the item (device); for an <c>ignored</c> fact from the element.</param>
/// <param name="Values">One of these, a trailing <c>*</c> standing for any rest; an empty one for a missing value, <c>+</c> for anything that is there.</param>
/// <param name="IsNegated">None of these.</param>
/// <param name="IsOfDesired">Only what the spec says counts.</param>
public sealed record FactCondition(FieldPath Path, ImmutableArray<string> Values, bool IsNegated, bool IsOfDesired = false)
{
    /// <summary>Asks the first element; where that says nothing, the second.</summary>
    internal bool Holds(XElement? first, XElement? second)
    {
        second = IsOfDesired ? null : second;
        var value = (first is null ? null : Path.ValueIn(first)) ?? (second is null ? null : Path.ValueIn(second)) ?? "";
        foreach (var candidate in Values)
        {
            var isThis = candidate switch
            {
                "+" => value.Length > 0 || (Path.Attribute is null && ((first is not null && Path.ElementsIn(first).Any()) || (second is not null && Path.ElementsIn(second).Any()))),
                [.. var prefix, '*'] => value.StartsWith(prefix, StringComparison.Ordinal),
                _ => value == candidate,
            };
            if (isThis)
            {
                return !IsNegated;
            }
        }

        return IsNegated;
    }
}
