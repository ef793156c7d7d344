using System.Text.Json;
using VirtProvision.Testing;

namespace VirtProvision.Cli.Tests.Views;

public sealed class ExplainViewTests
{
    private static readonly string s_spec = Path.Combine(RepositoryPaths.Cases, "domain", "minimal", "spec.yaml");

    [Fact]
    public async Task Text_tells_each_default_and_its_rule()
    {
        var run = await CommandRun.OfAsync(["explain", s_spec]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Golden.Match(Path.Combine(RepositoryPaths.Cases, "_views", "explain.verified.txt"), run.Out);
    }

    [Fact]
    public async Task Json_tells_the_rules_place_and_condition()
    {
        var run = await CommandRun.OfAsync(["explain", s_spec, "-o", "json"]);
        var domain = JsonDocument.Parse(run.Out).RootElement.GetProperty("result")[0];
        var machine = domain.GetProperty("defaults").EnumerateArray().Single(static effect => effect.GetProperty("field").GetString() is "machine");

        Assert.Equal("q35", machine.GetProperty("value").GetString());
        Assert.Equal("q35 is the PC with PCI Express, for a system that knows it", machine.GetProperty("rule").GetString());
        Assert.Contains("os.q35", machine.GetProperty("when").GetString(), StringComparison.Ordinal);
        Assert.Equal("schemas/domain/defaults/machine.yaml", machine.GetProperty("file").GetString());
    }

    [Fact]
    public async Task A_host_that_cannot_be_reached_is_said()
    {
        var run = await CommandRun.OfAsync(["explain", s_spec, "-c", "qemu+unix:///system?socket=/nonexistent"]);

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains("error VP", run.Error, StringComparison.Ordinal);
    }
}
