using System.Xml.Linq;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Comparison;

/// <summary>Finds in an object's XML (inactive, live or merged) the element that a change's path names.</summary>
public static class ItemLocator
{
    /// <summary>The element at the path, by the keys in it; for an attribute's path the element that carries it. Null when it is not there.</summary>
    public static XElement? Find(KindFacts facts, XElement root, XmlPath path)
    {
        var element = root;
        var known = facts.Root;
        foreach (var step in path.Steps)
        {
            if (step.Name.StartsWith('@'))
            {
                break;
            }

            XName name = step.Name;
            known = known.Element(name);
            element = step.Key is null ? element.Element(name) : FindItem(known, element.Elements(name), step.Key);
            if (element is null)
            {
                return null;
            }
        }

        return element;
    }

    internal static XElement? FindItem(FieldFacts facts, IEnumerable<XElement> items, string label)
    {
        XElement? counted = null;
        var (key, ordinal) = ItemLabel.Split(label);
        foreach (var item in items)
        {
            if (HasKey(facts, item, label))
            {
                return item;
            }

            if (counted is null && (key is null || HasKey(facts, item, key)) && --ordinal == 0)
            {
                counted = item;
            }
        }

        return counted;
    }

    private static bool HasKey(FieldFacts facts, XElement item, string label)
    {
        foreach (var key in facts.Keys)
        {
            if (key.IsAlias ? key.LabelOf(item) == UserAlias.Prefix + label : key.LabelOf(item) == label || key.Of(item) == key.Canonical(label))
            {
                return true;
            }
        }

        return false;
    }
}
