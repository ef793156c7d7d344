using System.Globalization;
using System.Text;
using VirtProvision.Testing;

namespace VirtProvision.Cli.Tests.Docs;

/// <summary>docs/diagnostics.md is written from the catalogues and held to them.</summary>
public sealed class DiagnosticsPageTests
{
    private static readonly (char Digit, string Title)[] s_stages =
    [
        ('1', "Files, documents and variables"),
        ('2', "Schemas"),
        ('3', "Resources and references"),
        ('4', "Templates"),
        ('5', "Comparing and planning"),
        ('6', "The host"),
        ('7', "Applying"),
        ('8', "Installing, cloning and editing"),
        ('9', "The command line"),
    ];

    [Fact]
    public void The_page_lists_every_diagnostic()
    {
        var path = Path.Combine(RepositoryPaths.Root, "docs", "diagnostics.md");
        var page = Page();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1")
        {
            File.WriteAllText(path, page);
        }

        Assert.Equal(page, File.Exists(path) ? File.ReadAllText(path) : "");
    }

    [Fact]
    public void A_code_means_one_thing()
    {
        var shared = Entries().GroupBy(static entry => entry.Code).Where(static group => group.Select(static entry => entry.Summary).Distinct().Count() > 1);

        Assert.Empty(shared.Select(static group => $"{group.Key}: {string.Join(" / ", group.Select(static entry => entry.Summary).Distinct())}"));
    }

    private static string Page()
    {
        var page = new StringBuilder("""
            # Diagnostics

            Every finding has a code that is never used for anything else. On standard error it is one line, `file:line:column: error CODE: Summary. Detail`;
            with `-o json` it stands in the document's `diagnostics`. An ellipsis is what the run fills in.


            """);
        foreach (var (digit, title) in s_stages)
        {
            var rows = Entries().Where(entry => entry.Code[2] == digit).DistinctBy(static entry => (entry.Code, entry.Detail)).OrderBy(static entry => entry.Code, StringComparer.Ordinal).ToList();
            if (rows.Count > 0)
            {
                page.Append(CultureInfo.InvariantCulture, $"## {title}\n\n| code | | says |\n|---|---|---|\n");
                foreach (var row in rows)
                {
                    page.Append(CultureInfo.InvariantCulture, $"| {row.Code} | {row.Severity} | **{Cell(row.Summary)}.** {Cell(row.Detail)} |\n");
                }

                page.Append('\n');
            }
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static IEnumerable<CatalogueEntry> Entries() =>
        Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, "src"), "*Diagnostics.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .SelectMany(static file => CatalogueReader.Read(File.ReadAllText(file)));
}
