using System.Text.Json;

namespace VirtProvision.Cli.Tests;

/// <summary>The command on a host that is written down, so that it needs no libvirt.</summary>
public sealed class ExportCommandTests : IDisposable
{
    private const string WebYaml = """
        apiVersion: virtprovision/v1
        kind: Domain
        metadata:
          name: 'web ''one'''
        spec:
          type: qemu
          arch: x86_64
          machine: pc-q35-7.2
          defaults: none
          memory: '64MiB'
          vcpus: 1
          boot:
            devs:
            - hd
            osType: hvm
          graphics:
          - vnc

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vp-host-");

    public ExportCommandTests()
    {
        Write("host/host.json", """
            {"uri": "qemu:///system", "domains": {"web 'one'": {"active": false}}, "networks": {"lan": {"active": true, "autostart": true}}, "pools": {"images": {"active": true, "volumes": [{"name": "root", "path": "/srv/images/root"}]}}}
            """);
        Write("host/capabilities.xml", "<capabilities><host><cpu><arch>x86_64</arch></cpu></host></capabilities>");
        Write("host/domains/web 'one'.xml", """
            <domain type='qemu'>
              <name>web 'one'</name>
              <memory unit='KiB'>65536</memory>
              <currentMemory unit='KiB'>65536</currentMemory>
              <vcpu placement='static'>1</vcpu>
              <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type><boot dev='hd'/></os>
              <devices>
                <emulator>/usr/bin/qemu-system-x86_64</emulator>
                <graphics type='vnc' port='-1' autoport='yes' passwd='opensesame'><listen type='address'/></graphics>
              </devices>
            </domain>
            """);
        Write("host/networks/lan.xml", "<network><name>lan</name><uuid>0a81f5b2-8403-7b23-c8d6-21ccc2f80d6f</uuid><bridge name='virbr7' stp='on' delay='0'/><ip address='10.0.0.1' prefix='24'/></network>");
        Write("host/pools/images.xml", "<pool type='dir'><name>images</name><capacity unit='bytes'>1</capacity><source/><target><path>/srv/images</path></target></pool>");
        Write("host/volumes/images/root.xml", "<volume type='file'><name>root</name><key>/srv/images/root</key><capacity unit='bytes'>1048576</capacity><target><path>/srv/images/root</path><format type='qcow2'/></target></volume>");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_domain_is_printed_and_its_secret_named()
    {
        var run = await RunAsync("web 'one'");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("# graphics[vnc].password is a secret on the host and left out here; apply does not touch it.\n" + WebYaml, run.Out);
        Assert.Contains("warning VP5103", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("opensesame", run.Out + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_comes_in_the_order_in_which_it_is_made()
    {
        var run = await RunAsync("--all");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["StoragePool", "StorageVolume", "Network", "Domain"], run.Out.Split('\n').Where(static line => line.StartsWith("kind: ", StringComparison.Ordinal)).Select(static line => line["kind: ".Length..]));
    }

    [Fact]
    public async Task What_is_exported_has_an_empty_plan()
    {
        var specs = PathOf("specs");
        Assert.Equal("4 specs written to " + specs + ".\n", (await RunAsync("--all", "-d", specs)).Out);
        Assert.Equal(
            ["domain/web%20%27one%27.yaml", "network/lan.yaml", "storagepool/images.yaml", "storagevolume/images/root.yaml"],
            Directory.EnumerateFiles(specs, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(specs, file)).Order(StringComparer.Ordinal));

        var plan = await CommandRun.OfAsync(["plan", specs, "--detailed-exitcode", "-c", Host]);
        Assert.Equal((0, "No changes. The host matches the specs. To adopt: 2.\n"), (plan.ExitCode, plan.Out));

        // Exporting again says the same, so no file is in the way; what somebody wrote is.
        Assert.Equal(0, (await RunAsync("--all", "-d", specs)).ExitCode);
        await File.AppendAllTextAsync(Path.Combine(specs, "network/lan.yaml"), "# mine\n");
        var refused = await RunAsync("--all", "-d", specs);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
        Assert.Contains("error VP5106", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("--all", "-d", specs, "--force")).ExitCode);
        Assert.DoesNotContain("mine", await File.ReadAllTextAsync(Path.Combine(specs, "network/lan.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_each_has_its_document()
    {
        using var document = JsonDocument.Parse((await RunAsync("domain/web*", "volume/images/root", "-o", "json")).Out);
        var result = document.RootElement.GetProperty("result");

        Assert.Equal(["StorageVolume", "Domain"], result.EnumerateArray().Select(static item => item.GetProperty("kind").GetString()!));
        Assert.Equal("images", result[0].GetProperty("pool").GetString());
        Assert.Equal("1MiB", result[0].GetProperty("document").GetProperty("spec").GetProperty("capacity").GetString());
        Assert.Equal("graphics[vnc].password", Assert.Single(result[1].GetProperty("secrets").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task In_full_it_says_what_the_host_gave_too()
    {
        var run = await RunAsync("network/lan", "--full");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("virbr7", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("virbr7", (await RunAsync("network/lan")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_no_spec_can_name_does_not_keep_the_others_back()
    {
        Write("host/host.json", """{"uri": "qemu:///system", "domains": {"a ": {"active": false}, "b": {"active": false}}}""");
        Write("host/domains/a .xml", "<domain type='qemu'><name>a </name></domain>");
        Write("host/domains/b.xml", "<domain type='qemu'><name>b</name></domain>");
        var run = await RunAsync("*");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error VP5102", run.Error, StringComparison.Ordinal);
        Assert.Contains("name: b\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_said()
    {
        Write("taken", "");
        var run = await RunAsync("network/lan", "-d", PathOf("taken"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error VP5107", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("VP5105", "Did you mean \"lan\"?", "network/lna")]
    [InlineData("VP5105", "StorageVolume/images/nothing*", "volume/images/nothing*")]
    [InlineData("VP9003", "a name, or --all")]
    [InlineData("VP9005", "no name can stand beside it", "--all", "web")]
    [InlineData("VP9006", "domain, network, pool or volume", "--all", "--kind", "secret")]
    [InlineData("VP9006", "volume/POOL/NAME", "volume/root")]
    public async Task Slips_are_said(string code, string text, params string[] words)
    {
        var run = await RunAsync(words);

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains($"error {code}", run.Error, StringComparison.Ordinal);
        Assert.Contains(text, run.Error, StringComparison.Ordinal);
    }

    private string Host => $"snapshot://{PathOf("host")}";

    private Task<CommandRun> RunAsync(params string[] words) => CommandRun.OfAsync(["export", .. words, "-c", Host]);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }
}
