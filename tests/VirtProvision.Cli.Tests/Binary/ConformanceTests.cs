using System.Text.Json;
using VirtProvision.Testing;

namespace VirtProvision.Cli.Tests.Binary;

/// <summary>
/// Scores the binary over the command lines of virt-install's own tests. A score is recorded beside this and never falls; a better one is to be written
/// into <c>conformance.scores.json</c> (UPDATE_GOLDEN=1 does it).
/// </summary>
public sealed class ConformanceTests : IDisposable
{
    private static readonly string s_scores = Path.Combine(RepositoryPaths.Root, "tests", "VirtProvision.Cli.Tests", "Binary", "conformance.scores.json");

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    // What needs upstream's own hooks, or is about a shell's completion.
    private static readonly string[] s_leftOut = ["hook", "argcomplete"];

    private readonly string _folder = Directory.CreateTempSubdirectory("vp-conformance-").FullName;

    [SkippableTheory]
    [InlineData("cases.json", "virt-install", "install")]
    [InlineData("derived_cases.json", "virt-install", "install")]
    [InlineData("cases.json", "virt-xml", "xml")]
    [InlineData("derived_cases.json", "virt-xml", "xml")]
    [InlineData("cases.json", "virt-clone", "clone")]
    public async Task The_score_does_not_fall(string cases, string program, string command)
    {
        NativeBinary.SkipWithout();
        Skip.If(RepositoryPaths.Shared is null, "The conformance cases are not beside this repository (../shared).");
        var folder = Path.Combine(RepositoryPaths.Shared, "conformance");
        Skip.IfNot(File.Exists("/usr/bin/python3"), "The conformance runner needs python3.");
        Skip.IfNot(Directory.Exists("/usr/share/osinfo"), "The cases need a database of operating systems (osinfo-db).");

        string[] arguments =
        [
            Path.Combine(folder, "run.py"), $"--{command}", $"{NativeBinary.Path} {command}", "--app", program, "--cases", Path.Combine(folder, cases), "--out", _folder,
            .. s_leftOut.SelectMany(static tag => new[] { "--exclude-tag", tag }),
        ];
        var run = await NativeBinary.RunProgramAsync("/usr/bin/python3", arguments);
        Assert.True(File.Exists(Path.Combine(_folder, "results.json")), run.Out + run.Error);

        var (scores, failures) = Read(await File.ReadAllTextAsync(Path.Combine(_folder, "results.json")));
        var recorded = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, int>>>(await File.ReadAllTextAsync(s_scores))!;
        var key = $"{program} {cases}";
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1")
        {
            recorded[key] = scores;
            await File.WriteAllTextAsync(s_scores, JsonSerializer.Serialize(recorded, s_indented) + "\n");
            return;
        }

        foreach (var (kind, passed) in recorded[key])
        {
            Assert.True(scores.GetValueOrDefault(kind) >= passed, $"{kind}: {scores.GetValueOrDefault(kind)} of {passed} recorded passes. Not passed:\n{string.Join('\n', failures)}");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (Dictionary<string, int> Scores, List<string> Failures) Read(string results)
    {
        var scores = new Dictionary<string, int>();
        var failures = new List<string>();
        using var document = JsonDocument.Parse(results);
        foreach (var result in document.RootElement.EnumerateArray())
        {
            var kind = result.GetProperty("kind").GetString()!;
            scores.TryAdd(kind, 0);
            if (result.GetProperty("status").GetString() is "pass")
            {
                scores[kind]++;
            }
            else
            {
                failures.Add($"{result.GetProperty("id").GetString()}: {result.GetProperty("detail").GetString()}");
            }
        }

        return (scores, failures);
    }
}
