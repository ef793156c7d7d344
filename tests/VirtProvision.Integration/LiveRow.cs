using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;
using VirtProvision.Testing;

namespace VirtProvision.Integration;

/// <summary>A line of <c>tests/cases/_live/rows/rows.yaml</c>, which says what the words mean.</summary>
public sealed record LiveRow(string Name, string Old, string New, string Class, string? Means, string Holds, string Back)
{
    public static string Folder { get; } = Path.Combine(RepositoryPaths.Cases, "_live", "rows");

    public static IEnumerable<LiveRow> ReadAll()
    {
        var path = Path.Combine(Folder, "rows.yaml");
        var findings = new DiagnosticBag();
        var rows = (SequenceNode)YamlDocumentReader.Read(new SourceFile(path, File.ReadAllText(path)), findings).Single();
        Assert.Empty(findings);
        return rows.Items.Cast<MappingNode>().Select(static row => new LiveRow(
            row.TextOf("name")!, row.TextOf("old")!, row.TextOf("new")!, row.TextOf("class")!, row.TextOf("means"), row.TextOf("holds")!, row.TextOf("back") ?? "live"));
    }

    public override string ToString() => Name;
}
