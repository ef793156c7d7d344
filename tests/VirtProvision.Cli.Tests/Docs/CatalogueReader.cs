using System.Text;
using System.Text.RegularExpressions;

namespace VirtProvision.Cli.Tests.Docs;

internal sealed record CatalogueEntry(string Code, string Severity, string Summary, string Detail);

/// <summary>Reads the messages out of the source of a catalogue: literals as they stand, whatever is filled in as an ellipsis.</summary>
internal static partial class CatalogueReader
{
    public static IEnumerable<CatalogueEntry> Read(string source)
    {
        foreach (Match made in Made().Matches(source))
        {
            // Place, summary, detail; what may follow are other places.
            var arguments = Arguments(source, made.Index + made.Length);
            yield return new CatalogueEntry(made.Groups["code"].Value, made.Groups["severity"].Value.ToLowerInvariant(), arguments[1], Spaces().Replace(arguments[2], " ").Trim());
        }
    }

    // The string literals of each argument, up to the parenthesis that closes the call.
    private static List<string> Arguments(string source, int at)
    {
        var arguments = new List<string> { "" };
        for (var depth = 1; depth > 0; at++)
        {
            switch (source[at])
            {
                case '(' or '[':
                    depth++;
                    break;
                case ')' or ']':
                    depth--;
                    break;
                case ',' when depth == 1:
                    arguments.Add("");
                    break;
                case '"':
                    arguments[^1] += Literal(source, ref at, interpolated: source[at - 1] is '$');
                    break;
                case '\'':
                    SkipCharacter(source, ref at);
                    break;
            }
        }

        return arguments;
    }

    private static string Literal(string source, ref int at, bool interpolated)
    {
        var text = new StringBuilder();
        for (at++; source[at] is not '"'; at++)
        {
            if (source[at] is '\\')
            {
                at++;
                text.Append(source[at] is 'n' or 't' ? ' ' : source[at]);
            }
            else if (interpolated && source[at] is '{' or '}')
            {
                if (source[at + 1] == source[at])
                {
                    text.Append(source[at++]);
                }
                else
                {
                    SkipHole(source, ref at);
                    text.Append('…');
                }
            }
            else
            {
                text.Append(source[at]);
            }
        }

        return text.ToString();
    }

    // Leaves the index on the brace that closes the hole.
    private static void SkipHole(string source, ref int at)
    {
        for (var depth = 1; depth > 0;)
        {
            at++;
            switch (source[at])
            {
                case '{':
                    depth++;
                    break;
                case '}':
                    depth--;
                    break;
                case '"':
                    Literal(source, ref at, interpolated: source[at - 1] is '$');
                    break;
                case '\'':
                    SkipCharacter(source, ref at);
                    break;
            }
        }
    }

    // Leaves the index on the closing quote of '"' or '\''.
    private static void SkipCharacter(string source, ref int at) => at = source.IndexOf('\'', at + (source[at + 1] is '\\' ? 3 : 2));

    [GeneratedRegex("""(?<severity>Error|Warning|Info)\(\s*"(?<code>VP\d{4})",""")]
    private static partial Regex Made();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
