using System.Text.Json;

namespace VirtProvision.Cli.Tests;

/// <summary>The command on a host that is written down, so that it needs no libvirt.</summary>
public sealed class FlattenCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vp-flatten-");

    public FlattenCommandTests()
    {
        Directory.CreateDirectory(PathOf("domains"));
        Directory.CreateDirectory(PathOf("pools"));
        Directory.CreateDirectory(PathOf("volumes/images"));
        File.WriteAllText(PathOf("host.json"), """
            {"uri": "qemu:///system", "is_remote": true, "domains": {"web": {"active": false}, "plain": {"active": false}},
             "pools": {"images": {"active": true, "available": 1000000, "volumes": [{"name": "web", "path": "/images/web"}, {"name": "base", "path": "/images/base"}]}}}
            """);
        File.WriteAllText(PathOf("capabilities.xml"), "<capabilities><host><cpu><arch>x86_64</arch></cpu></host></capabilities>");
        File.WriteAllText(PathOf("pools/images.xml"), "<pool type='dir'><name>images</name><target><path>/images</path></target></pool>");
        File.WriteAllText(PathOf("volumes/images/base.xml"), "<volume><name>base</name><allocation>5</allocation><target><path>/images/base</path></target></volume>");
        File.WriteAllText(PathOf("volumes/images/web.xml"), "<volume><name>web</name><target><path>/images/web</path></target><backingStore><path>/images/base</path></backingStore></volume>");
        File.WriteAllText(PathOf("domains/web.xml"), "<domain><name>web</name><uuid>22222222-2222-2222-2222-222222222222</uuid><devices><disk><source file='/images/web'/><target dev='vda'/></disk></devices></domain>");
        File.WriteAllText(PathOf("domains/plain.xml"), "<domain><name>plain</name><uuid>33333333-3333-3333-3333-333333333333</uuid></domain>");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_says_what_stood_on_what()
    {
        var run = await RunAsync("web", "plain");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal("""
            ✓ Domain/web
                vda: /images/web stood on /images/base
            · Domain/plain: stands alone

            """, run.Out);
    }

    [Fact]
    public async Task As_JSON_it_is_a_list()
    {
        using var document = JsonDocument.Parse((await RunAsync("web", "plain", "--dry-run", "-o", "json")).Out);
        var domains = document.RootElement.GetProperty("result").EnumerateArray().ToArray();

        Assert.Equal(["layered", "alone"], domains.Select(static domain => domain.GetProperty("state").GetString()));
        Assert.Equal("/images/base", domains[0].GetProperty("disks")[0].GetProperty("below")[0].GetString());
    }

    [Theory]
    [InlineData("VP8451", "wbe")]
    [InlineData("VP8452", "web", "--disk", "vdz")]
    [InlineData("VP9003")]
    public async Task What_is_wrong_is_told_with_its_code(string code, params string[] words)
    {
        var run = await RunAsync(words);
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains($"error {code}:", run.Error, StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private Task<CommandRun> RunAsync(params string[] more) => CommandRun.OfAsync(["flatten", .. more, "-c", $"snapshot://{_folder.FullName}"]);
}
