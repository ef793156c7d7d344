namespace VirtProvision.Core.Templates;

internal enum MarkupPlace
{
    Content,
    Tag,
    AttributeInDoubleQuotes,
    AttributeInSingleQuotes,
    Comment,
    CharacterData,
    Instruction,
}

/// <summary>Follows the raw text of a template to know what a block stands in the middle of. Not a parser: whether the whole is XML is the parser's to say.</summary>
internal sealed class MarkupPosition
{
    public MarkupPlace Place { get; private set; }

    public void Read(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var (end, next) = Place switch
            {
                MarkupPlace.Content => (text.IndexOf('<') is var at and >= 0 ? at + LengthOfOpening(text[at..]) : -1, PlaceAfterOpening(text)),
                MarkupPlace.Tag => EndOfTagPart(text),
                MarkupPlace.AttributeInDoubleQuotes => (After(text, "\""), MarkupPlace.Tag),
                MarkupPlace.AttributeInSingleQuotes => (After(text, "'"), MarkupPlace.Tag),
                MarkupPlace.Comment => (After(text, "-->"), MarkupPlace.Content),
                MarkupPlace.CharacterData => (After(text, "]]>"), MarkupPlace.Content),
                _ => (After(text, "?>"), MarkupPlace.Content),
            };
            if (end < 0)
            {
                return;
            }

            Place = next;
            text = text[end..];
        }
    }

    private static int After(ReadOnlySpan<char> text, string end) => text.IndexOf(end, StringComparison.Ordinal) is var at and >= 0 ? at + end.Length : -1;

    private static (int End, MarkupPlace Next) EndOfTagPart(ReadOnlySpan<char> text)
    {
        var at = text.IndexOfAny('"', '\'', '>');
        return at < 0
            ? (-1, MarkupPlace.Tag)
            : (at + 1, text[at] switch { '"' => MarkupPlace.AttributeInDoubleQuotes, '\'' => MarkupPlace.AttributeInSingleQuotes, _ => MarkupPlace.Content });
    }

    private static MarkupPlace PlaceAfterOpening(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('<');
        var rest = at < 0 ? [] : text[at..];
        return rest.StartsWith("<!--", StringComparison.Ordinal) ? MarkupPlace.Comment
            : rest.StartsWith("<![CDATA[", StringComparison.Ordinal) ? MarkupPlace.CharacterData
            : rest.StartsWith("<?", StringComparison.Ordinal) ? MarkupPlace.Instruction
            : MarkupPlace.Tag;
    }

    private static int LengthOfOpening(ReadOnlySpan<char> text) =>
        text.StartsWith("<!--", StringComparison.Ordinal) ? 4 : text.StartsWith("<![CDATA[", StringComparison.Ordinal) ? 9 : text.StartsWith("<?", StringComparison.Ordinal) ? 2 : 1;
}
