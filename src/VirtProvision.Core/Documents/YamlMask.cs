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
    private const int DeepestVariable = 10;
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

    // One walk over the text; variables inside the default of another are hidden with it or, if that is not closed, alone.
    private static void HideVariables(Span<char> text)
    {
        Span<int> open = stackalloc int[DeepestVariable];
        var depth = 0;
        for (var i = text.IndexOf("${") + 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '{' when text[i - 1] is '$' && depth < DeepestVariable && VariableName.LengthAt(text[(i + 1)..]) > 0:
                    open[depth++] = i;
                    break;
                case '}' when depth > 0:
                    Hide(text[open[--depth]..(i + 1)], s_punctuation);
                    break;
                // A line's end or a quote ends the search: the variable would reach over the end of the scalar it stands in.
                case '\r' or '\n' or '"' or '\'':
                    depth = 0;
                    break;
            }
        }
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
