using System.Xml.Linq;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Comparison;

/// <summary>Finds in an object's XML the element that a comparison's path means.</summary>
public static class ItemLocator
{
    /// <summary>The element at the path, or null. An item answers to any of its keys: the live XML may show one that the persistent XML lacks.</summary>
    /// <param name="path">Of elements; for the path of an attribute, the element that has it.</param>
    public static XElement? Find(KindFacts facts, XElement root, XmlPath path)
    {
        var (element, own) = (root, facts.Root);
        foreach (var step in path.Steps)
        {
            if (step.Name[0] == '@')
            {
                return element;
            }

            var name = XName.Get(step.Name);
            own = own.Element(name);
            var found = step.Key is null ? element.Element(name) : Item(own, element, name, step.Key);
            if (found is null)
            {
                return null;
            }

            element = found;
        }

        return element;
    }

    private static XElement? Item(FieldFacts facts, XElement parent, XName name, string key)
    {
        foreach (var listKey in facts.Keys)
        {
            foreach (var item in parent.Elements(name))
            {
                if (listKey.LabelOf(item) is { } label && (listKey.IsAlias ? label[UserAlias.Prefix.Length..] : label) == key)
                {
                    return item;
                }
            }
        }

        // An item without any key is known by its place in the list, from one.
        return int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) ? parent.Elements(name).ElementAtOrDefault(ordinal - 1) : null;
    }
}
