using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace VirtProvision.Core.Documents;

/// <summary>Says in our words what the YAML parser's exceptions say in its own.</summary>
internal static class YamlSyntax
{
    public static Diagnostic Explain(YamlException error, DocumentPlaces places, (TextSpan Span, char Bracket)? open)
    {
        var span = places.Between(error.Start, error.End);
        var message = error.Message;
        bool Says(string words) => message.Contains(words, StringComparison.Ordinal);
        if (open is { Bracket: '[' or '{' } bracket)
        {
            if (Says("did not find expected"))
            {
                return AtEnd(span) ? NotClosed(bracket, span) : DocumentDiagnostics.MissingComma(span, bracket.Bracket, First(bracket.Span));
            }
        }
        else if (FindTab(span, anywhereBehind: Says("tab")) is { } tab)
        {
            return DocumentDiagnostics.TabIndentation(tab);
        }

        // Where the block began that the wrong line does not fit into.
        ImmutableArray<RelatedPlace> block = open is { } outer ? [new RelatedPlace(First(outer.Span), "the block begins here")] : [];
        var (detail, related) = message switch
        {
            _ when Says("multiline plain scalar, found invalid mapping") =>
                ("The line before has no ':' after its key, so this line continues its text and cannot have a ':' itself.", []),
            _ when Says("plain scalar value, found invalid mapping") => HasColonBefore(span)
                ? ("A second ':' stands in this line. Put a value that holds \": \" between quotes.", [])
                : ("This line is indented deeper than the key above it, which has a value already. Indent it like the keys it belongs to.", []),
            _ when Says("did not find expected key") =>
                ("Here a key of the mapping should stand, indented like those before it. A value ends with its closing quote.", block),
            _ when Says("did not find expected '-'") =>
                ("Here the next item of the list should begin with \"- \", indented like those before it.", block),
            _ when Says("Block sequence entries") =>
                ("The \"- \" of a list's item cannot stand behind its key. Begin the item in a line of its own, or write the list as [a, b].", []),
            _ when Says("Mapping values are not") => ("A ':' cannot stand here. Put a value that begins with ':' or holds \": \" between quotes.", []),
            _ when Says("Mapping keys are not") => ("A \"? \" begins a key, and none can stand here. Put a value that begins with ? between quotes.", []),
            _ when Says("Anchor before sequence") => ("An anchor of a list stands behind the list's key, not before its first \"- \".", []),
            _ when Says("expected token") => ("An alias stands alone: it takes no tag and no anchor.", []),
            _ when Says("tab") => ("A tab stands where YAML takes only spaces. Replace it with spaces.", []),
            _ when Says("quoted scalar, found unexpected") || Says("wrong indentation") =>
                ("The text that begins with a quote here does not end, or goes on in a line that is not indented. Close it with the same quote.", []),
            _ when Says("unknown escape") => ("A \\ between double quotes begins an escape such as \\n; this one is none. Write \\\\ for the character itself, or use single quotes.", []),
            _ when Says("hexadecimal") || Says("Unicode") || Says("UTF-8") => ("The escape here does not name a character.", []),
            _ when Says("cannot start any token") => ("A value cannot begin with this character. Put it between quotes.", []),
            _ when Says("expected ':'") => ("A ':' is missing after the key that begins here.", []),
            _ when Says("expected node content") => ("A value should stand here.", []),
            _ when Says("block scalar") => ("After | or > only an indentation number, + or - and a comment may stand; the text begins in the next line, all of it equally indented.", []),
            _ when Says("<document ") => ("The document ended before this. A key needs a ':' and may have 1,024 characters; a second document begins with ---.", []),
            _ when Says("version") || Says("incompatible") || Says("%YAML") => ("Only %YAML 1.1 and %YAML 1.2 can be asked for, once, before a ---.", []),
            _ when Says("directive") => ("A line that begins with % is a directive (%YAML or %TAG), and this one is none. Put a text that begins with % between quotes.", []),
            _ when Says("more than one anchor") => ("A value can have one anchor.", []),
            _ when Says("anchor or alias") => ("The name of an anchor or alias cannot hold [ ] { } or a comma.", []),
            _ when Says("tag") => ("The tag that begins with ! here is not well written. Put a text that begins with ! between quotes.", []),
            _ when Says("comment") => ("A comment cannot begin here. A # needs a space before it.", []),
            _ => ("The YAML is wrong here: " + message, (ImmutableArray<RelatedPlace>)[]),
        };
        return DocumentDiagnostics.Syntax(span, detail, related);
    }

    /// <summary>For an error without a place or words: where the parser last was.</summary>
    public static Diagnostic Explain(ParsingEvent? last, DocumentPlaces places, (TextSpan Span, char Bracket)? open)
    {
        var span = last is null ? places.File.Start : places.Of(last);
        return open is { Bracket: '[' or '{' } bracket
            ? NotClosed(bracket, null)
            : DocumentDiagnostics.Syntax(span, "The YAML behind this place is wrong. Look for a bracket, quote or tag that is not complete.");
    }

    // The scanner reports a tab under many names and often some lines early.
    private static TextSpan? FindTab(TextSpan near, bool anywhereBehind)
    {
        var number = 0;
        foreach (var range in near.File.Text.AsSpan().Split('\n'))
        {
            number++;
            var line = near.File.Text.AsSpan(range);
            var indentation = line.Length - line.TrimStart(" \t").Length;
            var tab = line[..indentation].IndexOf('\t');
            if (number >= near.Start.Line && tab >= 0 && indentation < line.Length && line[indentation] is not ('#' or '\r'))
            {
                var start = new TextPosition(number, tab + 1);
                return new TextSpan(near.File, start, start with { Column = tab + 2 });
            }

            if (number > near.End.Line && !anywhereBehind)
            {
                break;
            }
        }

        return null;
    }

    private static Diagnostic NotClosed((TextSpan Span, char Bracket) open, TextSpan? noticed) =>
        DocumentDiagnostics.NotClosed(First(open.Span), open.Bracket, noticed);

    private static bool HasColonBefore(TextSpan span) =>
        LineOf(span).IndexOf(": ", StringComparison.Ordinal) is >= 0 and var colon && colon + 1 < span.Start.Column - 1;

    // Empty where the scanner counts lines that no \n ends.
    private static string LineOf(TextSpan span) => span.File.Text.Split('\n').ElementAtOrDefault(span.Start.Line - 1) ?? "";

    private static TextSpan First(TextSpan span) => span with { End = span.Start with { Column = span.Start.Column + 1 } };

    // At the end of the file or at the marker of the next document.
    private static bool AtEnd(TextSpan span) =>
        span.Start.Line > span.File.Text.AsSpan().TrimEnd().Count('\n') + 1 || LineOf(span).StartsWith("---", StringComparison.Ordinal);
}
