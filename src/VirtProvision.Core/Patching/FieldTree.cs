using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Patching;

/// <summary>
/// Puts fields, each as it was at one time, together to sparse XML that compares like a spec's: so that going back is held to the same facts, effects and
/// consequences as going forth.
/// </summary>
/// <param name="observed">The host's XML, by which items of lists are found again.</param>
internal sealed class FieldTree(KindFacts facts, XElement observed)
{
    private readonly Dictionary<XElement, XElement> _items = [];

    public XElement Root { get; } = new(observed.Name);

    /// <summary>False when the item that the field is of is no longer there.</summary>
    /// <param name="state">What is wanted.</param>
    /// <param name="other">What is there otherwise: when nothing is wanted, this must not be.</param>
    public bool Add(PatchedField field, FieldState state, FieldState other)
    {
        var steps = field.Path.Steps;
        var (known, present, sparse) = (facts.Root, (XElement?)observed, Root);
        var last = steps.Length - (field.Kind is PlaceKind.Attribute ? 1 : 0);

        // An element that goes or comes as a whole is found by what is in it; the way there ends above it.
        var depth = field.Kind is PlaceKind.Attribute ? last : last - 1;
        for (var i = 0; i < depth; i++)
        {
            var (name, key) = (XName.Get(steps[i].Name), steps[i].Key);
            known = known.Element(name);
            present = key is null ? present?.Element(name) : ItemLocator.FindItem(known, present?.Elements(name) ?? [], key);
            if (key is not null && present is null)
            {
                return false;
            }

            sparse = key is null ? Child(sparse, name) : Item(known, sparse, present!);
        }

        switch (field.Kind)
        {
            case PlaceKind.Attribute:
                SetAttribute(sparse, XName.Get(steps[^1].Name[1..]), state);
                break;
            case PlaceKind.Text:
                var element = Child(sparse, XName.Get(steps[^1].Name));
                Fill(element, state);
                break;
            default:
                sparse.Add(state.IsAbsent ? other.Elements.Select(Absent) : state.Elements.Select(static whole => new XElement(whole)));
                break;
        }

        return true;
    }

    private static void SetAttribute(XElement element, XName name, FieldState state)
    {
        if (state.Value is null)
        {
            var names = element.Attribute(ProvisionNamespace.AbsentAttributes)?.Value.Split(' ') ?? [];
            element.SetAttributeValue(ProvisionNamespace.AbsentAttributes, string.Join(' ', names.Append(name.LocalName)));
            element.SetAttributeValue(name, null);
            return;
        }

        element.SetAttributeValue(name, state.Value);
        if (state.Unit is not null)
        {
            element.SetAttributeValue("unit", state.Unit);
        }
    }

    private static void Fill(XElement element, FieldState state)
    {
        if (state.Elements.IsEmpty)
        {
            element.SetAttributeValue(ProvisionNamespace.Absent, "true");
            return;
        }

        element.SetAttributeValue("unit", state.Elements[0].Attribute("unit")?.Value);
        element.RemoveNodes();
        element.Add(state.Elements[0].Value);
    }

    private static XElement Child(XElement parent, XName name)
    {
        var child = parent.Element(name);
        if (child is null)
        {
            parent.Add(child = new XElement(name));
        }

        return child;
    }

    /// <summary>A stub that is found again by its strongest key; where it has none of its own, a copy of it.</summary>
    private XElement Item(FieldFacts known, XElement parent, XElement present)
    {
        if (_items.TryGetValue(present, out var stub))
        {
            return stub;
        }

        var namesakes = present.Parent!.Elements(present.Name).ToList();
        var key = known.Keys.FirstOrDefault(key => key.Of(present) is { } value && namesakes.Count(item => key.Of(item) == value) == 1);
        stub = key is null ? new XElement(present) : new XElement(present.Name);
        foreach (var part in key?.Parts ?? [])
        {
            Identify(stub, present, part.Path);
        }

        parent.Add(stub);
        return _items[present] = stub;
    }

    private static void Identify(XElement stub, XElement present, FieldPath path)
    {
        var (to, from) = (stub, (XElement?)present);
        foreach (var step in path.Elements)
        {
            from = from?.Element(step.Name!);
            if (from is null)
            {
                return;
            }

            to = Child(to, step.Name!);
        }

        if (path.Attribute is null)
        {
            to.Value = from!.Value;
        }
        else
        {
            to.SetAttributeValue(path.Attribute, from!.Attribute(path.Attribute)?.Value);
        }
    }

    private static XElement Absent(XElement element)
    {
        var stub = new XElement(element);
        stub.SetAttributeValue(ProvisionNamespace.Absent, "true");
        return stub;
    }
}
