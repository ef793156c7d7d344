using System.Xml.Linq;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Editing;

namespace VirtProvision.Cli.Views;

/// <summary>Edited domains as people look at them: the difference, or the whole.</summary>
internal static class EditDiffView
{
    public static string DiffOf(EditedDomain domain) => domain.Edited is { } edited ? LineDiff.Of(domain.Original.ToString(), edited.ToString(), "Original XML", "Altered XML") : "";

    public static void WriteDiff(EditedDomain domain, TextWriter output, Style style)
    {
        foreach (var line in DiffOf(domain).Split('\n').SkipLast(1))
        {
            var shown = Visible.Of(line);
            output.WriteLine(line switch
            {
                ['+', ..] => style.Green(shown),
                ['-', ..] => style.Red(shown),
                ['@', ..] => style.Cyan(shown),
                _ => shown,
            });
        }

        output.WriteLine();
    }

    public static void WriteXml(EditedDomain domain, bool isNamed, TextWriter output, Style style)
    {
        if (isNamed)
        {
            WriteName(domain, output, style);
        }

        output.WriteLine(domain.Edited!.ToString());
    }

    // No comment may hold two hyphens; a name may.
    public static void WriteName(EditedDomain domain, TextWriter output, Style style) =>
        output.WriteLine(style.Dim($"<!-- {Visible.Of(domain.Id.Name).Replace("--", "- -", StringComparison.Ordinal)} -->"));
}
