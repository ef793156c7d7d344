using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Editing;

/// <summary>Whether an element is as a selector says.</summary>
internal static class ElementMatch
{
    private static readonly string[] s_diskPlaces = ["file", "dev", "dir", "path", "name", "volume", "pool"];

    // What a name on the host is completed with is no part of the name.
    private static readonly string[] s_completed = ["mode", "managed", "model", "display", "ramfb"];

    /// <summary>Null when the words say nothing that is in XML.</summary>
    public static XElement? Pattern(OptionWords words, SparseWords sparse)
    {
        var pattern = new XElement(sparse.Item!);
        if (words.Option is "--disk" && sparse.ItemSpec["type"] is null)
        {
            pattern.SetAttributeValue("type", null);
        }

        if (words.Option is "--hostdev")
        {
            foreach (var name in s_completed.Where(name => sparse.ItemSpec[name] is null || !words.Value!.Contains($"{name}=", StringComparison.Ordinal)))
            {
                pattern.SetAttributeValue(name, null);
            }
        }

        return SaysNothing(pattern) ? null : pattern;
    }

    /// <param name="pathOf">The path under which the host knows a volume; null where nobody knows.</param>
    public static bool Holds(XElement element, XElement pattern, SparseWords sparse, FieldFacts facts, Func<string, string, string?> pathOf)
    {
        if (element.Name.LocalName is "disk" && sparse.ItemSpec.TextOf("path") is { } path)
        {
            var rest = new XElement(pattern);
            rest.Element("source")?.Attributes().Where(static attribute => s_diskPlaces.Contains(attribute.Name.LocalName)).Remove();
            return IsAt(element, path, pathOf) && (SaysNothing(rest) || IsIn(element, rest, facts));
        }

        return IsIn(element, pattern, facts);
    }

    private static bool IsAt(XElement disk, string path, Func<string, string, string?> pathOf)
    {
        var source = disk.Element("source");
        return source is not null
            && (source.Attributes().Any(attribute => attribute.Name.LocalName is "file" or "dev" or "dir" or "path" && attribute.Value == path)
                || (source.Attribute("pool")?.Value is { } pool && source.Attribute("volume")?.Value is { } volume && pathOf(pool, volume) == path));
    }

    private static bool IsIn(XElement element, XElement pattern, FieldFacts facts)
    {
        foreach (var attribute in pattern.Attributes())
        {
            if (!attribute.IsNamespaceDeclaration && attribute.Name.Namespace != ProvisionNamespace.Name
                && !(element.Attribute(attribute.Name)?.Value is { } present && FieldValues.AreEqual(facts.Attribute(attribute.Name).Transform, attribute.Value, present)))
            {
                return false;
            }
        }

        if (!pattern.HasElements && pattern.Value.Length > 0)
        {
            return facts.Transform is ValueTransform.Size
                ? SizeValue.Bytes(facts, pattern, pattern.Value) == SizeValue.Bytes(facts, element, element.Value)
                : FieldValues.AreEqual(facts.Transform, pattern.Value, element.Value);
        }

        return pattern.Elements().All(child => IsChildIn(element, child, facts.Element(child.Name)));
    }

    private static bool IsChildIn(XElement element, XElement child, FieldFacts facts)
    {
        if (ProvisionNamespace.IsAbsent(child))
        {
            return element.Element(child.Name) is null;
        }

        if ((int?)child.Attribute(ProvisionNamespace.Position) is > 0 and var position)
        {
            return element.Elements(child.Name).ElementAtOrDefault(position) is { } placed && IsIn(placed, child, facts);
        }

        return element.Elements(child.Name).Any(present => IsIn(present, child, facts));
    }

    private static bool SaysNothing(XElement pattern) =>
        pattern.Attributes().All(static attribute => attribute.IsNamespaceDeclaration || attribute.Name.Namespace == ProvisionNamespace.Name)
        && !pattern.HasElements && pattern.Value.Length is 0;
}
