using System.Text;

namespace VirtProvision.Core.Seeding.Unattended;

/// <summary>How a value is written in a format so that it is read back as it was. Templates then put it where it belongs: between double quotes in kickstart and YAML.</summary>
internal static class AnswerFormat
{
    public const string Preseed = "preseed";
    public const string Kickstart = "kickstart";
    public const string Yaml = "yaml";
    public const string Xml = "xml";

    /// <summary>The kernel's command line: its parts are separated by spaces and nothing protects one.</summary>
    public const string CommandLine = "cmdline";

    public static string Escape(string format, string value) => format switch
    {
        // One word to a shell's rules, which is how Anaconda splits its lines.
        Kickstart or Yaml => Backslashed(value),
        Xml => value.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&apos;", StringComparison.Ordinal),
        CommandLine => value.Replace(" ", "%20", StringComparison.Ordinal).Replace("\"", "%22", StringComparison.Ordinal),
        _ => value,
    };

    /// <summary>Why a format cannot carry a value at all; null when it can.</summary>
    public static string? ReasonAgainst(string format, string value)
    {
        if (value.Any(char.IsControl) || value.EnumerateRunes().Any(static rune => rune.Value is 0xFFFD or 0xFFFE or 0xFFFF or 0x2028 or 0x2029))
        {
            return "a line break or another character that does not show";
        }

        if (value.Length > 0 && (char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1])))
        {
            return "a space at its beginning or end";
        }

        // debconf-set-selections: a line that ends with a backslash goes on.
        return format is Preseed && value.EndsWith('\\') ? "a backslash at its end, which a preseed file cannot hold" : null;
    }

    private static string Backslashed(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            _ = c is '"' or '\\' ? text.Append('\\').Append(c) : text.Append(c);
        }

        return text.ToString();
    }
}
