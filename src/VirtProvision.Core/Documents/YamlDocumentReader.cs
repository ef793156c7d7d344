using System.Buffers;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace VirtProvision.Core.Documents;

/// <summary>Reads YAML 1.2, of which JSON is a part, into nodes that know their places. Whatever the text, it ends soon and never throws.</summary>
public static class YamlDocumentReader
{
    // https://yaml.org/spec/1.2.2/#51-character-set: what is not c-printable. Surrogates come in pairs and are left out here.
    private static readonly SearchValues<char> s_forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(static code => (char)code).Where(static c => char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\u0085')), '\uFFFE', '\uFFFF']);

    /// <summary>Every document that could be read; one that could not is reported and left out, and those after it are read all the same.</summary>
    public static ImmutableArray<DocumentNode> Read(SourceFile file, DiagnosticBag diagnostics)
    {
        var text = file.Text.StartsWith('\uFEFF') ? file.Text[1..] : file.Text;
        if (FindWrongText(file, text) is { } wrong)
        {
            diagnostics.Add(wrong);
            return [];
        }

        var mask = YamlMask.Over(text);
        var documents = ImmutableArray.CreateBuilder<DocumentNode>();
        var before = diagnostics.Count;
        var failures = 0;
        for (var start = 0; start >= 0 && failures < DocumentLimits.FailedDocuments; failures++)
        {
            start = ReadFrom(start, file, mask, documents, diagnostics);
        }

        if (documents.Count is 0 && diagnostics.Count == before)
        {
            diagnostics.Add(string.IsNullOrWhiteSpace(text) ? DocumentDiagnostics.Empty(file.Start) : DocumentDiagnostics.OnlyComments(file.Start));
        }

        return documents.DrainToImmutable();
    }

    private static Diagnostic? FindWrongText(SourceFile file, string text)
    {
        if (text.Length > DocumentLimits.FileSize)
        {
            return DocumentDiagnostics.TooLarge(file.Start);
        }

        var index = text.AsSpan().IndexOfAny(s_forbidden);
        if (index < 0)
        {
            return null;
        }

        // Places leave the byte order mark out, as the scanner's do.
        var span = (text.Length == file.Text.Length ? file : new SourceFile(file.Path, text)).SpanAt(index) with { File = file };
        return text.Contains('\0', StringComparison.Ordinal) ? DocumentDiagnostics.NotText(span) : DocumentDiagnostics.ForbiddenCharacter(span, text[index]);
    }

    // Gives the offset of the document after one that could not be read, or -1 at the end.
    private static int ReadFrom(
        int start, SourceFile file, YamlMask mask, ImmutableArray<DocumentNode>.Builder documents, DiagnosticBag diagnostics)
    {
        var text = mask.Text;
        var places = new DocumentPlaces(file, start is 0 ? 0 : file.SpanAt(start).Start.Line - 1);
        var parser = new Parser(new StringReader(start is 0 ? text : text[start..]));
        DocumentBuilder? builder = null;
        var current = 0;
        try
        {
            while (parser.MoveNext())
            {
                switch (parser.Current)
                {
                    case DocumentStart marker:
                        current = (int)marker.End.Index;
                        break;
                    case NodeEvent node and not Scalar { IsKey: false, Value: "", Style: ScalarStyle.Plain, Anchor.IsEmpty: true, Tag.IsEmpty: true }:
                        builder = new DocumentBuilder(parser, places, mask, diagnostics);
                        documents.Add(builder.Read());
                        builder = null;
                        current = (int)parser.Current!.Start.Index;
                        break;
                }
            }

            return -1;
        }
        catch (DocumentRefusedException refused)
        {
            diagnostics.Add(refused.Diagnostic);
            return refused.EndsFile ? -1 : FindNextDocument(text, start + current);
        }
        catch (YamlException error)
        {
            diagnostics.Add(YamlSyntax.Explain(error, places, builder?.InnermostOpen));
            return FindNextDocument(text, start + current);
        }
        // On some texts the scanner's own states contradict each other, or it makes a tag that its type refuses: no place comes with those.
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            diagnostics.Add(YamlSyntax.Explain(parser.Current, places, builder?.InnermostOpen));
            return FindNextDocument(text, start + current);
        }
    }

    // A line that begins with --- is a document's beginning wherever it stands, in an unclosed quote too.
    private static int FindNextDocument(string text, int from)
    {
        while (text.IndexOf("\n---", from, StringComparison.Ordinal) is >= 0 and var index)
        {
            if (index + 4 == text.Length || text[index + 4] is ' ' or '\t' or '\r' or '\n')
            {
                return index + 1;
            }

            from = index + 4;
        }

        return -1;
    }
}
