using System.Xml.Linq;
using VirtProvision.Core.Comparison;

namespace VirtProvision.Core.Exporting;

/// <summary>Sameness of XML as libvirt reads it: the order of attributes and of elements with different names aside, and layout, comments and prefixes.</summary>
public static class XmlLikeness
{
    /// <param name="facts">Say of which siblings the order means nothing; null: order always counts.</param>
    public static bool AreSame(XElement one, XElement other, FieldFacts? facts = null) => FirstDifference(one, other, facts) is null;

    /// <summary>Siblings that are known by keys or by their content, wherever they stand.</summary>
    internal static bool IsOrderFree(FieldFacts? facts) => facts is { List: ListType.Map or ListType.Set, IsOrdered: false };

    /// <summary>Where two trees differ first, as a path; null when they do not.</summary>
    public static string? FirstDifference(XElement one, XElement other, FieldFacts? facts = null)
    {
        if (one.Name != other.Name)
        {
            return one.Name.LocalName;
        }

        foreach (var (a, b) in new[] { (one, other), (other, one) })
        {
            foreach (var attribute in a.Attributes().Where(static attribute => !attribute.IsNamespaceDeclaration))
            {
                if (b.Attribute(attribute.Name)?.Value != attribute.Value)
                {
                    return $"{one.Name.LocalName}/@{attribute.Name.LocalName}";
                }
            }
        }

        if ((TemplateReading.OwnText(one) ?? "") != (TemplateReading.OwnText(other) ?? ""))
        {
            return one.Name.LocalName;
        }

        foreach (var name in one.Elements().Concat(other.Elements()).Select(static child => child.Name).Distinct())
        {
            XElement[] ones = [.. one.Elements(name)];
            XElement[] others = [.. other.Elements(name)];
            var known = facts?.Element(name);
            var difference = ones.Length != others.Length ? name.LocalName
                : IsOrderFree(known) ? FirstUnmatched(ones, others, known)
                : ones.Zip(others, (a, b) => FirstDifference(a, b, known)).FirstOrDefault(static found => found is not null);
            if (difference is not null)
            {
                return $"{one.Name.LocalName}/{difference}";
            }
        }

        return null;
    }

    private static string? FirstUnmatched(XElement[] ones, XElement[] others, FieldFacts? facts)
    {
        var left = others.ToList();
        foreach (var one in ones)
        {
            var match = left.FindIndex(other => AreSame(one, other, facts));
            if (match < 0)
            {
                return one.Name.LocalName;
            }

            left.RemoveAt(match);
        }

        return null;
    }
}
