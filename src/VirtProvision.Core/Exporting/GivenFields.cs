using System.Xml.Linq;
using VirtProvision.Core.Comparison;

namespace VirtProvision.Core.Exporting;

/// <summary>Finds in an object's XML what the host gives by itself, by the facts.</summary>
internal sealed class GivenFields(XElement root)
{
    private readonly AssignedAddresses _addresses = new(root);

    public void Find(FieldFacts facts, List<XObject> into) => Find(facts, root, into);

    private void Find(FieldFacts facts, XElement element, List<XObject> into)
    {
        foreach (var attribute in element.Attributes().Where(static attribute => !attribute.IsNamespaceDeclaration))
        {
            if (IsGiven(facts, attribute, element))
            {
                into.Add(attribute);
            }
            else
            {
                AddMirrored(facts.Attribute(attribute.Name), attribute, element, into);
            }
        }

        foreach (var child in element.Elements())
        {
            var known = facts.Element(child.Name);
            if (IsGiven(known, child))
            {
                into.Add(child);
            }
            else
            {
                Find(known, child, into);
            }
        }
    }

    private bool IsGiven(FieldFacts facts, XElement element)
    {
        if (facts.IsReadOnly || _addresses.Contains(element))
        {
            return true;
        }

        // Of a list that counts as a whole, one alone.
        var isAlone = facts.List is not ListType.Atomic || !element.ElementsBeforeSelf(element.Name).Concat(element.ElementsAfterSelf(element.Name)).Any();
        return (isAlone && facts.IsGiven(element) && !IsPlaced(facts, element)) || IsSame(facts, element.Value, element);
    }

    /// <summary>A device that somebody named or gave a place of its own is worth saying, whatever it is.</summary>
    private bool IsPlaced(FieldFacts facts, XElement device) =>
        device.Elements("address").Any(address => !IsGiven(facts.Element(address.Name), address)) || UserAlias.Is(device.Element("alias")?.Attribute("name")?.Value);

    private static bool IsGiven(FieldFacts facts, XAttribute attribute, XElement owner)
    {
        var known = facts.Attribute(attribute.Name);
        if (attribute.Name.LocalName is "unit")
        {
            return IsUsualUnit(facts, attribute.Value);
        }

        return known.IsReadOnly || known.IsGiven(owner) || IsSame(known, attribute.Value, owner)
            || (known.Transform is ValueTransform.UserAlias && !UserAlias.Is(attribute.Value));
    }

    // The second value that it has where it is missing.
    private static bool IsSame(FieldFacts facts, string value, XElement owner) =>
        facts.Default is { } path && path.ValueIn(owner) is { } other && FieldValues.AreEqual(facts.Transform, value, other);

    private static bool IsUsualUnit(FieldFacts facts, string unit)
    {
        var size = facts.Transform is ValueTransform.Size ? facts : facts.Attributes.Values.FirstOrDefault(static attribute => attribute.Transform is ValueTransform.Size);
        return size is not null && SizeValue.Unit(unit) == size.DefaultUnit;
    }

    /// <summary>Where libvirt keeps the same value a second time.</summary>
    private static void AddMirrored(FieldFacts facts, XAttribute attribute, XElement owner, List<XObject> into)
    {
        foreach (var path in facts.Mirrors)
        {
            if (path.Up == 0 && path.Attribute is { } name && path.ElementsIn(owner).ToArray() is [var only] && only.Attribute(name) is { } mirrored && mirrored.Value == attribute.Value)
            {
                // Nothing else that it says is more than its sort.
                into.Add(only.Attributes().All(other => other == mirrored || other.Name.LocalName is "type") && !only.HasElements ? only : mirrored);
            }
        }
    }
}
