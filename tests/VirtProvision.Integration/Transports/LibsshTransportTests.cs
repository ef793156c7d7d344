using System.Diagnostics;
using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Credentials;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Integration.Transports;

/// <summary>Our own ssh to an sshd of this machine: keys, agent, passwords, and hosts that are not to be trusted.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class LibsshTransportTests
{
    private const string Passphrase = "open sesame, said he";

    [SkippableTheory]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("rsa")]
    public async Task Keys_of_every_type(string type)
    {
        await using var server = await SshServer.StartAsync();
        var key = await server.AddKeyAsync("another", type);
        await using var client = await ConnectAsync(Uri(server, $"keyfile={key}"));
        Assert.Equal("qemu:///system", await client.GetUriAsync());
    }

    [SkippableFact]
    public async Task A_locked_key_asks_for_its_passphrase_where_somebody_sits()
    {
        await using var server = await SshServer.StartAsync();
        var key = await server.AddKeyAsync("locked", "ed25519", Passphrase);
        var typist = new Typist("wrong", Passphrase);
        await using var client = await ConnectAsync(Uri(server, $"keyfile={key}"), typist);
        Assert.Equal("qemu:///system", await client.GetUriAsync());
        Assert.All(typist.Asked, static question => Assert.True(question.IsSecret));
        Assert.Equal(2, typist.Asked.Count);
    }

    [SkippableFact]
    public async Task A_locked_key_is_refused_where_nobody_sits()
    {
        await using var server = await SshServer.StartAsync();
        var key = await server.AddKeyAsync("locked", "ed25519", Passphrase);
        var exception = await FailsAsync(Uri(server, $"keyfile={key}"), LibvirtConnectFailure.LoginRefused);
        Assert.Contains($"{key} needs a passphrase", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Passphrase, exception.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_password_is_asked_for_and_never_repeated()
    {
        await using var server = await SshServer.StartAsync("PasswordAuthentication yes", "PubkeyAuthentication no", "PermitRootLogin yes");
        var exception = await FailsAsync(Uri(server), LibvirtConnectFailure.LoginRefused, new Typist("hunter2"));
        Assert.DoesNotContain("hunter2", exception.ToString(), StringComparison.Ordinal);
        await FailsAsync(Uri(server), LibvirtConnectFailure.LoginRefused);
    }

    [SkippableFact]
    public async Task A_changed_host_key_is_refused()
    {
        await using var server = await SshServer.StartAsync();
        await server.AddKeyAsync("other", "ed25519");
        await File.WriteAllTextAsync(server.KnownHosts, $"[127.0.0.1]:{server.Port} {await File.ReadAllTextAsync(Path.Combine(server.Folder, "other.pub"))}");
        var exception = await FailsAsync(Uri(server, $"keyfile={server.KeyFile}"), LibvirtConnectFailure.HostKeyChanged, new Typist("yes"));
        Assert.Contains($"{server.KnownHosts}:1", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Accepted", await File.ReadAllTextAsync(Path.Combine(server.Folder, "log")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_revoked_host_key_is_refused_even_by_those_who_take_any()
    {
        await using var server = await SshServer.StartAsync();
        await File.WriteAllTextAsync(server.KnownHosts, $"@revoked * {SshServer.HostKey(server.Folder)}\n");
        await FailsAsync(Uri(server, $"keyfile={server.KeyFile}&known_hosts_verify=ignore"), LibvirtConnectFailure.HostKeyChanged);
    }

    [SkippableFact]
    public async Task An_unknown_host_key_is_refused_where_nobody_can_be_asked()
    {
        await using var server = await SshServer.StartAsync();
        File.Delete(server.KnownHosts);
        await FailsAsync(Uri(server, $"keyfile={server.KeyFile}"), LibvirtConnectFailure.HostKeyUnknown);
        await FailsAsync(Uri(server, $"keyfile={server.KeyFile}"), LibvirtConnectFailure.HostKeyUnknown, new Typist("no"));
    }

    [SkippableTheory]
    [InlineData("", "yes")]
    [InlineData("&known_hosts_verify=auto", null)]
    public async Task An_unknown_host_key_is_known_from_then_on(string more, string? answer)
    {
        await using var server = await SshServer.StartAsync();
        File.Delete(server.KnownHosts);
        var typist = new Typist(answer is null ? [] : [answer]);
        await (await ConnectAsync(Uri(server, $"keyfile={server.KeyFile}{more}"), typist)).DisposeAsync();
        Assert.Equal($"[127.0.0.1]:{server.Port} {SshServer.HostKey(server.Folder)}\n", await File.ReadAllTextAsync(server.KnownHosts));
        var fingerprint = (await SshServer.RunAsync("ssh-keygen", "-lf", Path.Combine(server.Folder, "host.pub"))).Split(' ')[1];
        Assert.All(typist.Asked, question => Assert.Contains(fingerprint, question.Text, StringComparison.Ordinal));
        await (await ConnectAsync(Uri(server, $"keyfile={server.KeyFile}"))).DisposeAsync();
    }

    [SkippableFact]
    public async Task A_host_whose_key_is_signed_by_who_may()
    {
        await using var authority = await SshServer.StartAsync();
        var ca = Path.Combine(authority.Folder, "key");
        var certificate = Path.Combine(authority.Folder, "host-cert.pub");
        await using var server = await SshServer.StartAsync($"HostCertificate {certificate}");
        await SshServer.RunAsync("ssh-keygen", "-q", "-s", ca, "-I", "vpit", "-h", "-n", "127.0.0.1", "-V", "-1d:+1d", Path.Combine(server.Folder, "host.pub"));
        File.Move(Path.Combine(server.Folder, "host-cert.pub"), certificate);
        await File.WriteAllTextAsync(server.KnownHosts, $"@cert-authority * {await File.ReadAllTextAsync($"{ca}.pub")}");
        await using (var signed = await server.RestartAsync())
        {
            await (await ConnectAsync(Uri(signed, $"keyfile={server.KeyFile}&known_hosts={server.KnownHosts}"))).DisposeAsync();

            // Somebody else's signature, and a name that it is not made out to.
            await File.WriteAllTextAsync(server.KnownHosts, $"@cert-authority * {await File.ReadAllTextAsync($"{server.KeyFile}.pub")}");
            await FailsAsync(Uri(signed, $"keyfile={server.KeyFile}&known_hosts={server.KnownHosts}"), LibvirtConnectFailure.HostKeyUnknown);
            await File.WriteAllTextAsync(server.KnownHosts, $"@cert-authority * {await File.ReadAllTextAsync($"{ca}.pub")}");
            await FailsAsync(Uri(signed, $"keyfile={server.KeyFile}&known_hosts={server.KnownHosts}", "localhost"), LibvirtConnectFailure.HostKeyUnknown);
        }
    }

    [SkippableFact]
    public async Task A_host_that_greets_and_says_nothing_more()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;
        var serving = Task.Run(async () =>
        {
            using var socket = await silent.AcceptSocketAsync();
            await socket.SendAsync("SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray());
            await Task.Delay(TimeSpan.FromSeconds(3));
        });
        var clock = Stopwatch.StartNew();
        await FailsAsync($"qemu+libssh://127.0.0.1:{port}/system", LibvirtConnectFailure.TimedOut, limit: TimeSpan.FromSeconds(1));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
        await serving;
    }

    [SkippableTheory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("SSH-1.5-old\r\n")]
    [InlineData("")]
    public async Task A_host_that_speaks_something_else(string greeting)
    {
        using var stranger = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        stranger.Start();
        var port = ((System.Net.IPEndPoint)stranger.LocalEndpoint).Port;
        var serving = Task.Run(async () =>
        {
            using var socket = await stranger.AcceptSocketAsync();
            await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(greeting));
        });
        await FailsAsync($"qemu+libssh://127.0.0.1:{port}/system", LibvirtConnectFailure.TransportFailed, limit: TimeSpan.FromSeconds(10));
        await serving;
    }

    [SkippableTheory]
    [InlineData("qemu+libssh://nosuchhost.invalid/system", LibvirtConnectFailure.HostNotFound)]
    [InlineData("qemu+libssh2://127.0.0.1:1/system", LibvirtConnectFailure.HostUnreachable)]
    public Task Leads_nowhere(string uri, LibvirtConnectFailure failure) => FailsAsync(uri, failure);

    [SkippableFact]
    public async Task What_the_far_end_says_is_said()
    {
        await using var server = await SshServer.StartAsync();
        var exception = await FailsAsync(Uri(server, $"keyfile={server.KeyFile}&socket=/nowhere/sock"), LibvirtConnectFailure.NoSocket);
        Assert.Contains("/nowhere/sock", exception.Message, StringComparison.Ordinal);
    }

    internal static string Uri(SshServer server, string query = "", string host = "127.0.0.1") =>
        $"qemu+libssh://{Environment.UserName}@{host}:{server.Port}/system?{query}{(query.Contains("known_hosts=", StringComparison.Ordinal) ? "" : $"&known_hosts={server.KnownHosts}")}";

    internal static async Task<LibvirtClient> ConnectAsync(string uri, ICredentialPrompt? prompt = null)
    {
        Skip.IfNot(File.Exists("/run/libvirt/libvirt-sock"), "No libvirt daemon runs here.");
        return await LibvirtClient.ConnectAsync(LibvirtUri.Parse(uri), new LibvirtConnectOptions { Prompt = prompt }).WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static async Task<LibvirtConnectException> FailsAsync(string uri, LibvirtConnectFailure failure, ICredentialPrompt? prompt = null, TimeSpan? limit = null)
    {
        var options = new LibvirtConnectOptions { Prompt = prompt, ConnectTimeout = limit ?? TimeSpan.FromSeconds(30) };
        var exception = await Assert.ThrowsAsync<LibvirtConnectException>(() => LibvirtClient.ConnectAsync(LibvirtUri.Parse(uri), options).WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.True(failure == exception.Failure, $"{exception.Failure}: {exception.Message}");
        return exception;
    }

    private sealed class Typist(params string[] answers) : ICredentialPrompt
    {
        public List<CredentialQuestion> Asked { get; } = [];

        public Task<string?> AskAsync(CredentialQuestion question, CancellationToken cancellationToken)
        {
            Asked.Add(question);
            return Task.FromResult(answers.ElementAtOrDefault(Asked.Count - 1));
        }
    }
}
