using System.Text;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Options;

/// <summary>
/// Splits an option's value at its commas by a POSIX shell's rules: quotes and the backslash keep a comma (and are themselves dropped); between double quotes the
/// backslash works on <c>"</c> and itself alone. Several commas count as one.
/// </summary>
internal static class OptionSyntax
{
    public static List<OptionPiece> Split(SourceFile file, DiagnosticBag diagnostics)
    {
        var pieces = new List<OptionPiece>();
        var at = 0;
        while (at < file.Text.Length)
        {
            if (file.Text[at] is ',')
            {
                at++;
                continue;
            }

            var start = at;
            if (Word(file.Text, ref at) is not { } word)
            {
                diagnostics.Add(OptionDiagnostics.OpenQuote(Span(file, start, file.Text.Length)));
                return [];
            }

            pieces.Add(Piece(file, word, start, at));
        }

        return pieces;
    }

    public static TextSpan Span(SourceFile file, int start, int end) => file.Text.AsSpan(0, end).IndexOfAny('\r', '\n') < 0
        ? new TextSpan(file, new TextPosition(1, start + 1), new TextPosition(1, end + 1))
        : new TextSpan(file, file.SpanAt(start).Start, file.SpanAt(end).Start);

    private static OptionPiece Piece(SourceFile file, string word, int start, int end)
    {
        var span = Span(file, start, end);
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            return new OptionPiece(word, null, span, span);
        }

        // Quotes before the = are so rare that the place may be a little off.
        var value = file.Text.IndexOf('=', start) + 1;
        return new OptionPiece(word[..equals], word[(equals + 1)..], span, Span(file, Math.Min(value, end), end));
    }

    /// <summary>Null when a quote is not closed.</summary>
    private static string? Word(string text, ref int at)
    {
        var word = new StringBuilder();
        while (at < text.Length && text[at] is not ',')
        {
            var character = text[at++];
            switch (character)
            {
                case '\\':
                    if (at == text.Length)
                    {
                        return null;
                    }

                    word.Append(text[at++]);
                    break;
                case '\'' or '"':
                    if (!Quoted(text, character, word, ref at))
                    {
                        return null;
                    }

                    break;
                default:
                    word.Append(character);
                    break;
            }
        }

        return word.ToString();
    }

    private static bool Quoted(string text, char quote, StringBuilder word, ref int at)
    {
        for (; at < text.Length; at++)
        {
            if (text[at] == quote)
            {
                at++;
                return true;
            }

            if (quote is '"' && text[at] is '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\\')
            {
                at++;
            }

            word.Append(text[at]);
        }

        return false;
    }
}
