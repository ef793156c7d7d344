using System.Text.RegularExpressions;
using VirtProvision.Testing;

namespace VirtProvision.Cli.Tests.Docs;

/// <summary>Every spec that the documentation shows is one that validates.</summary>
public sealed partial class ExamplesInDocsTests
{
    public static TheoryData<string, int> Examples
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var page in (string[])["README.md", "docs/manual.md"])
            {
                for (var i = 0; i < ExamplesOf(page).Count; i++)
                {
                    data.Add(page, i);
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Examples))]
    public async Task An_example_is_valid(string page, int number)
    {
        var run = await CommandRun.OfAsync(["validate", "-", "--set", "CPUS=2"], ExamplesOf(page)[number].Groups["yaml"].Value);

        // Not every example uses the variable.
        Assert.DoesNotContain("error", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    private static MatchCollection ExamplesOf(string page) => Block().Matches(File.ReadAllText(Path.Combine(RepositoryPaths.Root, page)));

    [GeneratedRegex("^```yaml\n(?<yaml>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
