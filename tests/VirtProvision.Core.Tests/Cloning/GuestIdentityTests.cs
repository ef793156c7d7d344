using VirtProvision.Core.Cloning;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Seeding;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Tests.Cloning;

public sealed class GuestIdentityTests
{
    private const string A = "0123456789abcdef0123456789abcdef";
    private const string B = "fedcba9876543210fedcba9876543210";
    private static readonly string s_first = $"SHA256:{new string('x', 43)}";
    private static readonly string s_second = $"SHA256:{new string('y', 43)}";

    [Fact]
    public void A_report_is_found_among_what_a_console_prints()
    {
        var identity = GuestIdentity.FindReport($"web-1 login: {NewMachine.Report} hostname=web-1 machine-\r\n[  9.1] usb\r\n{NewMachine.Report} hostname=web-1 machine-id={A} ssh-ed25519={s_first} | machine-id={B} ssh-ed25519={s_second} |\r\nbye");

        Assert.Equal(("web-1", A), (identity!.HostName, identity.MachineId));
        Assert.Equal(new SshHostKey("ssh-ed25519", s_first), Assert.Single(identity.HostKeys));
        Assert.Equal(B, identity.Original!.MachineId);
        Assert.Equal(s_second, Assert.Single(identity.Original.HostKeys).Fingerprint);
    }

    [Theory]
    [InlineData("virt-provision-identity:")]
    [InlineData($"virt-provision-identity: hostname=web machine-id={A}")]
    [InlineData($"virt-provision-identity: hostname=web machine-id={A} | machine-id={A}")]
    [InlineData($"virt-provision-identity: hostname=web machine-id=short | machine-id={A} |")]
    [InlineData($"virt-provision-identity: hostname=w\u001b[2Jb machine-id={A} | machine-id={A} |")]
    [InlineData($"virt-provision-identity: hostname=web machine-id={A} ssh-rsa=MD5:00 | |")]
    [InlineData($"virt-provision-identity: machine-id={A} | |")]
    [InlineData("")]
    public void What_is_torn_or_something_else_is_none(string console) => Assert.Null(GuestIdentity.FindReport(console));

    [Fact]
    public void What_others_print_behind_it_on_its_line_is_theirs() =>
        Assert.Equal("web", GuestIdentity.FindReport($"{NewMachine.Report} hostname=web machine-id={A} | machine-id={B} |ci-info: | Keytype | Fingerprint |\r\n")?.HostName);

    [Fact]
    public void An_image_without_an_identity_has_none_to_keep() =>
        Assert.Null(GuestIdentity.FindReport($"{NewMachine.Report} hostname=web machine-id={A} | machine-id= |")!.Original);

    // The fingerprint is ssh-keygen's.
    [Theory]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKwarEpgpDwNK8bXYEHS6eUzx8UVUUaAhcAmpqtktW15 root@tester\n", "SHA256:zcsWUx9en11mfJL+9zestirrFRQK18Tbemmr9r+gMSE")]
    [InlineData("ssh-ed25519 AAAA=AAA", null)]
    [InlineData("ssh-ed25519", null)]
    [InlineData("UPPER AAAA", null)]
    public void A_public_key_has_a_fingerprint(string file, string? fingerprint) => Assert.Equal(fingerprint, GuestIdentity.ReadKey(file)?.Fingerprint);

    [Fact]
    public void Who_is_alone_is_not_mentioned() => Assert.Empty(IdentityComparison.Find(
    [
        Answer("web-1", "web-1", A, s_first, before: B),
        Answer("web-2.example", "web-2", B[..31] + "1", s_second, before: B),
    ]));

    [Fact]
    public void Who_is_another_too_is_named_with_him()
    {
        var findings = IdentityComparison.Find([Answer("web-1", "golden", A, s_first, before: A), Answer("web-2", "golden", A, s_second, before: null)]);

        Assert.Equal(["VP8343", "VP8342", "VP8343", "VP8341", "VP8341"], findings.Select(static finding => finding.Code));
        Assert.Contains("golden instead of web-1", findings[0].Detail, StringComparison.Ordinal);
        Assert.Contains($"host name golden: web-1, web-2", findings[3].Detail, StringComparison.Ordinal);
        Assert.Contains($"machine ID {A}: web-1, web-2", findings[4].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pty", false, true, true)]
    [InlineData("pty", false, false, false)]
    [InlineData("file", false, true, false)]
    [InlineData("file", true, false, true)]
    [InlineData(null, false, true, false)]
    public void A_guest_answers_by_its_agent_or_as_it_was_told_to(string? console, bool hasChannel, bool isTold, bool answers)
    {
        var devices = new System.Xml.Linq.XElement("devices",
            console is null ? null : System.Xml.Linq.XElement.Parse($"<serial type='{console}'/>"),
            hasChannel ? System.Xml.Linq.XElement.Parse("<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>") : null);
        Assert.Equal(answers, AskedGuest.Of("web", new System.Xml.Linq.XElement("domain", devices), isFresh: true, isTold).CanAnswer);
    }

    [Fact]
    public void What_a_new_machine_is_told_goes_before_what_its_user_says()
    {
        var given = Read("userData: {ssh_deletekeys: false, packages: [nginx], runcmd: [mine]}");
        var data = (MappingNode)NewMachine.AddTo(given, given.Span)["userData"]!;

        Assert.Equal("false", data.TextOf("ssh_deletekeys"));
        Assert.Equal(2, ((SequenceNode)data["bootcmd"]!).Items.Length);
        var commands = ((SequenceNode)data["runcmd"]!).Items;
        Assert.Equal("mine", Assert.IsType<ScalarNode>(commands[^1]).Text);
        Assert.Equal(2, commands.Length);
    }

    [Fact]
    public void A_text_is_left_alone_and_an_empty_one_keeps_its_meaning()
    {
        var text = Read("userData: user-data.yaml");
        Assert.Same(text, NewMachine.AddTo(text, text.Span));
        var empty = Read("{}");
        Assert.Equal(["rootPasswordGenerate", "disable", "userData"], NewMachine.AddTo(empty, empty.Span).Entries.Select(static entry => entry.Key.Text));
        Assert.Equal(["userData"], NewMachine.AddTo(null, empty.Span).Entries.Select(static entry => entry.Key.Text));
    }

    private static MappingNode Read(string yaml) => (MappingNode)YamlDocumentReader.Read(new SourceFile("spec.yaml", yaml), []).Single();

    private static (AskedGuest Guest, GuestIdentity Identity) Answer(string domain, string host, string machine, string key, string? before) => (
        new AskedGuest(domain, IsToldToReport: true, HasConsole: true, HasAgent: false) { HostName = domain },
        new GuestIdentity(host, machine, [new SshHostKey("ssh-ed25519", key)]) { Original = before is null ? null : new GuestIdentity(null, before, []) });
}
