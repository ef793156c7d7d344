using System.Xml.Linq;

namespace VirtProvision.Core.Comparison;

/// <summary>What sort of field a change is of.</summary>
internal enum PlaceKind
{
    Attribute,
    Text,

    /// <summary>An element as a whole: an item of a list, or one that is there or not.</summary>
    Element,

    /// <summary>All namesakes at once.</summary>
    List,
}

/// <summary>Where a <see cref="FieldChange"/> stands.</summary>
/// <param name="Observed">The element that carries the field; null when the host has none.</param>
/// <param name="Desired">The same of the desired tree; null when it says nothing there.</param>
/// <param name="Before">For elements, those that go.</param>
/// <param name="After">For elements, those that come.</param>
internal sealed record ChangePlace(PlaceKind Kind, XElement? Observed, XElement? Desired, ImmutableArray<XElement> Before, ImmutableArray<XElement> After);

/// <summary>A field of the host that desired speaks of: <c>@name</c> of an element, its text (empty), the element itself, or its children of a name as one value.</summary>
internal readonly record struct NamedField(XElement Element, string Field)
{
    public const string Itself = ".";
}
