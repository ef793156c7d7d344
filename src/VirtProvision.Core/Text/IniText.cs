namespace VirtProvision.Core.Text;

/// <summary>An INI file: sections of values, each on a line of its own after <c>=</c> or <c>:</c>. Lines that are neither, and those before the first section, are passed over.</summary>
public sealed class IniText
{
    private readonly Dictionary<string, Dictionary<string, string>> _sections = new(StringComparer.Ordinal);

    private IniText()
    {
    }

    /// <summary>Whether nothing in the text is a section: then it was no such file.</summary>
    public bool IsEmpty => _sections.Count == 0;

    /// <summary>A value; null where it is missing or empty.</summary>
    public string? this[string section, string key] =>
        _sections.TryGetValue(section, out var keys) && keys.TryGetValue(key, out var value) && value.Length > 0 ? value : null;

    public static IniText Parse(string text)
    {
        var ini = new IniText();
        Dictionary<string, string>? section = null;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var line = raw.Trim();
            if (line.IsEmpty || line[0] is '#' or ';')
            {
                continue;
            }

            if (line is ['[', .. var name, ']'])
            {
                var known = name.ToString();
                section = ini._sections.TryGetValue(known, out var same) ? same : ini._sections[known] = new(StringComparer.OrdinalIgnoreCase);
            }
            else if (section is not null && line.IndexOfAny('=', ':') is > 0 and var at)
            {
                section[line[..at].TrimEnd().ToString()] = line[(at + 1)..].TrimStart().ToString();
            }
        }

        return ini;
    }
}
