using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Core.Documents;

/// <summary>What can be wrong with a file's text and with its YAML: VP1010–VP1049.</summary>
public static class DocumentDiagnostics
{
    public static Diagnostic NotText(TextSpan span) => Error("VP1010", span,
        "Not a text file",
        "The file holds a NUL character, so it is no YAML. Is it a disk image or an archive?");

    public static Diagnostic NotUtf8(TextSpan span, byte value) => Error("VP1011", span,
        "Not UTF-8",
        $"The byte 0x{value:X2} here is not valid UTF-8. Save the file as UTF-8.");

    public static Diagnostic NotUtf8(TextSpan span, string encoding) => Error("VP1011", span,
        "Not UTF-8",
        $"The file is written in {encoding}. Save it as UTF-8.");

    public static Diagnostic TooLarge(TextSpan span) => Error("VP1012", span,
        "File too large",
        $"The file has more than {DocumentLimits.FileSize / (1024 * 1024)} MiB, the most that a spec file may have. Split it, or correct the path if it is no spec.");

    public static Diagnostic Empty(TextSpan span) => Error("VP1013", span,
        "Empty file",
        "The file is empty. A spec needs apiVersion, kind, metadata and spec.");

    public static Diagnostic OnlyComments(TextSpan span) => Warning("VP1014", span,
        "No document in the file",
        "The file holds comments but no document, so it declares nothing.");

    public static Diagnostic ForbiddenCharacter(TextSpan span, char character) => Error("VP1015", span,
        "Control character",
        $"The character U+{(int)character:X4} may not stand in YAML. Remove it, or write it as \"\\x{(int)character:X2}\" between double quotes.");

    public static Diagnostic Syntax(TextSpan span, string detail, params ImmutableArray<RelatedPlace> related) => Error("VP1020", span,
        "Invalid YAML", detail, related);

    public static Diagnostic TabIndentation(TextSpan span) => Error("VP1021", span,
        "Tab in the indentation",
        "YAML is indented with spaces; this line begins with a tab. Replace the tab with spaces.");

    public static Diagnostic NotClosed(TextSpan span, char opening, TextSpan? noticed) => Error("VP1022", span,
        "Bracket not closed",
        $"The {opening} here is not closed. Write {(opening is '[' ? ']' : '}')} where it ends.",
        noticed is { } place ? [new RelatedPlace(place, "noticed here")] : []);

    public static Diagnostic MissingComma(TextSpan span, char opening, TextSpan start) => Error("VP1020", span,
        "Invalid YAML",
        opening is '['
            ? "Before this a ',' or the list's closing ] is missing. (Outside brackets a list is written with one \"- \" a line.)"
            : "Before this a ',' or the mapping's closing } is missing.",
        new RelatedPlace(start, "opened here"));

    public static Diagnostic TooDeep(TextSpan span) => Error("VP1023", span,
        "Nested too deeply",
        $"Lists and mappings stand inside each other more than {DocumentLimits.Depth} levels deep here; no spec needs that.");

    public static Diagnostic TooManyAliases(TextSpan span) => Error("VP1024", span,
        "Aliases stand for too much",
        $"The aliases of this document stand for more than {DocumentLimits.AliasedNodes:N0} values together. Write the document with fewer of them.");

    public static Diagnostic UnknownAlias(TextSpan span, string name, string? nearest) => Error("VP1025", span,
        "Unknown alias",
        $"No anchor &{name} stands before this alias in the document. (A text that begins with * needs quotes.)" + Nearest.DidYouMean(nearest));

    public static Diagnostic AliasInsideItself(TextSpan span, string name) => Error("VP1026", span,
        "Alias inside its own anchor",
        $"*{name} stands inside the value that &{name} names, so the value would hold itself.");

    public static Diagnostic DuplicateKey(TextSpan span, string key, TextSpan first) => Error("VP1027", span,
        "Duplicate key",
        $"\"{key}\" stands twice in this mapping. Remove one of the two.",
        new RelatedPlace(first, "first given here"));

    public static Diagnostic KeyIsNoScalar(TextSpan span) => Error("VP1028", span,
        "Key is no text",
        "A key must be a plain text; this one is a list or a mapping. (A variable is written ${NAME}, not {{ NAME }}.)");

    public static Diagnostic MissingKey(TextSpan span) => Error("VP1029", span,
        "Key is missing",
        "This value has a ':' but no key before it. Write the key's name.");

    public static Diagnostic UnknownTag(TextSpan span, string tag) => Error("VP1030", span,
        "Unknown tag",
        $"The tag {tag} is not known; only YAML's own !!str, !!int, !!float, !!bool, !!null, !!seq and !!map are. (A text that begins with ! needs quotes.)");

    public static Diagnostic TagMismatch(TextSpan span, string tag) => Error("VP1031", span,
        "Value does not fit its tag",
        $"The value is not what its tag {tag} says.");

    public static Diagnostic MergeNeedsMapping(TextSpan span) => Error("VP1032", span,
        "Merge of something other than a mapping",
        "The merge key << takes an alias of a mapping, or a list of such aliases.");

    public static Diagnostic TooManyFindings(TextSpan span) => Error("VP1033", span,
        "Too many findings",
        "So much is wrong with this file that the rest of it was not read. Is it a spec at all?");
}
