using System.Text.Json;
using System.Text.RegularExpressions;
using VirtProvision.Testing;

namespace VirtProvision.Cli.Tests.Binary;

/// <summary><c>install --print-spec</c> says the same as <c>install --print-xml</c>: rendered, the spec is that XML.</summary>
public sealed partial class InstallSpecTests : IDisposable
{
    // Has words that no libvirt knows: on the command line libvirt decides, a file that is kept is held to the schema.
    private const string WithUnknownWords = "virt-install.many-devices";

    private readonly string _folder = Directory.CreateTempSubdirectory("vp-install-spec-").FullName;

    /// <summary>The command lines of the conformance cases that give one document: what they install is there already.</summary>
    public static IEnumerable<(string Id, string[] Arguments)> Cases()
    {
        foreach (var file in new[] { "cases.json", "derived_cases.json" })
        {
            using var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(Conformance, file)));
            foreach (var item in cases.RootElement.GetProperty("cases").EnumerateArray())
            {
                if (item.GetProperty("app").GetString() is "virt-install" && item.GetProperty("kind").GetString() is "compare" && item.GetProperty("connection").GetString() is { } host)
                {
                    var hidden = item.GetProperty("hidden_args").EnumerateArray().Select(static text => text.GetString()).ToHashSet();
                    var arguments = item.GetProperty("args").EnumerateArray().Select(static text => text.GetString()!)
                        .Where(text => !hidden.Contains(text))
                        .Select(text => text.Replace("{CONNECT}", $"snapshot://{Conformance}/hosts/{host}", StringComparison.Ordinal).Replace("{UPSTREAM}", $"{Conformance}/upstream", StringComparison.Ordinal))
                        .ToList();
                    var print = arguments.FindIndex(static text => text is "--print-step" or "--print-xml");
                    if (print >= 0)
                    {
                        arguments.RemoveRange(print, arguments.Count > print + 1 && !arguments[print + 1].StartsWith('-') ? 2 : 1);
                        yield return (item.GetProperty("id").GetString()!, [.. arguments]);
                    }
                }
            }
        }
    }

    [SkippableFact]
    public async Task A_printed_spec_renders_to_the_printed_XML()
    {
        NativeBinary.SkipWithout();
        Skip.If(RepositoryPaths.Shared is null, "The conformance cases are not beside this repository (../shared).");
        Skip.IfNot(Directory.Exists("/usr/share/osinfo"), "The cases need a database of operating systems (osinfo-db).");
        var compared = 0;
        var wrong = new List<string>();
        foreach (var (id, arguments) in Cases().Where(static item => item.Id is not WithUnknownWords))
        {
            // What is fetched over a network is not there without the cases' own server; an installation has two documents.
            var xml = await InstallAsync([.. arguments, "--print-xml"]);
            if (xml.ExitCode is not 0 || Documents(xml.Out).Count is not 1)
            {
                continue;
            }

            var spec = Path.Combine(_folder, $"{compared++}.yaml");
            await File.WriteAllTextAsync(spec, (await InstallAsync([.. arguments, "--print-spec"])).Out);
            var rendered = await NativeBinary.RunAsync("render", spec);
            if (rendered.ExitCode is not 0 || Neutral(Documents(rendered.Out).FirstOrDefault("")) != Neutral(Documents(xml.Out)[0]))
            {
                wrong.Add($"{id}: {rendered.Error}\n{rendered.Out}\n--- instead of\n{xml.Out}");
            }
        }

        Assert.True(compared >= 40, $"Only {compared} cases were compared.");
        Assert.True(wrong.Count is 0, $"{wrong.Count} of {compared}:\n{string.Join('\n', wrong.Take(5))}");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Conformance => Path.Combine(RepositoryPaths.Shared ?? "", "conformance");

    private static Task<CommandRun> InstallAsync(string[] arguments) =>
        NativeBinary.RunInAsync(Path.Combine(Conformance, "upstream"), ["install", .. arguments]);

    private static List<string> Documents(string text) => [.. Domain().Matches(text).Select(static match => match.Value)];

    // Chosen anew each time.
    private static string Neutral(string xml) => Mac().Replace(Uuid().Replace(xml, "UUID"), "MAC");

    [GeneratedRegex("<domain[\\s>].*?</domain>", RegexOptions.Singleline)]
    private static partial Regex Domain();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.IgnoreCase)]
    private static partial Regex Uuid();

    [GeneratedRegex("([0-9a-f]{2}:){5}[0-9a-f]{2}", RegexOptions.IgnoreCase)]
    private static partial Regex Mac();
}
