using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Options;
using VirtProvision.Testing;

namespace VirtProvision.Core.Tests.Options;

/// <summary>The command lines under <c>tests/cases/_options</c>, one option a line, each beside the spec that they make and what is found wrong.</summary>
public static class OptionLines
{
    private static string Folder => Path.Combine(RepositoryPaths.Cases, "_options");

    public static TheoryData<string> All => [.. Directory.GetFiles(Folder, "*.txt").Where(static path => !path.Contains(".verified.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(static path => Path.GetFileNameWithoutExtension(path))];

    public static string Verified(string name) => Path.Combine(Folder, name + ".verified.yaml");

    /// <summary><c>--option value up to the end of the line</c>.</summary>
    public static IEnumerable<OptionUse> Read(string name) =>
        File.ReadLines(Path.Combine(Folder, name + ".txt")).Where(static line => line.StartsWith('-')).Select(static line => line.IndexOf(' ', StringComparison.Ordinal) is var blank and > 0
            ? new OptionUse(line[..blank], line[(blank + 1)..])
            : new OptionUse(line, null));

    public static string Show(IEnumerable<OptionUse> uses, OptionParserSettings settings)
    {
        var diagnostics = new DiagnosticBag();
        var parsed = OptionParser.Parse(uses, diagnostics, settings);
        var name = parsed.Name is null ? "" : $"name: {parsed.Name.Text}\n";
        var cleared = parsed.Cleared.IsEmpty ? "" : $"# cleared: {string.Join(", ", parsed.Cleared)}\n";
        var findings = string.Concat(diagnostics.Select(static finding => $"# {finding.Span} {finding.Severity.ToString().ToLowerInvariant()} {finding.Code} {finding.Summary}. {finding.Detail}\n"));
        return $"{name}{cleared}{YamlWriter.Write(parsed.Spec)}{findings}";
    }
}
