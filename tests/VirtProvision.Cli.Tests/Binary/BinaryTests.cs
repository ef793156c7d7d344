using System.Text.Json;
using VirtProvision.Testing;

namespace VirtProvision.Cli.Tests.Binary;

/// <summary>What only the native binary can show: that nothing it needs was trimmed away.</summary>
public sealed class BinaryTests
{
    private static readonly string s_quickstart = Path.Combine(RepositoryPaths.Root, "examples", "quickstart");

    [SkippableFact]
    public async Task Version()
    {
        NativeBinary.SkipWithout();

        Assert.Matches(@"^\d+\.\d+\.\d+\n$", (await NativeBinary.RunAsync("--version")).Out);
    }

    [SkippableFact]
    public async Task Validate()
    {
        NativeBinary.SkipWithout();
        var run = await NativeBinary.RunAsync("validate", s_quickstart);

        Assert.Equal((0, "Valid: 4 resources.\n", ""), (run.ExitCode, run.Out, run.Error));
    }

    [SkippableFact]
    public async Task Render()
    {
        NativeBinary.SkipWithout();
        var run = await NativeBinary.RunAsync("render", Path.Combine(s_quickstart, "domain.yaml"));

        Assert.Contains("<name>quickstart</name>", run.Out, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    [SkippableTheory]
    [InlineData("Domain")]
    [InlineData("Network")]
    [InlineData("StoragePool")]
    [InlineData("StorageVolume")]
    public async Task Schema(string kind)
    {
        NativeBinary.SkipWithout();
        var run = await NativeBinary.RunAsync("schema", kind);

        using var schema = JsonDocument.Parse(run.Out);
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.RootElement.GetProperty("$schema").GetString());
    }

    [SkippableFact]
    public async Task A_reader_that_has_seen_enough_is_no_error()
    {
        NativeBinary.SkipWithout();
        var run = await NativeBinary.RunProgramAsync("bash", "-c", $"set -o pipefail; '{NativeBinary.Path}' schema Domain | head -n 1");

        Assert.Equal((0, "{\n", ""), (run.ExitCode, run.Out, run.Error));
    }

    [SkippableTheory]
    [InlineData("1", false)]
    [InlineData("", true)]
    public async Task A_terminal_gets_escapes_only_when_it_wants_colours(string noColor, bool escapes)
    {
        NativeBinary.SkipWithout();
        Skip.IfNot(File.Exists("/usr/bin/script"), "script, which makes a terminal, is not installed.");
        var run = await NativeBinary.RunProgramAsync("script", "-qec", $"TERM=xterm NO_COLOR={noColor} '{NativeBinary.Path}' validate /nowhere.yaml", "/dev/null");

        Assert.Contains("VP1001", run.Out, StringComparison.Ordinal);
        Assert.Equal(escapes, run.Out.Contains("\e[", StringComparison.Ordinal));
        Assert.DoesNotContain("\e[?", run.Out, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Apply_without_a_terminal_wants_yes()
    {
        NativeBinary.SkipWithoutHost();
        var path = Path.Combine(Path.GetTempPath(), $"vpcli-{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(path, $$"""
            apiVersion: virtprovision/v1
            kind: StoragePool
            metadata: {name: vpcli-{{Guid.NewGuid():N}}}
            spec: {type: dir, target: /var/lib/libvirt/images/vpcli-never}
            """);
        try
        {
            var run = await NativeBinary.RunAsync("apply", path);

            Assert.Equal(1, run.ExitCode);
            Assert.Contains("VP9007", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
