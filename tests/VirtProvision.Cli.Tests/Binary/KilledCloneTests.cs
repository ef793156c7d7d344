using System.Diagnostics;
using System.Xml.Linq;

namespace VirtProvision.Cli.Tests.Binary;

/// <summary>The native binary is stopped while it clones on a real libvirt: every clone that is there is whole, the next run makes the rest, and nothing else is left.</summary>
public sealed class KilledCloneTests : IAsyncLifetime
{
    private const int Clones = 4;
    private const int Interrupt = 2; // SIGINT
    private const int Kill = 9; // SIGKILL

    // Seconds each; all fifty when asked for.
    private static readonly int s_rounds = Environment.GetEnvironmentVariable("VP_SLOW") is "1" ? 50 : 12;

    private readonly string _prefix = $"vpkc-{Guid.NewGuid():n}"[..12];
    private readonly string _folder = Directory.CreateDirectory($"/var/tmp/vp-kill-clone-{Guid.NewGuid():n}").FullName;

    private string Golden => $"{_prefix}-golden";

    [SkippableTheory]
    [InlineData(Kill, true)]
    [InlineData(Kill, false)]
    [InlineData(Interrupt, false)]
    public async Task A_run_that_is_stopped_leaves_no_half_clone_and_the_next_run_makes_the_rest(int signal, bool isLinked)
    {
        NativeBinary.SkipWithoutHost();
        Skip.IfNot(File.Exists("/usr/bin/qemu-img"), "qemu-img is not installed.");
        await DefineAsync();
        string[] command = ["clone", "--original", Golden, "--name", $"{_prefix}-web-{{index}}", "--count", $"{Clones}", .. isLinked ? ["--linked"] : (ReadOnlySpan<string>)[]];
        var time = Stopwatch.StartNew();
        await MustRunAsync(command);
        var duration = time.Elapsed;
        await CheckAsync("the first run", isLinked, isComplete: true);
        await RemoveAsync();

        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var cutShort = 0;
        for (var round = 1; round <= s_rounds; round++)
        {
            var what = $"round {round} of seed {seed}";
            using var process = NativeBinary.Start(NativeBinary.Path, command);
            var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(duration * random.NextDouble()));
            await NativeBinary.RunProgramAsync("kill", $"-{signal}", $"{process.Id}");
            await process.WaitForExitAsync();
            var said = await output;
            cutShort += process.ExitCode is 0 ? 0 : 1;
            var there = await CheckAsync(what, isLinked, isComplete: false);
            if (signal is Interrupt && process.ExitCode is not 0)
            {
                Assert.True(process.ExitCode is 130, $"{what}: {process.ExitCode} {string.Join('\n', said)}");
                Assert.Equal([$"{Golden}.qcow2", .. there.Select(static name => $"{name}.qcow2")], Files());
            }

            await MustRunAsync([.. command, "--resume"]);
            await CheckAsync($"{what}, run again", isLinked, isComplete: true);
            await RemoveAsync();
        }

        Assert.True(cutShort > 0, $"Seed {seed}: no run was stopped before its end, so nothing is shown.");
    }

    [SkippableFact]
    public async Task Runs_at_once_that_make_up_names_make_up_different_ones()
    {
        NativeBinary.SkipWithoutHost();
        Skip.IfNot(File.Exists("/usr/bin/qemu-img"), "qemu-img is not installed.");
        await DefineAsync();
        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => NativeBinary.RunAsync("clone", "--original", Golden, "--auto-clone")));

        Assert.All(runs, static run => Assert.True(run.ExitCode is 0, run.Out + run.Error));
        var domains = await DomainsAsync();
        Assert.Equal(3, domains.Length);
        Assert.Equal(3, domains.Select(PathOf).Distinct().Count());
        foreach (var domain in domains)
        {
            await MustBeWholeAsync(PathOf(domain), "three runs at once");
        }

        Assert.Equal(4, Files().Length);
    }

    [SkippableFact]
    public async Task Of_two_runs_for_the_same_name_one_wins_and_the_other_says_so()
    {
        NativeBinary.SkipWithoutHost();
        Skip.IfNot(File.Exists("/usr/bin/qemu-img"), "qemu-img is not installed.");
        await DefineAsync();
        for (var round = 0; round < 3; round++)
        {
            var name = $"{_prefix}-same{round}";
            var runs = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => NativeBinary.RunAsync("clone", "--original", Golden, "--name", name, "--file", $"{_folder}/pool/{name}.qcow2")));

            Assert.Equal([0, 1], runs.Select(static run => run.ExitCode).Order());
            Assert.Matches("VP7066|VP7067|VP7025|VP8407|VP8413", runs.Single(static run => run.ExitCode is 1).Error);
            await MustBeWholeAsync($"{_folder}/pool/{name}.qcow2", name);
            Assert.Equal(round + 2, Files().Length);
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (File.Exists($"{_folder}/golden.xml"))
        {
            await RemoveAsync();
            await VirshAsync($"undefine {Golden}; pool-destroy {_prefix}; pool-undefine {_prefix}");
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Every clone has its image, whole, with nothing beside it once its run or the next is over.</summary>
    private async Task<string[]> CheckAsync(string what, bool isLinked, bool isComplete)
    {
        var domains = await DomainsAsync();
        foreach (var domain in domains)
        {
            Assert.Equal($"{_folder}/pool/{domain.Element("name")!.Value}.qcow2", PathOf(domain));
            await MustBeWholeAsync(PathOf(domain), what);
        }

        if (isComplete)
        {
            Assert.True(domains.Length is Clones, $"{what}: {domains.Length} clones are there.");
            Assert.True(Files().Length is Clones + 1, $"{what}: {string.Join(' ', Files())}");
            var chain = await NativeBinary.RunProgramAsync("qemu-img", "info", "--output=json", PathOf(domains[0]));
            Assert.Equal(isLinked, chain.Out.Contains("backing-filename", StringComparison.Ordinal));
        }

        // A volume that no domain uses has a sign beside it.
        var used = domains.Select(PathOf).Append($"{_folder}/pool/{Golden}.qcow2").ToHashSet();
        Assert.All(Files().Where(file => file.EndsWith(".qcow2", StringComparison.Ordinal) && !used.Contains($"{_folder}/pool/{file}")), file => Assert.True(File.Exists($"{_folder}/pool/{file}.virtprovision-part"), $"{what}: {file}"));
        return [.. domains.Select(static domain => domain.Element("name")!.Value).Order(StringComparer.Ordinal)];
    }

    private async Task MustBeWholeAsync(string image, string what)
    {
        var compared = await NativeBinary.RunProgramAsync("qemu-img", "compare", $"{_folder}/pool/{Golden}.qcow2", image);
        Assert.True(compared.ExitCode is 0, $"{what}: {compared.Out}{compared.Error}");
    }

    private static string PathOf(XElement domain) => domain.Descendants("source").First().Attribute("file")!.Value;

    private string[] Files() => [.. Directory.GetFiles($"{_folder}/pool").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    private async Task DefineAsync()
    {
        Directory.CreateDirectory($"{_folder}/pool");
        var made = await NativeBinary.RunProgramAsync("qemu-img", "create", "-q", "-f", "qcow2", $"{_folder}/pool/{Golden}.qcow2", "256M");
        Assert.True(made.ExitCode is 0, made.Error);
        var written = await NativeBinary.RunProgramAsync("qemu-io", "-c", "write -q -P 0x5a 1M 96M", $"{_folder}/pool/{Golden}.qcow2");
        Assert.True(written.ExitCode is 0, written.Error);
        await File.WriteAllTextAsync($"{_folder}/golden.xml", $"""
            <domain type='qemu'><name>{Golden}</name><memory unit='MiB'>64</memory><os><type arch='x86_64'>hvm</type></os><devices>
              <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='{_folder}/pool/{Golden}.qcow2'/><target dev='vda' bus='virtio'/></disk>
            </devices></domain>
            """);
        await VirshAsync($"pool-define-as {_prefix} dir --target {_folder}/pool; pool-start {_prefix}; define {_folder}/golden.xml");
    }

    // Clones, their disks, and whatever a run left.
    private async Task RemoveAsync()
    {
        var domains = await DomainsAsync();
        if (domains.Length > 0)
        {
            await VirshAsync(string.Join("; ", domains.Select(static domain => $"undefine {domain.Element("name")!.Value}")));
        }

        foreach (var file in Files().Where(file => file != $"{Golden}.qcow2"))
        {
            File.Delete($"{_folder}/pool/{file}");
        }

        await VirshAsync($"pool-refresh {_prefix}");
    }

    private static async Task MustRunAsync(params string[] command)
    {
        var run = await NativeBinary.RunAsync(command);
        Assert.True(run.ExitCode is 0, run.Out + run.Error);
    }

    private async Task<XElement[]> DomainsAsync()
    {
        var names = (await VirshAsync("list --all --name")).Split('\n', StringSplitOptions.TrimEntries).Where(name => name.StartsWith(_prefix, StringComparison.Ordinal) && name != Golden).ToArray();
        return names.Length is 0 ? [] : [.. XElement.Parse($"<all>{await VirshAsync(string.Join("; ", names.Select(static name => $"dumpxml --inactive {name}")))}</all>").Elements("domain")];
    }

    private static async Task<string> VirshAsync(string commands)
    {
        var run = await NativeBinary.RunProgramAsync("virsh", "-q", "-c", "qemu:///system", commands);
        Assert.True(run.ExitCode is 0, run.Error);
        return run.Out;
    }
}
