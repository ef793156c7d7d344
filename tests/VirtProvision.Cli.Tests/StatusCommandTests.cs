using System.Text.Json;

namespace VirtProvision.Cli.Tests;

/// <summary>The commands about what runs, on a host that is written down, so that they need no libvirt.</summary>
public sealed class StatusCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vp-status-");

    public StatusCommandTests()
    {
        Directory.CreateDirectory(PathOf("domains"));
        Directory.CreateDirectory(PathOf("pools"));
        Directory.CreateDirectory(PathOf("networks"));
        File.WriteAllText(PathOf("host.json"), """
            {"uri": "qemu:///system", "is_remote": true, "domains": {"web": {"active": true}, "plain": {"active": false}, "bare": {"active": true}},
             "networks": {"lan": {"active": true, "autostart": true}},
             "pools": {"images": {"active": true, "capacity": 4194304, "available": 1048576, "volumes": []}}}
            """);
        File.WriteAllText(PathOf("capabilities.xml"), "<capabilities><host><cpu><arch>x86_64</arch></cpu></host></capabilities>");
        File.WriteAllText(PathOf("pools/images.xml"), "<pool type='dir'><name>images</name><target><path>/images</path></target></pool>");
        File.WriteAllText(PathOf("networks/lan.xml"), "<network><name>lan</name><uuid>11111111-1111-1111-1111-111111111111</uuid><bridge name='virbr9'/></network>");
        File.WriteAllText(PathOf("domains/web.xml"), """
            <domain type="kvm"><name>web</name><uuid>22222222-2222-2222-2222-222222222222</uuid>
              <metadata><vp:resource xmlns:vp="urn:virtprovision:v1" version="0.1.0"><vp:label name="tier">web</vp:label>
                <vp:lastApplied><domain><memory>1048576</memory><vcpu>2</vcpu></domain></vp:lastApplied></vp:resource></metadata>
              <memory unit="KiB">2097152</memory><vcpu>2</vcpu>
              <devices><graphics type="vnc" port="5900" listen="127.0.0.1" passwd="geheim"/></devices></domain>
            """);
        File.WriteAllText(PathOf("domains/plain.xml"), "<domain><name>plain</name><uuid>33333333-3333-3333-3333-333333333333</uuid></domain>");
        File.WriteAllText(PathOf("domains/bare.xml"), "<domain><name>bare</name><uuid>44444444-4444-4444-4444-444444444444</uuid></domain>");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_shows_what_remembers_a_spec_and_how_that_drifted()
    {
        var run = await RunAsync("status");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal("""
            NAME        STATE    ADDRESSES  UP
            Domain/web  running             ?   drift: 1
                ~ memory: 2GiB → 1GiB  drift
            1 object, 1 of 1 domains running, 1 drifted.

            """, run.Out);
    }

    [Fact]
    public async Task All_is_whatever_there_is()
    {
        var run = await RunAsync("status", "--all");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal("""
            NAME                STATE     ADDRESSES            UP
            Domain/bare         running                        ?   not managed
            Domain/plain        shut off                           not managed
            Domain/web          running                        ?   drift: 1
                ~ memory: 2GiB → 1GiB  drift
            Network/lan         active                             autostart, not managed
            StoragePool/images  active    1 MiB of 4 MiB free
            5 objects, 2 of 3 domains running, 1 drifted.

            """, run.Out);
    }

    [Fact]
    public async Task Of_specs_it_shows_what_is_missing_too()
    {
        File.WriteAllText(PathOf("specs.yaml"), """
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: web}
            spec: {memory: 1GiB}
            ---
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: gone}
            spec: {memory: 1GiB}
            """);
        using var document = JsonDocument.Parse((await RunAsync("status", PathOf("specs.yaml"), "-o", "json")).Out);
        var resources = document.RootElement.GetProperty("result").GetProperty("resources").EnumerateArray().ToDictionary(static one => one.GetProperty("name").GetString()!);

        Assert.Equal("missing", resources["gone"].GetProperty("state").GetString());
        Assert.Equal("running", resources["web"].GetProperty("state").GetString());
        Assert.Equal("memory", resources["web"].GetProperty("drift")[0].GetProperty("field").GetString());
        Assert.Equal("web", resources["web"].GetProperty("labels").GetProperty("tier").GetString());
        Assert.Equal(JsonValueKind.Null, resources["web"].GetProperty("startedAt").ValueKind);
    }

    [Fact]
    public async Task Domains_are_started_and_stopped_and_what_was_so_already_is_said()
    {
        var run = await RunAsync("stop", "[pw]*");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("· Domain/plain was off already\n✓ Domain/web shut down (", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("\n1 done, 1 so already.\n", run.Out, StringComparison.Ordinal);

        var start = await RunAsync("start", "plain", "web", "-o", "json");
        using var document = JsonDocument.Parse(start.Out);
        Assert.Equal(["done", "already"], document.RootElement.GetProperty("result").EnumerateArray().Select(static one => one.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Where_to_connect_is_printed_and_a_password_is_not()
    {
        var run = await RunAsync("viewer", "web", "--print");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("vnc://127.0.0.1:5900\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("virsh dumpxml --security-info web", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", (await RunAsync("viewer", "web", "-o", "json")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("VP9040", "stop")]
    [InlineData("VP9041", "console", "web", "-o", "json")]
    [InlineData("VP9041", "start", "web", "--console", "-o", "json")]
    [InlineData("VP9042", "start", "web", "plain", "--console")]
    [InlineData("VP9214", "status", "-l", "=web")]
    [InlineData("VP9214", "start", "-l", "=web")]
    [InlineData("VP9006", "status", "--addresses", "dns")]
    [InlineData("VP9006", "events", "--type", "lifecycle,weather")]
    [InlineData("VP9006", "screenshot", "web", "--screen", "first")]
    [InlineData("VP8701", "start", "wbe")]
    [InlineData("VP8701", "console", "wbe")]
    [InlineData("VP8703", "start", "-l", "tier=none")]
    [InlineData("VP6086", "reboot", "plain")]
    [InlineData("VP6083", "reboot", "web")]
    [InlineData("VP6089", "console", "*")]
    [InlineData("VP6090", "console", "web")]
    [InlineData("VP6086", "console", "plain")]
    [InlineData("VP6091", "screenshot", "web")]
    [InlineData("VP6086", "viewer", "plain")]
    [InlineData("VP6092", "viewer", "bare")]
    [InlineData("VP6095", "events")]
    [InlineData("VP6095", "status", "--watch")]
    public async Task What_is_wrong_is_told_with_its_code(string code, params string[] words)
    {
        var run = await RunAsync(words);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(code, run.Error + run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_is_not_written_on_a_terminal()
    {
        var run = await CommandRun.OfAsync(["screenshot", "web", "-f", "-", "-c", $"snapshot://{_folder.FullName}"], terminal: true);

        Assert.Contains("VP9045", run.Error, StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private Task<CommandRun> RunAsync(params string[] words) => CommandRun.OfAsync([.. words, "-c", $"snapshot://{_folder.FullName}"]);
}
