using System.Buffers;
using System.Text.RegularExpressions;

namespace VirtProvision.Core.Osinfo;

/// <summary>Compares a field of an image or tree with a regular expression of the database. They are PCRE, found anywhere in the field unless they say otherwise.</summary>
internal static class IdentityPattern
{
    // The fields are short; a pattern that takes longer is broken.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(200);

    private static readonly SearchValues<char> s_special = SearchValues.Create(@"\^$.|?*+()[]{}");

    /// <summary>How well several fields fit together: 0 when one of them doesn't, else the more, the more of them say that they do.</summary>
    public static int Sum(params ReadOnlySpan<PatternFit> fits)
    {
        var sum = 0;
        foreach (var fit in fits)
        {
            switch (fit)
            {
                case PatternFit.None:
                    return 0;
                case PatternFit.Part:
                    sum += 1;
                    break;
                case PatternFit.Whole:
                    sum += 2;
                    break;
            }
        }

        return sum;
    }

    /// <summary>The same for a version: its numbers count whole, or 27 would contain the 2 and the 7.</summary>
    public static PatternFit FitVersion(string? pattern, string? value) => Fit(pattern is null ? null : $@"(?<!\d)(?:{pattern})(?!\d)", value);

    /// <summary>How well the field fits.</summary>
    /// <param name="pattern">null: the database doesn't care.</param>
    /// <param name="value">null: the image or tree doesn't say.</param>
    public static PatternFit Fit(string? pattern, string? value)
    {
        if (pattern is null)
        {
            return PatternFit.Unasked;
        }

        if (value is null)
        {
            return PatternFit.None;
        }

        var literal = LiteralHead(pattern);
        if (literal.Length == pattern.Length)
        {
            return value == pattern ? PatternFit.Whole : value.Contains(pattern, StringComparison.Ordinal) ? PatternFit.Part : PatternFit.None;
        }

        // There are thousands of patterns, and making one is dear: most are ruled out by how they begin.
        return value.AsSpan().Contains(literal, StringComparison.Ordinal) ? FitExpression(pattern, value) : PatternFit.None;
    }

    private static PatternFit FitExpression(string pattern, string value)
    {
        try
        {
            var match = Regex.Match(value, pattern, RegexOptions.CultureInvariant, s_patience);
            return !match.Success ? PatternFit.None : match.Length == value.Length ? PatternFit.Whole : PatternFit.Part;
        }
        catch (ArgumentException)
        {
            // No regular expression: it stands for nothing.
            return PatternFit.None;
        }
        catch (RegexMatchTimeoutException)
        {
            return PatternFit.None;
        }
    }

    // The characters that the pattern begins with and that every match must contain; all of it when it has no special ones.
    private static ReadOnlySpan<char> LiteralHead(string pattern)
    {
        var special = pattern.AsSpan().IndexOfAny(s_special);
        if (special < 0)
        {
            return pattern;
        }

        // Alternatives at the top have no common beginning, and a quantifier may take the character before it away.
        return HasAlternativesAtTop(pattern) ? []
            : pattern[special] is '?' or '*' or '+' or '{' ? pattern.AsSpan(0, Math.Max(0, special - 1))
            : pattern.AsSpan(0, special);
    }

    private static bool HasAlternativesAtTop(string pattern)
    {
        var depth = 0;
        foreach (var character in pattern)
        {
            switch (character)
            {
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case '|' when depth <= 0:
                    return true;
            }
        }

        return false;
    }
}
