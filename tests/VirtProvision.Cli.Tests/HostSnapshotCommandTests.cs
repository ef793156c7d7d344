using System.Text.Json;

namespace VirtProvision.Cli.Tests;

/// <summary>The command on a host that is itself written down, so that it needs no libvirt.</summary>
public sealed class HostSnapshotCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vp-host-");

    public HostSnapshotCommandTests()
    {
        Directory.CreateDirectory(PathOf("host/domains"));
        File.WriteAllText(PathOf("host/host.json"), """{"uri": "qemu:///system", "domains": {"vm": {"active": false}}}""");
        File.WriteAllText(PathOf("host/capabilities.xml"), "<capabilities><host><cpu><arch>x86_64</arch></cpu></host></capabilities>");
        File.WriteAllText(PathOf("host/domains/vm.xml"), "<domain><name>vm</name><devices><graphics type='vnc' passwd='geheim'/></devices></domain>");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private Task<CommandRun> RunAsync(params string[] more) => CommandRun.OfAsync(["host", "snapshot", PathOf("copy"), "-c", $"snapshot://{PathOf("host")}", .. more]);

    [Fact]
    public async Task It_says_what_is_in_the_snapshot_and_how_to_use_it()
    {
        var run = await RunAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal($"""
            snapshot://{PathOf("host")} is written down in {PathOf("copy")}: 1 domain, 0 networks, 0 pools with 0 volumes, 0 devices.
            Passwords were left out.
            Use it with -c snapshot://{PathOf("copy")}

            """, run.Out);
        Assert.DoesNotContain("geheim", await File.ReadAllTextAsync(PathOf("copy/domains/vm.xml")), StringComparison.Ordinal);

        var again = await RunAsync();
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("error VP6023", again.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("--force", "--include-secrets")).ExitCode);
        Assert.Contains("geheim", await File.ReadAllTextAsync(PathOf("copy/domains/vm.xml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_it_counts()
    {
        using var document = JsonDocument.Parse((await RunAsync("-o", "json")).Out);
        var result = document.RootElement.GetProperty("result");

        Assert.Equal("host snapshot", document.RootElement.GetProperty("command").GetString());
        Assert.Equal($"snapshot://{PathOf("copy")}", result.GetProperty("connection").GetString());
        Assert.Equal((1, 0, false), (result.GetProperty("domains").GetInt32(), result.GetProperty("volumes").GetInt32(), result.GetProperty("secrets").GetBoolean()));
    }

    [Fact]
    public async Task A_terminal_sees_it_move()
    {
        var run = await CommandRun.OfAsync(["host", "snapshot", PathOf("copy"), "-c", $"snapshot://{PathOf("host")}"], terminal: true);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\r1 files written, reading domains", run.Error, StringComparison.Ordinal);
        Assert.EndsWith(" \r", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("VP9003", "\"virt-provision host\" needs COMMAND", "host")]
    [InlineData("VP9001", "Did you mean \"snapshot\"?", "host", "snapshto")]
    [InlineData("VP9003", "\"virt-provision host snapshot\" needs DIR", "host", "snapshot")]
    [InlineData("VP9002", "Did you mean \"--force\"?", "host", "snapshot", "dir", "--forec")]
    public async Task Slips_in_a_command_of_two_words_are_said(string code, string text, params string[] words)
    {
        var run = await CommandRun.OfAsync(words);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"error {code}", run.Error, StringComparison.Ordinal);
        Assert.Contains(text, run.Error, StringComparison.Ordinal);
    }
}
