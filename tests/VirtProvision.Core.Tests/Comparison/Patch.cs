using System.Globalization;
using System.Xml.Linq;
using VirtProvision.Core.Comparison;

namespace VirtProvision.Core.Tests.Comparison;

/// <summary>One field of an object's XML with another value: as a sparse desired document, and as the whole document that should come out.</summary>
/// <param name="Target">In desired, the element that is patched or whose attribute is.</param>
/// <param name="Outcome">The same in expected.</param>
internal sealed record Patch(XElement Observed, XElement Desired, XElement Target, XElement Expected, XElement Outcome, string Field)
{
    private static readonly XName s_mark = "patched";

    /// <summary>Null for a field that cannot be patched by itself: the host's own, a key by which its item is known, or one whose change has consequences.</summary>
    public static Patch? Of(KindFacts facts, XObject field)
    {
        var owner = field as XElement ?? field.Parent!;
        var line = owner.AncestorsAndSelf().Reverse().ToList();
        var known = facts.Root;
        var desired = new XElement(line[0].Name);
        var target = desired;
        var expected = new XElement(line[0]);
        var outcome = expected;
        foreach (var element in line.Skip(1))
        {
            known = known.Element(element.Name);
            if (known.IsReadOnly || known.IsAtomic || known.Keys is [] && element.Parent!.Elements(element.Name).Skip(1).Any() || known.List is ListType.Atomic or ListType.Set)
            {
                return null;
            }

            var place = element.ElementsBeforeSelf().Count();
            outcome = outcome.Elements().ElementAt(place);
            var step = target.Element(element.Name);
            if (step is null)
            {
                // An element that is part of its parent's key is there already.
                target.Add(step = new XElement(element.Name));
            }

            target = step;
            if (known.List is ListType.Map && !Identify(known, element, step))
            {
                return null;
            }
        }

        var own = field is XAttribute attribute ? known.Attribute(attribute.Name) : known;
        if (own.IsReadOnly || own.Transform is ValueTransform.UserAlias || own.Resets.Length + own.Mirrors.Length + own.Followers.Length + own.Caps.Length > 0
            || own.CappedBy is not null || own.IsIgnored(target, owner) || (field is XAttribute { Name.LocalName: "unit" } && known.Transform is ValueTransform.Size))
        {
            return null;
        }

        // The key that tells the item from its siblings is no field to patch.
        if (field is XAttribute key ? target.Attribute(key.Name) is not null : target.Value.Length > 0)
        {
            return null;
        }

        Set(target, field, own);
        Set(outcome, field, own);
        return new Patch(line[0], desired, target, expected, outcome, string.Join('/', line.Select(static element => element.Name.LocalName)) + (field is XAttribute named ? "/@" + named.Name.LocalName : ""));
    }

    public IEnumerable<string> Findings(KindFacts facts)
    {
        var result = XmlComparer.Compare(facts, null, Desired, Observed);
        if (result.Changes is not [{ Kind: FieldChangeKind.Modify }])
        {
            yield return $"{Field}: {string.Join("; ", result.Changes.Select(static change => $"{change.Kind} {change.Path} {change.Before} → {change.After}"))}";
        }
        else if (!XNode.DeepEquals(Expected, result.Merged))
        {
            yield return $"{Field}: something else changed";
        }
        else if (!XmlComparer.Compare(facts, null, Desired, result.Merged).Changes.IsEmpty)
        {
            yield return $"{Field}: is changed again";
        }
        else if (ItemLocator.Find(facts, result.Merged, result.Changes[0].Path) != Counterpart(result.Merged))
        {
            yield return $"{Field}: {result.Changes[0].Path} is not where it was changed";
        }
    }

    /// <summary>The patched element in a tree of the same shape.</summary>
    private XElement Counterpart(XElement root)
    {
        var element = root;
        foreach (var step in Outcome.AncestorsAndSelf().Reverse().Skip(1))
        {
            element = element.Elements().ElementAt(step.ElementsBeforeSelf().Count());
        }

        return element;
    }

    /// <summary>Puts the item's first key into the sparse item.</summary>
    private static bool Identify(FieldFacts facts, XElement item, XElement sparse)
    {
        foreach (var key in facts.Keys)
        {
            if (key.Of(item) is { } value && item.Parent!.Elements(item.Name).Count(other => key.Of(other) == value) == 1)
            {
                foreach (var part in key.Parts.Where(part => part.Path.ValueIn(item) is not null))
                {
                    var target = sparse;
                    foreach (var step in part.Path.Elements)
                    {
                        var child = target.Element(step.Name!);
                        if (child is null)
                        {
                            target.Add(child = new XElement(step.Name!));
                        }

                        target = child;
                    }

                    if (part.Path.Attribute is { } attribute)
                    {
                        target.SetAttributeValue(attribute, part.Path.ValueIn(item));
                    }
                    else
                    {
                        target.Value = part.Path.ValueIn(item)!;
                    }
                }

                return true;
            }
        }

        return item.Parent!.Elements(item.Name).Count() == 1;
    }

    private static void Set(XElement element, XObject field, FieldFacts facts)
    {
        var value = Another((field as XAttribute)?.Value ?? ((XElement)field).Value, facts);
        if (field is XAttribute attribute)
        {
            element.SetAttributeValue(attribute.Name, value);
        }
        else
        {
            element.Value = value;
            if (facts.Transform is ValueTransform.Size && ((XElement)field).Attribute("unit") is { } unit)
            {
                element.SetAttributeValue("unit", unit.Value);
            }
        }

        if (facts.Transform is ValueTransform.Size && field is XAttribute && field.Parent!.Attribute("unit") is { } beside)
        {
            element.SetAttributeValue("unit", beside.Value);
        }
    }

    private static string Another(string value, FieldFacts facts) => facts.Transform switch
    {
        ValueTransform.Size or ValueTransform.Number or ValueTransform.Decimal => ((FieldValues.Number(value) ?? 0) + 7).ToString(CultureInfo.InvariantCulture),
        ValueTransform.Octal => value == "7" ? "5" : "7",
        ValueTransform.Cpuset => value == "3" ? "4" : "3",
        ValueTransform.Machine => "isapc",
        _ => value + s_mark.LocalName,
    };
}
