using System.Text.Json;

namespace VirtProvision.Cli.Tests;

/// <summary>The command on a host that is written down, so that it needs no libvirt.</summary>
public sealed class CloneCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vp-clone-");

    public CloneCommandTests()
    {
        Directory.CreateDirectory(PathOf("domains"));
        Directory.CreateDirectory(PathOf("pools"));
        Directory.CreateDirectory(PathOf("volumes/images"));
        File.WriteAllText(PathOf("host.json"), """
            {"uri": "qemu:///system", "is_remote": true, "domains": {"golden": {"active": false}, "busy": {"active": true}},
             "pools": {"images": {"active": true, "available": 1000000, "volumes": [{"name": "golden.qcow2", "path": "/images/golden.qcow2"}]}}}
            """);
        File.WriteAllText(PathOf("capabilities.xml"), "<capabilities><host><cpu><arch>x86_64</arch></cpu></host></capabilities>");
        File.WriteAllText(PathOf("pools/images.xml"), "<pool type='dir'><name>images</name><target><path>/images</path></target></pool>");
        File.WriteAllText(PathOf("volumes/images/golden.qcow2.xml"), "<volume type='file'><name>golden.qcow2</name><capacity>100</capacity><allocation>10</allocation><target><path>/images/golden.qcow2</path><format type='qcow2'/></target></volume>");
        File.WriteAllText(PathOf("domains/golden.xml"), """
            <domain type='kvm'><name>golden</name><uuid>22222222-2222-2222-2222-222222222222</uuid><devices>
              <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/images/golden.qcow2'/><target dev='vda'/></disk>
              <disk type='file' device='cdrom'><target dev='sda'/><readonly/></disk>
              <graphics type='vnc' passwd='geheim'/>
            </devices></domain>
            """);
        File.WriteAllText(PathOf("domains/busy.xml"), "<domain><name>busy</name><uuid>33333333-3333-3333-3333-333333333333</uuid></domain>");
        File.WriteAllText(PathOf("domains/busy.live.xml"), "<domain><name>busy</name><uuid>33333333-3333-3333-3333-333333333333</uuid></domain>");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_says_what_it_made()
    {
        var run = await RunAsync("-o", "golden", "web01", "db01");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal("""
            ✓ Domain/web01
                vda: copy of /images/golden.qcow2 at /images/web01.qcow2
            ✓ Domain/db01
                vda: copy of /images/golden.qcow2 at /images/db01.qcow2
            Done: 2 clones created.

            """, run.Out);
    }

    [Theory]
    [InlineData("VP8348", "--print-xml")]
    [InlineData("VP8348", "--dry-run")]
    [InlineData("VP8340")]
    [InlineData("VP8340", "--identity", "fresh")]
    public async Task What_can_not_be_verified_is_told_at_once(string code, params string[] more)
    {
        var run = await RunAsync(["-o", "golden", "web01", "--verify-identity", .. more]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public async Task A_file_does_not_run()
    {
        await File.WriteAllTextAsync(PathOf("x.xml"), "<domain><name>x</name></domain>");
        var run = await RunAsync("--original-xml", PathOf("x.xml"), "--auto-clone", "--live");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("VP8335", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_it_is_a_list()
    {
        using var document = JsonDocument.Parse((await RunAsync("-o", "golden", "--name", "web-{index}", "--count", "2", "--linked", "--dry-run", "-o", "json")).Out);
        var clones = document.RootElement.GetProperty("result").EnumerateArray().ToArray();

        Assert.Equal(["web-1", "web-2"], clones.Select(static clone => clone.GetProperty("name").GetString()));
        Assert.All(clones, static clone => Assert.Equal("planned", clone.GetProperty("state").GetString()));
        Assert.Equal(["layer", "empty"], clones[0].GetProperty("disks").EnumerateArray().Select(static disk => disk.GetProperty("action").GetString()));
        Assert.Equal(["VP8425"], document.RootElement.GetProperty("diagnostics").EnumerateArray().Select(static finding => finding.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task The_XML_shows_no_password_and_nothing_is_made()
    {
        var run = await RunAsync("--original", "golden", "--auto", "--print-xml");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("<domain type=\"kvm\">", run.Out, StringComparison.Ordinal);
        Assert.Contains("<name>golden-clone</name>", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", run.Out, StringComparison.Ordinal);

        using var document = JsonDocument.Parse((await RunAsync("--original", "golden", "--auto", "--print-xml", "-o", "json")).Out);
        Assert.Contains("<name>golden-clone</name>", document.RootElement.GetProperty("result")[0].GetProperty("xml").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fresh_identity_comes_on_a_disk_of_its_own()
    {
        var run = await RunAsync("-o", "golden", "web01", "--identity", "fresh");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches("""(?m)^    cloud-init: /images/web01-cidata-[0-9a-f]{12}\.iso$""", run.Out);
        Assert.Contains("VP8405", (await RunAsync("-o", "golden", "web01", "--user-data", "/nonexistent")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_finds_what_two_domains_have()
    {
        var clean = await CommandRun.OfAsync(["lint", "identity", "-c", $"snapshot://{_folder.FullName}"]);
        Assert.Equal((0, "2 domains, each a machine of its own.\n", ""), (clean.ExitCode, clean.Out, clean.Error));

        File.WriteAllText(PathOf("domains/busy.xml"), "<domain><name>busy</name><uuid>33333333-3333-3333-3333-333333333333</uuid><devices><disk><source file='/images/golden.qcow2'/><target dev='vda'/></disk></devices></domain>");
        var run = await CommandRun.OfAsync(["lint", "identity", "-c", $"snapshot://{_folder.FullName}"]);
        Assert.Equal((1, "✗ disk that is written to /images/golden.qcow2: busy, golden\n2 domains, 1 thing that more than one has.\n", ""), (run.ExitCode, run.Out, run.Error));
        using var document = JsonDocument.Parse((await CommandRun.OfAsync(["lint", "identity", "-o", "json", "-c", $"snapshot://{_folder.FullName}"])).Out);
        Assert.Equal("/images/golden.qcow2", document.RootElement.GetProperty("result").GetProperty("shared")[0].GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("VP8401", "--auto-clone")]
    [InlineData("VP8402", "-o", "gold", "--auto-clone")]
    [InlineData("VP8403", "-o", "busy", "--auto-clone")]
    [InlineData("VP8405", "--original-xml", "/nonexistent", "--auto-clone")]
    [InlineData("VP8406", "-o", "golden")]
    [InlineData("VP9015", "-o", "golden", "--original-xml", "/dev/null")]
    [InlineData("VP9006", "-o", "golden", "--uuid", "x")]
    [InlineData("VP9006", "-o", "golden", "--mac", "53:54:00:00:00:01")]
    [InlineData("VP9006", "-o", "golden", "--auto", "--check", "nonsense=off")]
    [InlineData("VP9006", "-o", "golden", "--auto", "--identity", "new")]
    [InlineData("VP9002", "-o", "golden", "--nonsense")]
    public async Task What_is_wrong_is_told_with_its_code(string code, params string[] words)
    {
        var run = await RunAsync(words);
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains($"error {code}:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_stay_where_not_everything_can_be_looked_into()
    {
        var image = $"sha256-{new string('0', 64)}.qcow2";
        File.WriteAllText(PathOf("host.json"), $$$$"""
            {"uri": "qemu:///system", "is_remote": true, "domains": {"golden": {"active": false}},
             "pools": {"images": {"active": true, "available": 1000000, "volumes": [{"name": "{{{{image}}}}", "path": "/images/{{{{image}}}}"}]}, "attic": {"active": false}}}
            """);
        File.WriteAllText(PathOf("pools/attic.xml"), "<pool type='dir'><name>attic</name><target><path>/attic</path></target></pool>");
        File.WriteAllText(PathOf($"volumes/images/{image}.xml"), $"<volume type='file'><name>{image}</name><capacity>100</capacity><target><path>/images/{image}</path><format type='qcow2'/></target></volume>");

        var run = await CommandRun.OfAsync(["images", "gc", "--yes", "-c", $"snapshot://{_folder.FullName}"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error VP9030:", run.Error, StringComparison.Ordinal);
        Assert.Contains("StoragePool/attic, which is not active", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_domain_is_told_with_its_place()
    {
        File.WriteAllText(PathOf("broken.xml"), "<domain>\n  <name>x</nam>\n</domain>");
        var run = await RunAsync("--original-xml", PathOf("broken.xml"), "--auto-clone");
        Assert.Contains("broken.xml:2:12: error VP8404", run.Error, StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private Task<CommandRun> RunAsync(params string[] more) => CommandRun.OfAsync(["clone", .. more, "-c", $"snapshot://{_folder.FullName}"]);
}
