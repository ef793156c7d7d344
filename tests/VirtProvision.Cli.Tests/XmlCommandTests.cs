using System.Text.Json;

namespace VirtProvision.Cli.Tests;

/// <summary>The xml command on a host written down as files: its words, what it prints, and what it says of bad ones.</summary>
public sealed class XmlCommandTests : IDisposable
{
    private const string Guest = """
        <domain type='kvm'>
          <name>NAME</name>
          <uuid>UUID</uuid>
          <memory unit='KiB'>1048576</memory>
          <currentMemory unit='KiB'>1048576</currentMemory>
          <vcpu>2</vcpu>
          <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
          <devices>
            <disk type='file' device='disk'>
              <source file='/images/NAME.qcow2'/>
              <target dev='vda' bus='virtio'/>
            </disk>
            MORE
          </devices>
        </domain>
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("vp-xml-").FullName;

    public XmlCommandTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "domains"));
        File.WriteAllText(Path.Combine(_folder, "host.json"), """
            {"uri": "qemu:///system", "driver": "qemu", "domains": {
              "web1": {"uuid": "00000000-0000-0000-0000-000000000001", "active": true, "id": 7},
              "web2": {"uuid": "00000000-0000-0000-0000-000000000002"},
              "db": {"uuid": "00000000-0000-0000-0000-000000000003"}}}
            """);
        File.WriteAllText(Path.Combine(_folder, "capabilities.xml"), "<capabilities><host><cpu><arch>x86_64</arch></cpu></host><guest><os_type>hvm</os_type><arch name='x86_64'><emulator>/usr/bin/qemu-system-x86_64</emulator><machine canonical='pc-q35-9.0'>q35</machine><domain type='qemu'/><domain type='kvm'/></arch></guest></capabilities>");
        Write("web1", 1, "<disk type='file' device='disk'><source file='/images/data.img'/><target dev='vdb' bus='virtio'/></disk>");
        Write("web2", 2, "");
        Write("db", 3, "");
    }

    private string Host => $"snapshot://{_folder}";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string> BadWords => new()
    {
        { "web1", "VP9201" },
        { "web1 --edit", "VP9202" },
        { "web1 --edit --cpu host-passthrough --boot hd", "VP9203" },
        { "web1 --edit --add-device --disk path=/x", "VP9204" },
        { "web1 --cpu host-passthrough --edit --memory 1 --edit --vcpus 2", "VP9205" },
        { "web1 --add-device --pm suspend_to_disk=yes", "VP9206" },
        { "web1 --add-device --xml ./@foo=bar", "VP9206" },
        { "web1 --remove-device --memory 1", "VP9206" },
        { "--build-xml --disk size=1 --edit --memory 1", "VP9207" },
        { "web1 --edit --memory 1 --define --no-define", "VP9208" },
        { "web1 --edit --memory 1 --update --start", "VP9208" },
        { "web1 --remove-device --convert-to-q35", "VP9208" },
        { "web1 --remove-device --disk 1 --os-variant debian12", "VP9213" },
        { "web1 --remove-device --sound", "VP9215" },
        { "web1 --edit --memory 1 --confirm -o json", "VP9216" },
        { "web1 --edit --memory lots", "VP9106" },
        { "web1 --edit --memory nonsense=1", "VP9102" },
        { "web1 --edit --mem0ry 1", "VP9002" },
        { "nobody --edit --memory 1", "VP8701" },
        { "no* --edit --memory 1", "VP8702" },
        { "web1 --edit 0 --disk cache=none", "VP8601" },
        { "web1 --edit 3 --disk cache=none", "VP8603" },
        { "web1 --edit --sound model=ac97", "VP8602" },
        { "web1 --edit target=vdz --disk cache=none", "VP8604" },
        { "web1 --edit all --disk target=vdz", "VP8606" },
        { "web1 --edit 2 --events on_poweroff=destroy", "VP8607" },
        { "web1 --edit --xml ./a[", "VP8608" },
        { "web1 --edit --xml ./@id=7", "VP8609" },
        { "web1 --edit --convert-to-vnc sound=on", "VP8615" },
        { "web1 --edit --convert-to-q35 ports=2", "VP8616" },
        { "web1 --edit --metadata os_name=nosuchsystem", "VP8710" },
    };

    [Theory, MemberData(nameof(BadWords))]
    public async Task Bad_words_are_findings(string words, string code)
    {
        var run = await RunAsync(words, terminal: true);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(code, run.Error + run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--edit --memory 1", "not xml", "VP9211")]
    [InlineData("--edit --memory 1", "<network/>", "VP9212")]
    [InlineData("--edit --memory 1", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><domain>&e;</domain>", "VP9211")]
    [InlineData("--edit --memory 1 --confirm", "<domain/>", "VP9209")]
    [InlineData("--edit --memory 1 --update", "<domain/>", "VP9209")]
    public async Task Bad_input_is_a_finding(string words, string input, string code)
    {
        var run = await RunAsync(words, input);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_domain_and_without_a_pipe_one_is_asked_for() =>
        Assert.Contains("VP9210", (await RunAsync("--edit --memory 1", terminal: true)).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("web2")]
    [InlineData("00000000-0000-0000-0000-000000000002")]
    [InlineData("web[2-9]")]
    [InlineData("?eb2")]
    public async Task A_domain_is_named_in_several_ways(string name)
    {
        var run = await RunAsync($"{name} --edit --memory 2048 --print-diff");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("-  <memory unit=\"KiB\">1048576</memory>\n-  <currentMemory unit=\"KiB\">1048576</currentMemory>\n+  <memory unit=\"KiB\">2097152</memory>", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("defined", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_names_a_running_domain() =>
        Assert.Equal("Domain 'web1' defined successfully.\nChanges will take effect after the domain is fully powered off.\n", (await RunAsync("7 --edit --memory 2048")).Out);

    [Fact]
    public async Task Input_is_edited_and_printed()
    {
        var run = await RunAsync("--edit --cpu host-passthrough", "<domain><name>x</name><!-- kept --><devices/></domain>");

        Assert.Equal("<domain>\n  <name>x</name>\n  <!-- kept -->\n  <devices />\n  <cpu mode=\"host-passthrough\" />\n</domain>\n", run.Out);
    }

    [Fact]
    public async Task Several_actions_follow_each_other()
    {
        var run = await RunAsync("web1 --remove-device --disk target=vdb --edit target=vda --disk cache=none --add-device --disk path=/images/new.img,size=1,target=vdb --edit --memory 512 --print-xml");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("<memory unit=\"KiB\">524288</memory>", run.Out, StringComparison.Ordinal);
        Assert.Contains("cache=\"none\"", run.Out, StringComparison.Ordinal);
        Assert.Contains("/images/new.img", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("data.img", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_that_lacks_what_is_edited_does_not_keep_the_others_from_it()
    {
        var run = await RunAsync("--all --edit target=vdb --disk cache=none");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("Domain 'web1' defined successfully.\nChanges will take effect after the domain is fully powered off.\n", run.Out);
        Assert.Contains("in \"db\"", run.Error, StringComparison.Ordinal);
        Assert.Contains("in \"web2\"", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("foo\nyes\n", true)]
    [InlineData("n\n", false)]
    [InlineData("", false)]
    public async Task Confirm_asks_until_it_is_answered(string answers, bool isDefined)
    {
        var run = await RunAsync("db --edit --memory 2048 --confirm", answers);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("+  <memory unit=\"KiB\">2097152</memory>", run.Out, StringComparison.Ordinal);
        Assert.Equal(isDefined, run.Out.Contains("Domain 'db' defined successfully.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_changes_nothing_is_told()
    {
        var run = await RunAsync("db --edit --memory 1024");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("VP8705", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }

    [Theory]
    [InlineData("db --edit --memory 2048 --start", "Domain 'db' defined successfully.\nDomain 'db' started successfully.\n")]
    [InlineData("db --edit --memory 2048 --start --no-define", "Domain 'db' started successfully.\n")]
    [InlineData("db --edit --memory 2048 --quiet", "")]
    public async Task Says_what_was_done(string words, string said)
    {
        var run = await RunAsync(words);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(said, run.Out);
    }

    [Fact]
    public async Task What_libvirt_refuses_is_shown_at_the_words()
    {
        var run = await RunAsync("db --edit --cpu mode=idontexist");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--cpu:1:1: error VP7001", run.Error, StringComparison.Ordinal);
        Assert.Contains("Invalid value for attribute 'mode'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_run_cannot_be_updated()
    {
        var run = await RunAsync("db --edit --memory 2048 --update");

        Assert.Contains("VP8708", run.Error, StringComparison.Ordinal);
        Assert.Contains("defined successfully", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_tells_each_domain_with_its_changes()
    {
        var run = await RunAsync("web* --edit target=vda --disk cache=none -o json");

        var result = JsonDocument.Parse(run.Out).RootElement.GetProperty("result").GetProperty("domains");
        Assert.Equal(["web1", "web2"], result.EnumerateArray().Select(static domain => domain.GetProperty("name").GetString()!));
        var first = result[0];
        Assert.Equal("pending-restart", first.GetProperty("state").GetString());
        Assert.Equal("disks[vda].cache", first.GetProperty("changes")[0].GetProperty("field").GetString());
        Assert.Equal("redefined", first.GetProperty("done")[0].GetString());
        Assert.Equal("applied", result[1].GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("--sound=?", "model")]
    [InlineData("--disk help --tpm help", "cache")]
    [InlineData("--osinfo list", "generic")]
    public async Task Answers_questions_without_an_action(string words, string said)
    {
        var run = await RunAsync(words);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(said, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Builds_a_part_alone() =>
        Assert.Equal("<memtune>\n  <hard_limit>10</hard_limit>\n</memtune>\n", (await RunAsync("--build-xml --memtune hard_limit=10")).Out);

    private Task<CommandRun> RunAsync(string words, string input = "", bool terminal = false) =>
        CommandRun.OfAsync(["xml", "-c", Host, .. words.Split(' ')], input, terminal: terminal);

    private void Write(string name, int number, string more) => File.WriteAllText(
        Path.Combine(_folder, "domains", $"{name}.xml"),
        Guest.Replace("NAME", name, StringComparison.Ordinal).Replace("UUID", $"00000000-0000-0000-0000-00000000000{number}", StringComparison.Ordinal).Replace("MORE", more, StringComparison.Ordinal));
}
