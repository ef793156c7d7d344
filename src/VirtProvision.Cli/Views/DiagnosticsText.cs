using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;

namespace VirtProvision.Cli.Views;

/// <summary>Diagnostics for people: one line each that editors and CI also read, on a terminal with the source line below it.</summary>
internal static class DiagnosticsText
{
    /// <param name="excerpts">Whether the line of source stands below, with a mark under the place.</param>
    public static void Write(IEnumerable<Diagnostic> diagnostics, TextWriter output, Style style, bool excerpts)
    {
        // What is the same on many hosts is said once, with all of them.
        foreach (var same in diagnostics.GroupBy(static diagnostic => diagnostic with { Host = null }))
        {
            var diagnostic = same.Key;
            string[] hosts = [.. same.Select(static one => one.Host).OfType<string>()];
            var where = hosts is [] ? "" : Visible.Of($" on {string.Join(", ", hosts)}");
            var place = diagnostic.Span is { } span ? span.ToString() : "virt-provision";
            output.WriteLine($"{style.Bold(Visible.Of(place))}: {Severity(diagnostic, style)} {diagnostic.Code}: {diagnostic.Summary}{where}. {Visible.Of(diagnostic.Detail)}");
            WriteExcerpt(diagnostic.Span, output, style, excerpts);
            foreach (var related in diagnostic.Related)
            {
                output.WriteLine($"{style.Bold(Visible.Of(related.Span.ToString()))}: note: {Visible.Of(related.Message)}");
                WriteExcerpt(related.Span, output, style, excerpts);
            }
        }
    }

    private static string Severity(Diagnostic diagnostic, Style style) => diagnostic.Severity switch
    {
        DiagnosticSeverity.Error => style.Red("error"),
        DiagnosticSeverity.Warning => style.Yellow("warning"),
        _ => style.Cyan("info"),
    };

    private static void WriteExcerpt(TextSpan? place, TextWriter output, Style style, bool excerpts)
    {
        if (!excerpts || place is not { } span || LineOf(span.File.Text, span.Start.Line) is not { Length: > 0 } line)
        {
            return;
        }

        var start = Math.Min(span.Start.Column - 1, line.Length);
        var end = span.End.Line == span.Start.Line ? Math.Min(span.End.Column - 1, line.Length) : line.Length;
        var gutter = span.Start.Line.ToString(CultureInfo.InvariantCulture);
        var marks = new string('^', Math.Max(1, end - start));
        output.WriteLine($"{style.Dim($"  {gutter} |")} {Flat(line)}");
        output.WriteLine($"{style.Dim($"  {new string(' ', gutter.Length)} |")} {new string(' ', start)}{style.Red(marks)}");
    }

    private static string? LineOf(string text, int number)
    {
        var rest = text.AsSpan();
        for (var line = 1; line < number; line++)
        {
            var end = rest.IndexOf('\n');
            if (end < 0)
            {
                return null;
            }

            rest = rest[(end + 1)..];
        }

        var length = rest.IndexOf('\n');
        return (length < 0 ? rest : rest[..length]).TrimEnd('\r').ToString();
    }

    // One cell for one character, so that the marks stand below what they mean.
    private static string Flat(string line) => string.Create(line.Length, line, static (cells, source) =>
    {
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = char.IsControl(source[i]) ? ' ' : source[i];
        }
    });
}
