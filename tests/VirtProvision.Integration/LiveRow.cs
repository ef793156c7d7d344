using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;
using VirtProvision.Testing;

namespace VirtProvision.Integration;

/// <summary>A line of <c>tests/cases/_live/GUEST/rows.yaml</c>; that of <c>rows</c> says what the words mean.</summary>
public sealed record LiveRow(string Guest, string Name, string Old, string New, string Class, string? Means, string Holds, string Back)
{
    public static IEnumerable<LiveRow> All => [.. Read("rows"), .. Read("memory")];

    public static string FileOf(string guest, string name) => Path.Combine(RepositoryPaths.Cases, "_live", guest, name);

    private static IEnumerable<LiveRow> Read(string guest)
    {
        var path = FileOf(guest, "rows.yaml");
        var findings = new DiagnosticBag();
        var rows = (SequenceNode)YamlDocumentReader.Read(new SourceFile(path, File.ReadAllText(path)), findings).Single();
        Assert.Empty(findings);
        return rows.Items.Cast<MappingNode>().Select(row => new LiveRow(
            guest, row.TextOf("name")!, row.TextOf("old")!, row.TextOf("new")!, row.TextOf("class")!, row.TextOf("means"), row.TextOf("holds")!, row.TextOf("back") ?? "live"));
    }

    public override string ToString() => Name;
}
