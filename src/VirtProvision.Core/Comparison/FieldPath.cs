using System.Xml.Linq;

namespace VirtProvision.Core.Comparison;

/// <summary>A path between fields of one XML: <c>target/@dev</c>, <c>../address</c>, <c>/os/boot</c>, <c>../console[target/@type=serial]</c>; <c>*</c> is any element, <c>.</c> the element itself.</summary>
/// <param name="IsAbsolute">From the root element's children.</param>
/// <param name="Up">How many parents up it begins.</param>
/// <param name="Attribute">Null when an element is meant.</param>
public sealed record FieldPath(bool IsAbsolute, int Up, ImmutableArray<FieldStep> Elements, XName? Attribute)
{
    /// <param name="name">Makes a name of <c>prefix:local</c>.</param>
    public static FieldPath Parse(string text, Func<string, XName> name)
    {
        var up = 0;
        XName? attribute = null;
        var elements = ImmutableArray.CreateBuilder<FieldStep>();
        foreach (var step in Split(text))
        {
            switch (step)
            {
                case "..":
                    up++;
                    break;
                case "" or ".":
                    break;
                case ['@', .. var local]:
                    attribute = name(local);
                    break;
                default:
                    elements.Add(FieldStep.Parse(step, name));
                    break;
            }
        }

        return new FieldPath(text.StartsWith('/'), up, elements.ToImmutable(), attribute);
    }

    /// <summary>The first value at the path, trimmed; null when there is none or it is empty.</summary>
    public string? ValueIn(XElement from)
    {
        var element = Start(from);
        foreach (var step in Elements)
        {
            element = element is null ? null : step.First(element);
        }

        var value = Attribute is null ? (element is { HasElements: false } ? element.Value.Trim() : null) : element?.Attribute(Attribute)?.Value;
        return value is { Length: > 0 } ? value : null;
    }

    /// <summary>Every element at the path; for the path of an attribute the elements that may carry it.</summary>
    /// <param name="isSparse">An element that says nothing of what the path asks for is meant too.</param>
    public IEnumerable<XElement> ElementsIn(XElement from, bool isSparse = false)
    {
        var start = Start(from);
        return start is null ? [] : Walk(start, 0, isSparse);
    }

    private IEnumerable<XElement> Walk(XElement element, int depth, bool isSparse) =>
        depth == Elements.Length ? [element] : Elements[depth].In(element, isSparse).SelectMany(child => Walk(child, depth + 1, isSparse));

    private XElement? Start(XElement from)
    {
        XElement? element = from;
        while (IsAbsolute && element.Parent is { } parent)
        {
            element = parent;
        }

        for (var i = 0; i < Up; i++)
        {
            element = element?.Parent;
        }

        return element;
    }

    private static IEnumerable<string> Split(string text)
    {
        var start = 0;
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '[' => 1, ']' => -1, _ => 0 };
            if (text[i] == '/' && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }
}

/// <summary>One element of a <see cref="FieldPath"/>.</summary>
/// <param name="Name">Null for any.</param>
/// <param name="Where">Only those with <paramref name="Value"/> at this path.</param>
public sealed record FieldStep(XName? Name, FieldPath? Where = null, string? Value = null)
{
    internal static FieldStep Parse(string text, Func<string, XName> name)
    {
        var bracket = text.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0)
        {
            return new FieldStep(text == "*" ? null : name(text));
        }

        var condition = text[(bracket + 1)..].TrimEnd(']').Split('=', 2);
        return Parse(text[..bracket], name) with { Where = FieldPath.Parse(condition[0], name), Value = condition[^1] };
    }

    internal XElement? First(XElement parent) =>
        Name is not null && Where is null ? parent.Element(Name) : In(parent, isSparse: false).FirstOrDefault();

    internal IEnumerable<XElement> In(XElement parent, bool isSparse)
    {
        var children = Name is null ? parent.Elements() : parent.Elements(Name);
        return Where is null ? children : children.Where(child => Where.ValueIn(child) is var value && (value == Value || (isSparse && value is null)));
    }
}
