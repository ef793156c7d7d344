namespace VirtProvision.Cli.Tests;

public sealed class UsageTests
{
    [Fact]
    public async Task No_command_says_what_to_type()
    {
        var run = await CommandRun.OfAsync([]);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("virt-provision: error VP9004: Missing command.", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Theory]
    [InlineData("plam", "\"plan\"")]
    [InlineData("aplly", "\"apply\"")]
    public async Task A_misspelt_command_is_guessed(string typed, string guess)
    {
        var run = await CommandRun.OfAsync([typed, "specs"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(1, run.Error.Split("VP9001").Length - 1);
        Assert.Contains($"Did you mean {guess}?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_option_is_guessed_and_not_taken_for_a_path()
    {
        var run = await CommandRun.OfAsync(["plan", "specs", "--conect", "qemu:///system"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("VP9002", run.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"--connect\"?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_path_is_named()
    {
        var run = await CommandRun.OfAsync(["plan"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error VP9003: Missing argument. \"virt-provision plan\" needs PATH.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_value_says_which_are_right()
    {
        var run = await CommandRun.OfAsync(["plan", "specs", "-o", "yaml"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error VP9006: Wrong value of an option. -o can't be \"yaml\": it is one of text, json.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_carries_usage_errors_too()
    {
        var run = await CommandRun.OfAsync(["plan", "-o", "json"]);

        using var document = System.Text.Json.JsonDocument.Parse(run.Out);
        Assert.Equal("VP9003", document.RootElement.GetProperty("diagnostics")[0].GetProperty("code").GetString());
        Assert.Equal(1, document.RootElement.GetProperty("exitCode").GetInt32());
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Version_prints_the_version_alone()
    {
        var run = await CommandRun.OfAsync(["--version"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", run.Out);
    }
}
