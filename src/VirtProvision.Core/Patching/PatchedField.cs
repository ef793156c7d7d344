using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Patching;

/// <summary>What a field was at one time; neither value nor elements when it was absent.</summary>
/// <param name="Value">Of an attribute.</param>
/// <param name="Unit">The <c>unit</c> beside a size.</param>
/// <param name="Elements">Of anything else, the elements as a whole; of a text the bare element that holds it.</param>
internal sealed record FieldState(string? Value, string? Unit, ImmutableArray<XElement> Elements)
{
    public static readonly FieldState Absent = new(null, null, []);

    public bool IsAbsent => Value is null && Elements.IsEmpty;
}

/// <summary>A field that a patch changed: what is to come back when the patch goes.</summary>
/// <param name="Ours">What the patch made of it: when the host has something else by then, somebody else saw to it.</param>
/// <param name="IsSecret">What was there before is not kept, and cannot come back.</param>
internal sealed record PatchedField(PlaceKind Kind, XmlPath Path, FieldState Before, FieldState Ours, bool IsSecret)
{
    private static readonly FieldState s_hidden = FieldState.Absent;

    public static PatchedField Of(KindFacts facts, FieldChange change, ChangePlace place)
    {
        if (change.IsSecret)
        {
            return new PatchedField(place.Kind, change.Path, s_hidden, s_hidden, IsSecret: true);
        }

        return AtomicAround(facts, change, place) ?? place.Kind switch
        {
            PlaceKind.Attribute => new PatchedField(place.Kind, change.Path, OfAttribute(place.Observed, change), OfAttribute(place.Desired, change), IsSecret: false),
            PlaceKind.Text => new PatchedField(place.Kind, change.Path, OfText(place.Observed), OfText(change.After is null ? null : place.Desired), IsSecret: false),
            _ => new PatchedField(place.Kind, change.Path, new FieldState(null, null, place.Before), new FieldState(null, null, place.After), IsSecret: false),
        };
    }

    // Such an element is replaced as a whole when anything in it changes, and so it comes back as a whole.
    private static PatchedField? AtomicAround(KindFacts facts, FieldChange change, ChangePlace place)
    {
        var known = facts.Root;
        for (var i = 0; i < change.Path.Steps.Length && change.Path.Steps[i].Name[0] != '@'; i++)
        {
            known = known.Element(XName.Get(change.Path.Steps[i].Name));
            if (known.IsAtomic && place.Kind is PlaceKind.Attribute or PlaceKind.Text && place.Observed is not null)
            {
                var up = change.Path.Steps.Length - 1 - i - (place.Kind is PlaceKind.Attribute ? 1 : 0);
                return new PatchedField(
                    PlaceKind.Element, new XmlPath(change.Path.Steps[..(i + 1)]), Whole(place.Observed, up), Whole(place.Desired, up), IsSecret: false);
            }
        }

        return null;
    }

    private static FieldState Whole(XElement? element, int up)
    {
        for (; up > 0; up--)
        {
            element = element?.Parent;
        }

        return element is null ? FieldState.Absent : new FieldState(null, null, [element]);
    }

    private static FieldState OfAttribute(XElement? owner, FieldChange change) =>
        owner?.Attribute(XName.Get(change.Path.Steps[^1].Name[1..])) is { } attribute
            ? new FieldState(attribute.Value, owner.Attribute("unit")?.Value, [])
            : FieldState.Absent;

    private static FieldState OfText(XElement? owner) => owner is null || owner.HasElements || string.IsNullOrWhiteSpace(owner.Value)
        ? FieldState.Absent
        : new FieldState(null, null, [new XElement(owner.Name, owner.Attribute("unit"), owner.Value)]);
}
