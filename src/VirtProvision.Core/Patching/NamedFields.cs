using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Patching;

/// <summary>Which fields of a host's XML some sparse XML speaks of.</summary>
internal sealed class NamedFields
{
    private readonly KindFacts _facts;
    private readonly XElement _desired;
    private readonly XElement _observed;
    private readonly HashSet<NamedField> _named = [];

    private NamedFields(KindFacts facts, XElement desired, XElement observed)
    {
        _facts = facts;
        _desired = desired;
        _observed = observed;
    }

    public static NamedFields Of(KindFacts facts, XElement desired, XElement observed)
    {
        var fields = new NamedFields(facts, desired, observed);
        new ElementComparer(observed, desired) { Disowns = false, Named = fields._named }.Compare(facts.Root, null, desired, observed);
        return fields;
    }

    public bool Holds(PatchedField field)
    {
        var steps = field.Path.Steps;
        switch (field.Kind)
        {
            case PlaceKind.Attribute:
                return Find(steps) is { } owner && _named.Contains(new NamedField(owner, steps[^1].Name));
            case PlaceKind.Text:
                return Find(steps) is { } holder ? _named.Contains(new NamedField(holder, "")) : IsAbsentWanted(steps);
            case PlaceKind.List:
                return Find(steps[..^1]) is { } parent && _named.Contains(new NamedField(parent, steps[^1].Name));
            case var _ when field.Ours.IsAbsent:
                // Gone it is, and gone it shall be.
                return Stubs(steps).Any(stub => field.Before.Elements.Any(before => CountDifferences(steps, stub, before) == 0));
            default:
                return PresentItems(field).Any(item => _named.Contains(new NamedField(item, NamedField.Itself)));
        }
    }

    private IEnumerable<XElement> PresentItems(PatchedField field)
    {
        var steps = field.Path.Steps;
        if (Find(steps) is { } labelled)
        {
            return [labelled];
        }

        return Find(steps[..^1])?.Elements(XName.Get(steps[^1].Name)).Where(item => field.Ours.Elements.Any(ours => CountDifferences(steps, ours, item) == 0)) ?? [];
    }

    private bool IsAbsentWanted(ImmutableArray<XmlStep> steps) => Stubs(steps).Any();

    private IEnumerable<XElement> Stubs(ImmutableArray<XmlStep> steps)
    {
        IEnumerable<XElement> at = [_desired];
        foreach (var step in steps)
        {
            at = at.Elements(XName.Get(step.Name));
        }

        return at.Where(ProvisionNamespace.IsAbsent);
    }

    private int CountDifferences(ImmutableArray<XmlStep> steps, XElement one, XElement other) =>
        new ElementComparer(other, one) { Disowns = false }.CountDifferences(
            steps.Aggregate(_facts.Root, static (known, step) => known.Element(XName.Get(step.Name))), one, other);

    private XElement? Find(ImmutableArray<XmlStep> steps) => ItemLocator.Find(_facts, _observed, new XmlPath(steps));
}
