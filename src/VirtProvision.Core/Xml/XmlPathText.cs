using System.Text;

namespace VirtProvision.Core.Xml;

/// <summary>An <see cref="XmlPath"/> as text that can be read again: what a key may hold of <c>% / [ ]</c> is written as in a URI.</summary>
public static class XmlPathText
{
    public static string Write(XmlPath path) =>
        string.Join('/', path.Steps.Select(static step => step.Key is null ? step.Name : $"{step.Name}[{Escape(step.Key)}]"));

    /// <summary>Null when it is no such text.</summary>
    public static XmlPath? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var steps = ImmutableArray.CreateBuilder<XmlStep>();
        var (start, braces) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] is '/' && braces == 0))
            {
                if (Step(text[start..i]) is not { } step)
                {
                    return null;
                }

                steps.Add(step);
                start = i + 1;
            }
            else
            {
                // A namespace has slashes of its own: {http://…}name.
                braces += text[i] switch { '{' => 1, '}' => -1, _ => 0 };
            }
        }

        return new XmlPath(steps.ToImmutable());
    }

    private static XmlStep? Step(string text)
    {
        var bracket = text.EndsWith(']') ? text.IndexOf('[', StringComparison.Ordinal) : -1;
        var step = bracket < 0 ? new XmlStep(text) : new XmlStep(text[..bracket], Uri.UnescapeDataString(text[(bracket + 1)..^1]));
        return IsName(step.Name) ? step : null;
    }

    private static bool IsName(string name)
    {
        var local = name[(name.LastIndexOf('}') + 1)..].TrimStart('@');
        try
        {
            return local.Length > 0 && System.Xml.XmlConvert.VerifyNCName(local) == local;
        }
        catch (System.Xml.XmlException)
        {
            return false;
        }
    }

    private static string Escape(string key)
    {
        var escaped = new StringBuilder();
        foreach (var c in key)
        {
            escaped.Append(c switch { '%' => "%25", '/' => "%2F", '[' => "%5B", ']' => "%5D", '{' => "%7B", '}' => "%7D", _ => c.ToString() });
        }

        return escaped.ToString();
    }
}
