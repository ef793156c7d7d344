using System.Text;
using System.Text.Json;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Seeding;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Cloning;
using VirtProvision.Runtime.Tests.Fakes;

namespace VirtProvision.Runtime.Tests.Cloning;

public sealed class IdentityVerificationTests
{
    private const string A = "0123456789abcdef0123456789abcdef";
    private const string B = "fedcba9876543210fedcba9876543210";
    private static readonly ResourceId s_web = new(ResourceKind.Domain, "web");
    private static readonly AskedGuest s_told = new("web", IsToldToReport: true, HasConsole: true, HasAgent: false) { HostName = "web" };
    private static readonly AskedGuest s_agent = new("web", IsToldToReport: false, HasConsole: true, HasAgent: true) { HostName = "web" };
    private static readonly GuestStart s_start = new() { VerifiesIdentity = true };

    [Fact]
    public async Task A_guest_that_says_who_it_is_is_shut_down_again()
    {
        var host = Host();
        host.Console = static _ => Speak($"boot\n{NewMachine.Report} hostname=web machine-id={A} | machine-id={B} |\n");
        var verified = await VerifyAsync(host, s_told);

        Assert.Empty(verified.Diagnostics);
        Assert.Equal(A, verified.Identities["web"].MachineId);
        Assert.Equal(["start Domain/web", "shutdown Domain/web"], host.Calls);
    }

    [Fact]
    public async Task Or_runs_on_where_that_is_wanted()
    {
        var host = Host();
        host.Console = static _ => Speak($"{NewMachine.Report} hostname=web machine-id={A} | |\n");
        var verified = await VerifyAsync(host, s_told, s_start with { KeepsRunning = true });
        Assert.Empty(verified.Diagnostics);
        Assert.True(host.Objects[s_web].IsActive);
    }

    [Fact]
    public async Task An_agent_is_asked_once_cloud_init_has_ended()
    {
        var host = Host();
        var asked = 0;
        var files = new Dictionary<string, string>
        {
            ["/etc/machine-id"] = $"{A}\n",
            ["/etc/ssh/ssh_host_ed25519_key.pub"] = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKwarEpgpDwNK8bXYEHS6eUzx8UVUUaAhcAmpqtktW15 root@tester\n",
            ["/run/cloud-init/status.json"] = "{}",
            [NewMachine.NotePath] = $"machine-id={B}",
        };
        host.Agent = (_, command) =>
        {
            if (command.Contains("result.json", StringComparison.Ordinal) && ++asked > 1)
            {
                files["/run/cloud-init/result.json"] = "{}";
                files["/etc/machine-id"] = $"{B[..31]}a\n";
            }

            return Answer(command, files, "web");
        };
        var verified = await VerifyAsync(host, s_agent);

        Assert.Empty(verified.Diagnostics);
        var identity = verified.Identities["web"];
        Assert.Equal(("web", $"{B[..31]}a", B), (identity.HostName, identity.MachineId, identity.Original!.MachineId));
        Assert.Equal("SHA256:zcsWUx9en11mfJL+9zestirrFRQK18Tbemmr9r+gMSE", Assert.Single(identity.HostKeys).Fingerprint);
    }

    [Fact]
    public async Task Without_cloud_init_what_stays_the_same_is_taken()
    {
        var host = Host();
        host.Agent = static (_, command) => Answer(command, new() { ["/etc/machine-id"] = A }, "golden");
        var verified = await VerifyAsync(host, s_agent with { HostName = null });
        Assert.Empty(verified.Diagnostics);
        Assert.Equal(A, verified.Identities["web"].MachineId);
    }

    [Theory]
    [InlineData("{\"return\":")]
    [InlineData("{\"error\":{}}")]
    [InlineData("[1]")]
    [InlineData(null)]
    public async Task What_is_no_answer_is_none(string? answer)
    {
        var host = Host();
        host.Agent = (_, _) => answer;
        var verified = await VerifyAsync(host, s_agent, s_start with { Patience = TimeSpan.FromMilliseconds(200) });
        Assert.Equal(["VP8344"], verified.Diagnostics.Select(static finding => finding.Code));
    }

    [Fact]
    public async Task Who_says_nothing_in_time_and_does_not_go_is_told_of()
    {
        var host = Host();
        host.GuestsShutDown = false;
        host.Console = static _ => new SilentStream();
        var verified = await VerifyAsync(host, s_told, s_start with { Patience = TimeSpan.FromMilliseconds(50), ShutdownDeadline = TimeSpan.FromMilliseconds(50) });
        Assert.Equal(["VP8344", "VP8347"], verified.Diagnostics.Select(static finding => finding.Code));
        Assert.Empty(verified.Identities);
    }

    [Fact]
    public async Task Who_goes_off_is_told_of()
    {
        var host = Host();
        host.Console = _ =>
        {
            host.Objects[s_web].IsActive = false;
            return Speak("Kernel panic");
        };
        Assert.Equal(["VP8345"], (await VerifyAsync(host, s_told)).Diagnostics.Select(static finding => finding.Code));
    }

    [Fact]
    public async Task Who_cannot_be_started_is_told_of()
    {
        var host = Host();
        host.FailAt = 1;
        Assert.Equal(["VP8346"], (await VerifyAsync(host, s_told)).Diagnostics.Select(static finding => finding.Code));
    }

    [Fact]
    public async Task Who_is_another_too_is_found()
    {
        var host = Host();
        host.Objects[new ResourceId(ResourceKind.Domain, "web2")] = new FakeObject(new System.Xml.Linq.XElement("domain"));
        host.Console = static _ => Speak($"{NewMachine.Report} hostname=web machine-id={A} | |\n");
        var verified = await new IdentityVerification(host, TimeProvider.System, null).RunAsync([s_told, s_told with { Domain = "web2" }], s_start, default);
        Assert.Equal(["VP8341", "VP8341"], verified.Diagnostics.Select(static finding => finding.Code));
    }

    private static Task<VerifiedGuests> VerifyAsync(FakeHypervisor host, AskedGuest guest, GuestStart? start = null) =>
        new IdentityVerification(host, TimeProvider.System, progress: null).RunAsync([guest], start ?? s_start, default);

    private static FakeHypervisor Host()
    {
        var host = new FakeHypervisor();
        host.Objects[s_web] = new FakeObject(new System.Xml.Linq.XElement("domain"));
        return host;
    }

    private static MemoryStream Speak(string text) => new(Encoding.ASCII.GetBytes(text));

    /// <summary>An agent with these files, of which one at a time is open.</summary>
    private static string? Answer(string command, Dictionary<string, string> files, string hostName)
    {
        using var document = JsonDocument.Parse(command);
        var arguments = document.RootElement.GetProperty("arguments");
        switch (document.RootElement.GetProperty("execute").GetString())
        {
            case "guest-get-host-name":
                return $$$"""{"return":{"host-name":"{{{hostName}}}"}}""";
            case "guest-file-open":
                var index = files.Keys.ToList().IndexOf(arguments.GetProperty("path").GetString()!);
                return index < 0
                    ? throw new LibvirtServerException(new LibvirtError(LibvirtErrorCode.InternalError, LibvirtErrorDomain.Test, "unable to execute QEMU agent command 'guest-file-open': No such file or directory", LibvirtErrorLevel.Error))
                    : $$"""{"return":{{index}}}""";
            case "guest-file-read":
                var text = files.Values.ElementAt(arguments.GetProperty("handle").GetInt32());
                return $$$"""{"return":{"count":{{{text.Length}}},"buf-b64":"{{{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}}}","eof":true}}""";
            default:
                return """{"return":{}}""";
        }
    }

    /// <summary>A console on which nothing is said.</summary>
    private sealed class SilentStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
