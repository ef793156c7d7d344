using System.Text.Json;
using VirtProvision.Testing;

namespace VirtProvision.Cli.Tests;

/// <summary>Runs over hosts that are files, one that nobody listens on, and one in maintenance.</summary>
public sealed class FleetCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vp-fleet-");

    public FleetCommandTests()
    {
        foreach (var host in new[] { "a", "b" })
        {
            Write($"{host}/host.json", """{"uri": "qemu:///system", "networks": {"lan": {"active": true}}}""");
            Write($"{host}/capabilities.xml", "<capabilities><host><cpu><arch>x86_64</arch></cpu></host><guest><os_type>hvm</os_type><arch name='x86_64'><machine canonical='pc-q35-9.0'>q35</machine><domain type='qemu'/></arch></guest></capabilities>");
            Write($"{host}/networks/lan.xml", "<network><name>lan</name><uuid>33333333-3333-3333-3333-333333333333</uuid><forward mode='nat'/></network>");
        }

        Write("specs/hosts.yaml",
            Host("node1", "rack: a", $"uri: 'snapshot://{PathOf("a")}'") + Host("node2", "rack: a", $"uri: 'snapshot://{PathOf("b")}'")
            + Host("node3", "rack: b", $"uri: 'qemu:///system?socket={PathOf("nothing")}'") + Host("node4", "rack: b", "uri: 'qemu:///session', maintenance: {reason: new disks}"));
        Write("specs/lan.yaml", "apiVersion: virtprovision/v1\nkind: Network\nmetadata: {name: lan}\nspec: {hostSelector: {}, forward: nat, domain: lan.example}\n");
        Write("specs/lab.yaml", "apiVersion: virtprovision/v1\nkind: Network\nmetadata: {name: lab}\nspec: {host: node2}\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_plan_is_told_host_by_host()
    {
        var run = await RunAsync("plan", "--detailed-exitcode");

        // An error beats changes.
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error VP6001: No libvirt daemon on node3. There is no libvirt socket", run.Error, StringComparison.Ordinal);
        Golden.Match(GoldenPath("plan-fleet.verified.txt"), Plain(run.Out));
        Assert.Equal(2, (await RunAsync("plan", "--detailed-exitcode", "--host", "rack=a")).ExitCode);
        Assert.Equal(0, (await RunAsync("plan", "--detailed-exitcode", "--host", "node4")).ExitCode);
    }

    [Fact]
    public async Task How_things_stand_is_told_host_by_host()
    {
        var run = await RunAsync("status");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error VP6001: No libvirt daemon on node3.", run.Error, StringComparison.Ordinal);
        Golden.Match(GoldenPath("status-fleet.verified.txt"), Plain(run.Out));

        using var document = JsonDocument.Parse((await RunAsync("status", "-o", "json", "--host", "rack=a")).Out);
        Assert.Equal(["node1 Network/lan active", "node2 Network/lan active", "node2 Network/lab missing"], document.RootElement.GetProperty("result").GetProperty("resources").EnumerateArray()
            .Select(static one => $"{one.GetProperty("host")} {one.GetProperty("kind")}/{one.GetProperty("name")} {one.GetProperty("state")}").OrderBy(static line => line.Contains("missing", StringComparison.Ordinal)).ThenBy(static line => line));
    }

    [Fact]
    public async Task One_host_is_watched_at_a_time()
    {
        Assert.Contains("VP6097", (await RunAsync("status", "--watch")).Error, StringComparison.Ordinal);
        Assert.Contains("VP6095", (await RunAsync("status", "--watch", "--host", "node2")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_each_change_has_its_host()
    {
        var run = await RunAsync("plan", "-o", "json");

        Golden.Match(GoldenPath("plan-fleet.verified.json"), Plain(run.Out));
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task The_others_are_done_when_one_host_is_down()
    {
        var run = await RunAsync("apply", "--yes", "--parallel", "1");

        Assert.Equal(1, run.ExitCode);
        Golden.Match(GoldenPath("apply-fleet.verified.txt"), Plain(run.Out));
        Assert.Equal(1, run.Error.Split('\n').Count(static line => line.Contains("VP6001", StringComparison.Ordinal)));

        using var document = JsonDocument.Parse((await RunAsync("apply", "--yes", "-o", "json")).Out);
        var report = document.RootElement.GetProperty("result").GetProperty("report");
        Assert.False(report.GetProperty("succeeded").GetBoolean());
        Assert.Equal(["node1 pending-restart", "node2 applied", "node2 pending-restart"], report.GetProperty("outcomes").EnumerateArray().Select(static outcome => $"{outcome.GetProperty("host").GetString()} {outcome.GetProperty("state").GetString()}").Order(StringComparer.Ordinal));
        Assert.Equal(["done", "done", "failed", "maintenance"], report.GetProperty("hosts").EnumerateArray().Select(static host => host.GetProperty("state").GetString()));
        Assert.Equal(3, report.GetProperty("summary").GetProperty("applied").GetInt32() + report.GetProperty("summary").GetProperty("pending-restart").GetInt32());
        Assert.Equal("node3", document.RootElement.GetProperty("diagnostics")[0].GetProperty("host").GetString());
    }

    [Fact]
    public async Task Without_a_yes_nothing_is_done_anywhere()
    {
        var run = await RunAsync("apply", "--host", "rack=a");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error VP9007", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("2 hosts: 1 to create, 2 to update, 0 to replace, 0 to delete.\n", run.Out, StringComparison.Ordinal);
        Assert.Equal(2, run.Out.Split("Host node").Length - 1);
    }

    [Fact]
    public async Task What_is_wrong_with_specs_stops_all()
    {
        Write("specs/wrong.yaml", "apiVersion: virtprovision/v1\nkind: Network\nmetadata: {name: wrong}\nspec: {host: nod1}\n");

        var run = await RunAsync("apply", "--yes");

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains("wrong.yaml:4:14: error VP3071: Unknown host. No document of kind Host is named \"nod1\" in these specs. Did you mean \"node1\"?", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("plan")]
    public async Task A_password_in_a_URI_is_shown_nowhere(string command)
    {
        Write("specs/more.yaml", Host("leaky", "rack: c", "uri: 'qemu+ssh://me:geheim@node9/system'"));

        foreach (var format in new[] { "text", "json" })
        {
            var run = await CommandRun.OfAsync([command, PathOf("specs"), "-o", format], terminal: true);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("VP3076", run.Out + run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("geheim", run.Out + run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Specs_are_validated_rendered_and_explained_without_any_host()
    {
        Write("specs/web.yaml", "apiVersion: virtprovision/v1\nkind: Domain\nmetadata: {name: web}\nspec: {hostSelector: {matchLabels: {rack: a}}, memory: 1GiB}\n");

        Assert.Equal("Valid: 7 resources on 4 hosts.\n", (await RunAsync("validate")).Out);
        using var valid = JsonDocument.Parse((await RunAsync("validate", "-o", "json")).Out);
        Assert.Equal(["node1", "node2", "node3", "node4"], valid.RootElement.GetProperty("result").GetProperty("hosts").EnumerateArray().Select(static host => host.GetProperty("name").GetString()));
        Assert.Equal(2, valid.RootElement.GetProperty("result").GetProperty("resources").EnumerateArray().Count(static resource => resource.GetProperty("host").GetString() is "node1"));

        var render = await RunAsync("render");
        Assert.Equal((0, ""), (render.ExitCode, render.Error));
        Assert.Contains("<!-- Network/lan on node4 -->\n<network>", render.Out, StringComparison.Ordinal);
        var explain = await RunAsync("explain");
        Assert.Contains("Domain/web on node1\n", explain.Out, StringComparison.Ordinal);
        Assert.Contains("Domain/web on node2\n", explain.Out, StringComparison.Ordinal);

        // A host that is named is asked for its defaults.
        Assert.Equal(1, (await RunAsync("render", "--host", "node3")).ExitCode);
    }

    [Fact]
    public async Task Everywhere_it_goes_again()
    {
        var run = await RunAsync("destroy", "--yes", "--host", "node1");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Host node1 (", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("1 host, done: 1 applied, 0 unchanged.\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hosts_are_listed()
    {
        var run = await CommandRun.OfAsync(["host", "list", PathOf("specs")]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Golden.Match(GoldenPath("host-list.verified.txt"), Plain(run.Out));
        using var document = JsonDocument.Parse((await CommandRun.OfAsync(["host", "list", PathOf("specs"), "-o", "json"])).Out);
        var last = document.RootElement.GetProperty("result")[3];
        Assert.Equal(("node4", "b", true, "new disks", 1), (
            last.GetProperty("name").GetString(), last.GetProperty("labels").GetProperty("rack").GetString(), last.GetProperty("maintenance").GetBoolean(), last.GetProperty("reason").GetString(),
            last.GetProperty("resources").GetInt32()));
    }

    [Fact]
    public async Task Hosts_are_examined()
    {
        var run = await CommandRun.OfAsync(["host", "check", "-f", PathOf("specs")]);

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Golden.Match(GoldenPath("host-check.verified.txt"), Plain(run.Out));
        Assert.Equal(0, (await CommandRun.OfAsync(["host", "check", "node1", "-f", PathOf("specs")])).ExitCode);
        Assert.Equal(0, (await CommandRun.OfAsync(["host", "check", $"snapshot://{PathOf("a")}"])).ExitCode);
        Assert.Equal(0, (await CommandRun.OfAsync(["host", "check", "-c", $"snapshot://{PathOf("a")}"])).ExitCode);

        using var document = JsonDocument.Parse((await CommandRun.OfAsync(["host", "check", "rack=b", "-f", PathOf("specs"), "-o", "json"])).Out);
        var hosts = document.RootElement.GetProperty("result").EnumerateArray().ToArray();
        Assert.Equal(["node3 failed", "node4 maintenance"], hosts.Select(static host => $"{host.GetProperty("host").GetString()} {host.GetProperty("state").GetString()}"));
        var check = hosts[0].GetProperty("checks")[0];
        Assert.Equal(("connection", "failed"), (check.GetProperty("subject").GetString(), check.GetProperty("state").GetString()));
        Assert.Contains("systemctl start libvirtd", check.GetProperty("remedy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_nobody_declares_is_not_examined()
    {
        var misspelt = await CommandRun.OfAsync(["host", "check", "nod1", "-f", PathOf("specs")]);
        Assert.Equal((1, ""), (misspelt.ExitCode, misspelt.Out));
        Assert.Contains("error VP6050: No host matches. No Host in these specs matches \"nod1\". Did you mean \"node1\"?", misspelt.Error, StringComparison.Ordinal);

        var none = await CommandRun.OfAsync(["host", "check", "-f", PathOf("specs/lab.yaml")]);
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("error VP6052", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_lies_on_many_hosts_is_exported_and_then_there_is_nothing_to_do()
    {
        var run = await CommandRun.OfAsync(["export", "network/lan", "-f", PathOf("specs/hosts.yaml"), "--host", "rack=a", "-d", PathOf("out")]);

        Assert.Equal((0, "", $"2 specs written to {PathOf("out")}.\n"), (run.ExitCode, run.Error, run.Out));
        Assert.Contains("spec:\n  host: node2\n", await File.ReadAllTextAsync(PathOf("out/node2/network/lan.yaml")), StringComparison.Ordinal);
        var plan = await CommandRun.OfAsync(["plan", "--detailed-exitcode", PathOf("out"), PathOf("specs/hosts.yaml")]);
        Assert.Equal((0, ""), (plan.ExitCode, plan.Error));

        // On one of the hosts is enough; one that is down is said, and the others are written.
        File.Delete(PathOf("b/networks/lan.xml"));
        Write("b/host.json", """{"uri": "qemu:///system"}""");
        Assert.Equal(0, (await CommandRun.OfAsync(["export", "network/lan", "-f", PathOf("specs/hosts.yaml"), "--host", "rack=a"])).ExitCode);
        var partly = await CommandRun.OfAsync(["export", "network/lan", "-f", PathOf("specs/hosts.yaml")]);
        Assert.Equal(1, partly.ExitCode);
        Assert.Contains("No libvirt daemon on node3.", partly.Error, StringComparison.Ordinal);
        Assert.Contains("host: node1", partly.Out, StringComparison.Ordinal);
        Assert.Contains("error VP5105: Nothing to export on node1, node2", (await CommandRun.OfAsync(["export", "nothing", "-f", PathOf("specs/hosts.yaml"), "--host", "rack=a"])).Error, StringComparison.Ordinal);
        Assert.Contains("error VP6052", (await CommandRun.OfAsync(["export", "lan", "-f", PathOf("specs/lab.yaml")])).Error, StringComparison.Ordinal);
        Assert.Contains("error VP6050", (await CommandRun.OfAsync(["export", "lan", "-f", PathOf("specs/hosts.yaml"), "--host", "x"])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_is_applied()
    {
        var run = await CommandRun.OfAsync(
            ["apply", "--yes", Path.Combine(RepositoryPaths.Root, "examples", "many-hosts"), "--set", $"NODE1=snapshot://{PathOf("a")}", "--set", $"NODE2=snapshot://{PathOf("b")}"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.EndsWith("2 hosts, done: 3 applied, 0 unchanged.\n", run.Out, StringComparison.Ordinal);
    }

    private Task<CommandRun> RunAsync(params string[] words) => CommandRun.OfAsync([words[0], PathOf("specs"), .. words[1..]]);

    private string Plain(string text) => text.Replace(_folder.FullName, "FOLDER", StringComparison.Ordinal);

    private static string GoldenPath(string name) => Path.Combine(RepositoryPaths.Cases, "_views", name);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }

    private static string Host(string name, string labels, string spec) =>
        $"---\napiVersion: virtprovision/v1\nkind: Host\nmetadata: {{name: {name}, labels: {{{labels}}}}}\nspec: {{{spec}}}\n";
}
