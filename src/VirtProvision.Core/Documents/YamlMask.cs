using System.Buffers;
using System.Text;

namespace VirtProvision.Core.Documents;

/// <summary>
/// Hides two things from the YAML scanner, character for character so that places stay true: the punctuation inside <c>${…}</c>, which a flow collection
/// would take for its own (<c>{name: ${NAME}}</c>), and U+0085, U+2028 and U+2029, which are line breaks in YAML 1.1 and the scanner but not in YAML 1.2.
/// </summary>
internal readonly struct YamlMask
{
    // Thirty-two code points that Unicode promises never to make characters.
    private const char FirstMask = '\uFDD0';
    private const char LastMask = '\uFDEF';
    private const int LongestVariable = 1024;
    private const string Hidden = "{}[],:#\u0085\u2028\u2029";

    private static readonly SearchValues<char> s_breaks = SearchValues.Create("\u0085\u2028\u2029");

    private static readonly SearchValues<char> s_punctuation = SearchValues.Create("{}[],:#");

    private readonly bool _active;

    private YamlMask(string text, bool active) => (Text, _active) = (text, active);

    /// <summary>What to give the scanner.</summary>
    public string Text { get; }

    public static YamlMask Over(string text)
    {
        var hasVariables = text.Contains("${", StringComparison.Ordinal);
        var hasBreaks = text.AsSpan().ContainsAny(s_breaks);
        if ((!hasVariables && !hasBreaks) || UsesMasks(text))
        {
            return new YamlMask(text, active: false);
        }

        var masked = text.ToCharArray();
        if (hasVariables)
        {
            HideVariables(masked);
        }

        if (hasBreaks)
        {
            Hide(masked.AsSpan(), s_breaks);
        }

        return new YamlMask(new string(masked), active: true);
    }

    /// <summary>A scalar's own text again.</summary>
    public string Reveal(string scalar)
    {
        if (!_active || !scalar.AsSpan().ContainsAnyInRange(FirstMask, LastMask))
        {
            return scalar;
        }

        var text = new StringBuilder(scalar);
        for (var i = 0; i < Hidden.Length; i++)
        {
            text.Replace((char)(FirstMask + i), Hidden[i]);
        }

        return text.ToString();
    }

    // Raw or escaped: then a scalar could hold them in earnest, and the text is left as it is.
    private static bool UsesMasks(string text) =>
        text.AsSpan().ContainsAnyInRange(FirstMask, LastMask)
        || text.Contains("\\uFD", StringComparison.OrdinalIgnoreCase) || text.Contains("\\U0000FD", StringComparison.OrdinalIgnoreCase);

    private static void HideVariables(Span<char> text)
    {
        for (var start = text.IndexOf("${"); start >= 0;)
        {
            var rest = text[(start + 1)..];
            var end = EndOf(rest);
            if (end > 0)
            {
                Hide(rest[..(end + 1)], s_punctuation);
            }

            text = rest[Math.Max(end, 1)..];
            start = text.IndexOf("${");
        }
    }

    // Of "{NAME…}" the index of its closing brace, a variable inside the default included; 0 when it is no variable on one line.
    private static int EndOf(ReadOnlySpan<char> braces)
    {
        if (braces.Length < 3 || !(char.IsAsciiLetter(braces[1]) || braces[1] is '_'))
        {
            return 0;
        }

        var depth = 1;
        for (var i = 1; i < Math.Min(braces.Length, LongestVariable); i++)
        {
            // A quote ends the search: the variable would reach over the end of the scalar it stands in.
            if (braces[i] is '\r' or '\n' or '"' or '\'')
            {
                return 0;
            }

            if (braces[i] is '{' && braces[i - 1] is '$')
            {
                depth++;
            }
            else if (braces[i] is '}' && --depth is 0)
            {
                return i;
            }
        }

        return 0;
    }

    private static void Hide(Span<char> text, SearchValues<char> characters)
    {
        for (var i = text.IndexOfAny(characters); i >= 0;)
        {
            text[i] = (char)(FirstMask + Hidden.IndexOf(text[i], StringComparison.Ordinal));
            text = text[(i + 1)..];
            i = text.IndexOfAny(characters);
        }
    }
}
