using System.Text;

namespace VirtProvision.Cli.Tests;

/// <summary>What is wrong with a spec is said with a code, a place and advice; no host is asked, and no trace is shown.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Head = "apiVersion: virtprovision/v1\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("vp-bad-").FullName;

    public static TheoryData<string, string, string> Specs => new()
    {
        { "a NUL byte", "kind: \0", "VP1010" },
        { "an empty file", "", "VP1013" },
        { "a tab", "kind: Domain\nspec:\n\tmemory: 1GiB\n", "VP1021" },
        { "a duplicate key", "kind: Domain\nkind: Network\n", "VP1027" },
        { "an alias bomb", AliasBomb(), "VP1024" },
        { "10,000 levels", new string('[', 10_000) + new string(']', 10_000), "VP1023" },
        { "an unknown tag", "kind: !evil Domain\n", "VP1030" },
        { "10,000 open brackets", new string('[', 10_000), "VP1023" },
        { "10,000 lists on one line", string.Concat(Enumerable.Repeat("- ", 10_000)), "VP1023" },
        { "1,000 levels of blocks", string.Concat(Enumerable.Range(0, 1000).Select(static i => new string(' ', i) + "a:\n")), "VP1023" },
        { "an alias inside itself", "a: &a [*a]\n", "VP1026" },
        { "a wrong apiVersion", "apiVersion: virtprovision/v9\nkind: Domain\nmetadata: {name: x}\nspec: {memory: 1GiB}\n", "VP2020" },
        { "no spec but a list", "- a\n", "VP3010" },
        { "an unknown kind", Head + "kind: Domian\nmetadata: {name: x}\nspec: {}\n", "VP2" },
        { "an unknown field", Domain("memry: 1GiB"), "VP2" },
        { "a wrong type", Domain("vcpus: many"), "VP2" },
        { "a wrong unit", Domain("memory: 1Gigs"), "VP2" },
        { "a size without a unit", Domain("memory: 1024"), "VP2" },
        { "a name with markup", Head + "kind: Domain\nmetadata: {name: \"a<&\\\"'b/\"}\nspec: {memory: 1GiB}\n", "VP" },
        { "a name with a slash", Named("a/b"), "VP2007" },
        { "a name with NUL", Named("\"a\\0b\""), "VP2007" },
        { "a name with a line end", Named("\"a\\nb\""), "VP2007" },
        { "a name that means a folder", Named(".."), "VP3012" },
        { "an empty name", Named("''"), "VP2007" },
        { "a name of 300 characters", Head + $"kind: Domain\nmetadata: {{name: {new string('n', 300)}}}\nspec: {{memory: 1GiB}}\n", "VP" },
        { "two resources of one name", Domain("memory: 1GiB") + "---\n" + Domain("memory: 1GiB"), "VP3" },
        { "more CPUs than any machine has", Domain("vcpus: 99999999999999999999"), "VP2008" },
        { "a carriage return", Domain("metadata: {description: \"a\\r\\nb\"}"), "VP2018" },
        { "a pool in no absolute folder", Head + "kind: StoragePool\nmetadata: {name: vpedge}\nspec: {type: dir, target: ../../etc}\n", "VP2007" },
        { "volumes that need each other", Layer("a", "b") + "---\n" + Layer("b", "a"), "VP3002" },
        { "an unknown variable", Domain("memory: ${NOWHERE}"), "VP1" },
    };

    [Theory, MemberData(nameof(Specs))]
    public async Task A_bad_spec_is_a_finding_with_a_place(string what, string text, string code)
    {
        var path = Path.Combine(_folder, "bad.yaml");
        await File.WriteAllTextAsync(path, text);

        var run = await CommandRun.OfAsync(["plan", path, "-c", NoHost]);

        Assert.True(run.ExitCode == 1, what);
        Assert.Contains($": error {code}", run.Error, StringComparison.Ordinal);
        Assert.StartsWith($"{path}:", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("VP9099", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("VP6", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        var run = await CommandRun.OfAsync(["validate", Path.Combine(_folder, "nowhere.yaml")]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error VP1001: No such file.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        var path = Path.Combine(_folder, "disk.yaml");
        await File.WriteAllBytesAsync(path, [0x51, 0x46, 0x49, 0xfb, 0x00, 0x00, 0x00, 0x03]);

        var run = await CommandRun.OfAsync(["validate", path]);

        Assert.Equal(1, run.ExitCode);
        Assert.Matches("error VP101[01]", run.Error);
    }

    [Fact]
    public async Task No_libvirtd_is_said_plainly()
    {
        var path = Path.Combine(_folder, "good.yaml");
        await File.WriteAllTextAsync(path, Domain("memory: 1GiB"));

        var run = await CommandRun.OfAsync(["plan", path, "-c", NoHost]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error VP6", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_of_several_files_come_at_once_and_in_order()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "a.yaml"), Domain("memry: 1GiB"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "b.yaml"), Domain("vcpus: many"));

        var run = await CommandRun.OfAsync(["validate", _folder]);

        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("/a.yaml:", lines[0], StringComparison.Ordinal);
        Assert.Contains("/b.yaml:", lines[^1], StringComparison.Ordinal);
        Assert.Contains("Not valid:", run.Out, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string NoHost => $"qemu:///system?socket={_folder}/no-socket";

    private static string Domain(string field) => $"{Head}kind: Domain\nmetadata: {{name: web01}}\nspec:\n  {field}\n";

    private static string Named(string name) => $"{Head}kind: Domain\nmetadata: {{name: {name}}}\nspec: {{memory: 1GiB}}\n";

    private static string Layer(string name, string under) =>
        $"{Head}kind: StorageVolume\nmetadata: {{name: {name}}}\nspec: {{pool: default, capacity: 1GiB, format: qcow2, backingStore: {{volume: {under}}}}}\n";

    private static string AliasBomb()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 10; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        return text.ToString();
    }
}
