using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Patching;

/// <summary>A device whose key is a pattern, <c>target: {dev: "vd*"}</c>, stands for all that a domain has of it.</summary>
internal static class ItemPatterns
{
    /// <summary>The same element when nothing in it is a pattern.</summary>
    public static XElement Expand(KindFacts facts, XElement desired, XElement observed)
    {
        if (desired.Element("devices") is not { } devices || !devices.Elements().Any(item => PatternOf(facts, item) is not null))
        {
            return desired;
        }

        var expanded = new XElement(desired);
        foreach (var item in expanded.Element("devices")!.Elements().ToList())
        {
            if (PatternOf(facts, item) is not { } part)
            {
                continue;
            }

            foreach (var present in observed.Element("devices")?.Elements(item.Name) ?? [])
            {
                if (part.Path.ValueIn(present) is { } value && DomainMatch.IsNamed(part.Path.ValueIn(item)!, value))
                {
                    item.AddBeforeSelf(Named(item, part.Path, value));
                }
            }

            item.Remove();
        }

        return expanded;
    }

    private static ListKeyPart? PatternOf(KindFacts facts, XElement item) =>
        facts.Root.Element("devices").Element(item.Name).Keys.SelectMany(static key => key.Parts)
            .FirstOrDefault(part => part.Path.ValueIn(item)?.AsSpan().ContainsAny('*', '?') is true);

    private static XElement Named(XElement item, FieldPath key, string value)
    {
        var copy = new XElement(item);
        var holder = key.Elements.Aggregate(copy, static (element, step) => element.Element(step.Name!)!);
        if (key.Attribute is null)
        {
            holder.Value = value;
        }
        else
        {
            holder.SetAttributeValue(key.Attribute, value);
        }

        return copy;
    }
}
