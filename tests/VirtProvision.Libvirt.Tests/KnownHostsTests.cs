using VirtProvision.Libvirt.Ssh;

namespace VirtProvision.Libvirt.Tests;

/// <summary>sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT".</summary>
public sealed class KnownHostsTests
{
    private const string Right = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICZbn4OCFzQtWnlxICqH5m5A7rGiGoF7gv1lRYwspenN";
    private const string Other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICZbn4OCFzQtWnlxICqH5m5A7rGiGoF7gv1lRYwspeAA";

    // As ssh-keygen -H of OpenSSH 9.2 wrote them for host.example and [host.example]:2222.
    private const string Hashed = "|1|jJpTxhuLaKJrQ+Qzqg9q3m1Zphg=|bLOLSZ0YaJU0W843InVXIg/PohI=";
    private const string HashedPort = "|1|kQ8XL3puVyW1eTF9MfHQNZe86cM=|EmMXFYij5mctUiaKq5YZxwaz9sg=";

    [Theory]
    [InlineData($"host.example {Right}", "host.example", 22, HostKeyVerdict.Known)]
    [InlineData($"host.example {Right}", "HOST.Example", 22, HostKeyVerdict.Known)]
    [InlineData($"other,host.example {Right} a comment", "host.example", 22, HostKeyVerdict.Known)]
    [InlineData($"host.example {Other}", "host.example", 22, HostKeyVerdict.Changed)]
    [InlineData($"host.example ssh-rsa AAAAB3NzaC1yc2E=", "host.example", 22, HostKeyVerdict.Changed)]
    [InlineData($"host.example {Other}\nhost.example {Right}", "host.example", 22, HostKeyVerdict.Known)]
    [InlineData($"host.example {Right}", "host.example", 2222, HostKeyVerdict.Known)]
    [InlineData($"host.example {Other}", "host.example", 2222, HostKeyVerdict.Unknown)]
    [InlineData($"[host.example]:2222 {Right}", "host.example", 2222, HostKeyVerdict.Known)]
    [InlineData($"[host.example]:2222 {Other}", "host.example", 2222, HostKeyVerdict.Changed)]
    [InlineData($"[host.example]:2222 {Right}", "host.example", 22, HostKeyVerdict.Unknown)]
    [InlineData($"{Hashed} {Right}", "host.example", 22, HostKeyVerdict.Known)]
    [InlineData($"{Hashed} {Other}", "host.example", 22, HostKeyVerdict.Changed)]
    [InlineData($"{Hashed} {Right}", "other.example", 22, HostKeyVerdict.Unknown)]
    [InlineData($"{HashedPort} {Right}", "host.example", 2222, HostKeyVerdict.Known)]
    [InlineData($"*.example {Right}", "host.example", 22, HostKeyVerdict.Known)]
    [InlineData($"h?st.* {Right}", "host.example", 22, HostKeyVerdict.Known)]
    [InlineData($"*.example,!host.example {Right}", "host.example", 22, HostKeyVerdict.Unknown)]
    [InlineData($"*.example.org {Right}", "host.example", 22, HostKeyVerdict.Unknown)]
    [InlineData($"@revoked * {Right}\nhost.example {Right}", "host.example", 22, HostKeyVerdict.Revoked)]
    [InlineData($"@revoked * {Other}\nhost.example {Right}", "host.example", 22, HostKeyVerdict.Known)]
    [InlineData($"@cert-authority host.example {Right}", "host.example", 22, HostKeyVerdict.Unknown)]
    [InlineData($"@unheard-of host.example {Right}", "host.example", 22, HostKeyVerdict.Unknown)]
    [InlineData($"# host.example {Right}\n\n  \nhost.example\nhost.example ssh-ed25519\nhost.example ssh-ed25519 !!!\n|1|x|y {Right}\n|1| {Right}", "host.example", 22, HostKeyVerdict.Unknown)]
    public void Judges_a_key(string file, string host, int port, object verdict) =>
        Assert.Equal(verdict, KnownHosts.Parse("f", file).Judge(host, port, Key(Right), out _));

    [Fact]
    public void Says_which_line_it_was()
    {
        KnownHosts.Parse("f", $"# one\nhost.example {Other}").Judge("host.example", 22, Key(Right), out var where);
        Assert.Equal("f:2", where);
    }

    [Fact]
    public void Knows_who_may_sign()
    {
        var known = KnownHosts.Parse("f", $"@cert-authority *.example {Right}\n@revoked * {Other}");
        Assert.True(known.HasAuthorityFor("host.example", 2222));
        Assert.False(known.HasAuthorityFor("host.org", 22));
        Assert.Equal(HostKeyVerdict.Known, known.JudgeSigned("host.example", 22, [1], Key(Right), out _));
        Assert.Equal(HostKeyVerdict.Unknown, known.JudgeSigned("host.example", 22, [1], [2], out _));
        Assert.Equal(HostKeyVerdict.Revoked, known.JudgeSigned("host.example", 22, Key(Other), Key(Right), out _));
    }

    [Fact]
    public void Writes_what_it_reads()
    {
        var line = KnownHostsLine.Of(KnownHostsLine.NameOf("Host.example", 2222), "ssh-ed25519", Key(Right));
        Assert.Equal($"[host.example]:2222 {Right}", line);
        Assert.Equal(HostKeyVerdict.Known, KnownHosts.Parse("f", line).Judge("host.example", 2222, Key(Right), out _));
        Assert.Equal(["ssh-ed25519"], KnownHosts.Parse("f", line).TypesFor("host.example", 2222));
    }

    private static byte[] Key(string line) => Convert.FromBase64String(line.Split(' ')[1]);
}
