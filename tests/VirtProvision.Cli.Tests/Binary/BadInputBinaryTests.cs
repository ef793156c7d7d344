using System.Globalization;
using System.Net.Sockets;

namespace VirtProvision.Cli.Tests.Binary;

/// <summary>The native binary told to apply what is wrong: a finding at its place, exit code 1, no trace, and the host as it was.</summary>
public sealed class BadInputBinaryTests : IDisposable
{
    private const string Head = "apiVersion: virtprovision/v1\nkind: Domain\nmetadata: {name: vpbad}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("vp-bad-").FullName;

    public static TheoryData<string, string, string> NeedsTheHost => new()
    {
        { "a missing kernel", "spec: {memory: 64MiB, boot: {kernel: /nowhere/vmlinuz}, running: true}", "VP7021" },
        { "an unknown pool", "spec: {memory: 64MiB, disks: [{name: root, pool: vpbad-nowhere, size: 1MiB}]}", "VP3003" },
        { "an unknown volume", "spec: {memory: 64MiB, disks: [{pool: vpbad-nowhere, volume: nothing}]}", "VP3003" },
        { "an unknown network", "spec: {memory: 64MiB, networks: [vpbad-nowhere]}", "VP3003" },
    };

    [SkippableTheory, MemberData(nameof(BadInputTests.Specs), MemberType = typeof(BadInputTests))]
    public async Task A_bad_spec_changes_nothing(string what, string text, string code)
    {
        NativeBinary.SkipWithout();
        await RefusedAsync(what, text, code, $"qemu:///system?socket={_folder}/no-socket");
    }

    [SkippableTheory, MemberData(nameof(NeedsTheHost))]
    public async Task What_only_the_host_can_tell_changes_nothing_either(string what, string spec, string code)
    {
        NativeBinary.SkipWithoutHost();
        var error = await RefusedAsync(what, Head + spec, code, "qemu:///system");

        Assert.DoesNotContain("vpbad", (await NativeBinary.RunProgramAsync("virsh", "list", "--all", "--name")).Out, StringComparison.Ordinal);
        if (code is "VP3003")
        {
            Assert.Contains("note: Domain/vpbad needs it", error, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task A_socket_without_permission()
    {
        NativeBinary.SkipWithout();
        Skip.IfNot(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "Only root can become somebody who may not.");
        var socket = Path.Combine(_folder, "socket");
        using var listener = Listen(socket);
        var binary = Path.Combine(_folder, "virt-provision");
        File.Copy(NativeBinary.Path, binary);
        var spec = Write(Head + "spec: {memory: 64MiB}\n");
        await NativeBinary.RunProgramAsync("chmod", "755", _folder, binary, spec);
        await NativeBinary.RunProgramAsync("chmod", "600", socket);

        var run = await NativeBinary.RunProgramAsync("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", binary, "apply", "--yes", spec, "-c", $"qemu:///system?socket={socket}");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("virt-provision: error VP6002: No permission for libvirt's socket.", run.Error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("plan", "INT")]
    [InlineData("plan", "TERM")]
    [InlineData("apply", "INT")]
    [InlineData("destroy", "TERM")]
    public async Task A_signal_ends_a_run_that_waits_for_the_host(string command, string signal)
    {
        NativeBinary.SkipWithout();
        var socket = Path.Combine(_folder, "socket");
        using var listener = Listen(socket);
        var spec = Write(Head + "spec: {memory: 64MiB}\n");
        string[] yes = command is "plan" ? [] : ["--yes"];

        using var process = NativeBinary.Start(NativeBinary.Path, [command, spec, "-o", "json", "-c", $"qemu:///system?socket={socket}", .. yes]);
        using var connection = await listener.AcceptAsync().WaitAsync(TimeSpan.FromSeconds(30));
        await NativeBinary.RunProgramAsync("kill", $"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture));
        var ended = await NativeBinary.EndOfAsync(process);

        Assert.Equal(130, ended.ExitCode);
        using var document = System.Text.Json.JsonDocument.Parse(ended.Out);
        Assert.Equal("VP9009", document.RootElement.GetProperty("diagnostics")[0].GetProperty("code").GetString());
        Assert.Equal(130, document.RootElement.GetProperty("exitCode").GetInt32());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> RefusedAsync(string what, string text, string code, string uri)
    {
        var spec = Write(text);
        var run = await NativeBinary.RunAsync("apply", "--yes", spec, "-c", uri);

        Assert.True(run.ExitCode == 1, $"{what}: exit code {run.ExitCode}");
        Assert.Contains($": error {code}", run.Error, StringComparison.Ordinal);
        Assert.StartsWith($"{spec}:", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("applied", run.Out, StringComparison.Ordinal);
        return run.Error;
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder, "bad.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    private static Socket Listen(string path)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        return listener;
    }
}
