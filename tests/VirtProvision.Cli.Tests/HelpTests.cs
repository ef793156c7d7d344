using System.Text.RegularExpressions;
using VirtProvision.Testing;

namespace VirtProvision.Cli.Tests;

public sealed partial class HelpTests
{
    public static TheoryData<string> Commands => ["validate", "render", "explain", "plan", "apply", "destroy", "export", "install", "clone", "flatten", "images", "images list", "images outdated", "images update", "images gc", "lint", "lint identity", "xml", "status", "start", "stop", "reboot", "console", "screenshot", "viewer", "events", "host", "host list", "host check", "host snapshot", "schema"];

    [Fact]
    public async Task The_program_lists_its_commands_and_first_steps()
    {
        var run = await CommandRun.OfAsync(["--help"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Golden.Match(Path.Combine(RepositoryPaths.Cases, "_views", "help.verified.txt"), run.Out);
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task A_command_teaches_by_example(string command)
    {
        var run = await CommandRun.OfAsync([.. command.Split(' '), "--help"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("\nExamples:\n", run.Out, StringComparison.Ordinal);
        Golden.Match(Path.Combine(RepositoryPaths.Cases, "_views", $"help-{command.Replace(' ', '-')}.verified.txt"), run.Out);
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task The_manual_knows_every_option(string command)
    {
        var run = await CommandRun.OfAsync([.. command.Split(' '), "--help"]);
        var manual = await File.ReadAllTextAsync(Path.Combine(RepositoryPaths.Root, "docs", "manual.md"));

        Assert.Contains($"| `{command} ", manual, StringComparison.Ordinal);
        foreach (Match option in Option().Matches(run.Out))
        {
            Assert.Contains(option.Groups["name"].Value, manual, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("^  (-\\w, )?(?<name>--[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex Option();
}
