using System.Xml.Linq;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Comparison;

/// <summary>The labels of an object's spec, kept beside what was last applied: so that objects can be chosen by them without their specs.</summary>
public static class RememberedLabels
{
    private static readonly XName s_label = ProvisionNamespace.Name + "label";

    /// <summary>None for an object that no spec made.</summary>
    public static ImmutableSortedDictionary<string, string> Of(XElement observed) =>
        (observed.Element("metadata")?.Element(ProvisionNamespace.Resource)?.Elements(s_label) ?? [])
            .Where(static label => label.Attribute("name") is not null)
            .DistinctBy(static label => label.Attribute("name")!.Value)
            .ToImmutableSortedDictionary(static label => label.Attribute("name")!.Value, static label => label.Attribute("value")?.Value ?? "", StringComparer.Ordinal);

    /// <summary>As they stand in the memory.</summary>
    public static IEnumerable<XElement> ToXml(IEnumerable<KeyValuePair<string, string>> labels) =>
        labels.Select(static label => new XElement(s_label, new XAttribute("name", label.Key), new XAttribute("value", label.Value)));
}
