using System.Diagnostics;
using System.Xml.Linq;

namespace VirtProvision.Cli.Tests.Binary;

/// <summary>The native binary is killed while it patches a hundred domains of a real libvirt: none is lost, none half changed, and the next run finishes.</summary>
public sealed class KilledRunTests : IAsyncLifetime
{
    private const int Domains = 100;

    // Seconds each; all fifty when asked for.
    private static readonly int s_rounds = Environment.GetEnvironmentVariable("VP_SLOW") is "1" ? 50 : 12;

    private readonly string _prefix = $"vpkill-{Guid.NewGuid():n}"[..14];
    private readonly string _folder = Directory.CreateDirectory($"/var/tmp/vp-kill-{Guid.NewGuid():n}").FullName;

    private string Patch => $"{_folder}/patch.yaml";

    private IEnumerable<string> Names => Enumerable.Range(0, Domains).Select(index => $"{_prefix}-{index:000}");

    [SkippableFact]
    public async Task A_killed_run_leaves_every_domain_whole_and_the_next_run_finishes()
    {
        NativeBinary.SkipWithoutHost();
        await DefineAsync();
        await WriteAsync("value-0");
        var time = Stopwatch.StartNew();
        var whole = await NativeBinary.RunAsync("apply", "--yes", Patch);
        Assert.True(whole.ExitCode is 0, whole.Out + whole.Error);
        var duration = time.Elapsed;
        Assert.All(await DomainsAsync(), static domain => Assert.Equal("value-0", TitleOf(domain)));

        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var cutShort = 0;
        var round = 0;

        // A run that was over before its end came shows nothing: then the next is killed earlier, and there is one more.
        while (round < s_rounds || (cutShort == 0 && round < 5 * s_rounds))
        {
            round++;
            await WriteAsync($"value-{round}");
            using var process = NativeBinary.Start(NativeBinary.Path, "apply", "--yes", Patch);
            var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            time.Restart();
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(duration * random.NextDouble()));
            duration = process.HasExited ? time.Elapsed : duration;
            process.Kill();
            await process.WaitForExitAsync();
            await output;

            var domains = await DomainsAsync();
            Assert.True(domains.Length == Domains, $"Round {round} of seed {seed}: {domains.Length} domains are left.");
            Assert.All(domains, domain => Assert.True(IsWhole(domain), $"Round {round} of seed {seed}: {domain}"));
            cutShort += domains.Any(domain => TitleOf(domain) == $"value-{round}") && domains.Any(domain => TitleOf(domain) != $"value-{round}") ? 1 : 0;
        }

        var last = await NativeBinary.RunAsync("apply", "--yes", Patch);
        Assert.True(last.ExitCode is 0, last.Out + last.Error);
        var plan = await NativeBinary.RunAsync("plan", "--detailed-exitcode", Patch);
        Assert.True(plan.ExitCode is 0, plan.Out + plan.Error);
        Assert.All(await DomainsAsync(), domain => Assert.Equal($"value-{round}", TitleOf(domain)));
        Assert.True(cutShort > 0, $"Seed {seed}: no run was killed between its first domain and its last, so nothing is shown.");

        var back = await NativeBinary.RunAsync("destroy", "--yes", Patch);
        Assert.True(back.ExitCode is 0, back.Out + back.Error);
        Assert.All(await DomainsAsync(), static domain => Assert.Equal("before", TitleOf(domain)));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (File.Exists($"{_folder}/define"))
        {
            await VirshAsync(Names.Select(static name => $"undefine {name}"));
        }

        Directory.Delete(_folder, recursive: true);
    }

    // What the patch names changed together or not at all, and what it does not name is there.
    private static bool IsWhole(XElement domain) =>
        TitleOf(domain) is { Length: > 0 } title && domain.Element("description")?.Value == title && domain.Element("on_crash")?.Value is "restart"
        && domain.Element("metadata")?.Element(XName.Get("note", "urn:others")) is { Value: "kept" };

    private static string? TitleOf(XElement domain) => domain.Element("title")?.Value;

    private async Task DefineAsync()
    {
        foreach (var name in Names)
        {
            await File.WriteAllTextAsync($"{_folder}/{name}.xml", $"""
                <domain type='qemu'>
                  <name>{name}</name>
                  <title>before</title>
                  <description>before</description>
                  <metadata><o:note xmlns:o='urn:others'>kept</o:note></metadata>
                  <memory unit='MiB'>64</memory>
                  <os><type arch='x86_64'>hvm</type></os>
                  <on_crash>restart</on_crash>
                </domain>
                """);
        }

        await File.WriteAllTextAsync($"{_folder}/define", "");
        await VirshAsync(Names.Select(name => $"define {_folder}/{name}.xml"));
    }

    private Task WriteAsync(string value) => File.WriteAllTextAsync(Patch, $$"""
        apiVersion: virtprovision/v1
        kind: DomainPatch
        metadata: {name: {{_prefix}}}
        spec:
          match: {names: ["{{_prefix}}-*"]}
          patch:
            metadata: {title: {{value}}, description: {{value}}}
        """);

    private async Task<XElement[]> DomainsAsync()
    {
        var listed = await VirshAsync(["list --all --name"]);
        var names = listed.Split('\n', StringSplitOptions.TrimEntries).Where(name => name.StartsWith(_prefix, StringComparison.Ordinal)).ToArray();
        var dumps = await VirshAsync(names.Select(static name => $"dumpxml --inactive {name}"));
        return [.. XElement.Parse($"<all>{dumps}</all>").Elements("domain")];
    }

    private static async Task<string> VirshAsync(IEnumerable<string> commands)
    {
        var run = await NativeBinary.RunProgramAsync("virsh", "-q", "-c", "qemu:///system", string.Join("; ", commands));
        Assert.True(run.ExitCode is 0, run.Error);
        return run.Out;
    }
}
