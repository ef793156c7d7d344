using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Integration.Transports;

/// <summary>The system's ssh to an sshd of this machine: what works, and what each failure says.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class SshTransportTests
{
    [SkippableTheory]
    [InlineData("")]
    [InlineData("&proxy=native")]
    public async Task Reaches_the_daemon_by_its_helper(string more)
    {
        await using var server = await SshServer.StartAsync();
        await using var client = await ConnectAsync(server.Uri(more: more));
        Assert.Equal("qemu:///system", await client.GetUriAsync());
        Assert.Contains("<capabilities>", await client.GetCapabilitiesAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Reaches_the_daemon_by_netcat()
    {
        Skip.IfNot(File.Exists("/usr/bin/nc") || File.Exists("/bin/nc") || File.Exists("/usr/bin/socat"), "Neither nc nor socat is installed.");
        await using var server = await SshServer.StartAsync();
        await using var client = await ConnectAsync(server.Uri(more: "&proxy=netcat"));
        Assert.Equal("qemu:///system", await client.GetUriAsync());
    }

    [SkippableFact]
    public async Task A_read_only_connection_is_one_over_ssh_too()
    {
        await using var server = await SshServer.StartAsync();
        await using var client = await ConnectAsync(server.Uri(), new LibvirtConnectOptions { ReadOnly = true });
        Assert.Equal(LibvirtErrorCode.OperationDenied, (await Assert.ThrowsAsync<LibvirtServerException>(() => client.DefineDomainAsync("<domain/>"))).Code);
    }

    [SkippableFact]
    public async Task A_forced_command_that_is_the_helper_is_enough()
    {
        await using var server = await SshServer.StartAsync("ForceCommand virt-ssh-helper qemu:///system");
        await using var client = await ConnectAsync(server.Uri());
        Assert.Equal("qemu:///system", await client.GetUriAsync());
    }

    [SkippableFact]
    public async Task A_forced_command_that_is_not_libvirts_says_what_it_said()
    {
        await using var server = await SshServer.StartAsync("ForceCommand echo Only backups are taken here. >&2");
        var exception = await FailsAsync(server.Uri(), LibvirtConnectFailure.TransportFailed);
        Assert.Contains("Only backups are taken here.", exception.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_host_by_way_of_another()
    {
        await using var server = await SshServer.StartAsync();
        await using var jump = await SshServer.StartAsync();
        var configuration = Path.Combine(server.Folder, "config");
        await File.WriteAllTextAsync(configuration, $"""
            Host inner
              HostName 127.0.0.1
              Port {server.Port}
              HostKeyAlias inner
              IdentityFile {server.KeyFile}
              UserKnownHostsFile {server.Folder}/inner
              ProxyJump outer
            Host outer
              HostName 127.0.0.1
              Port {jump.Port}
              IdentityFile {jump.KeyFile}
              UserKnownHostsFile {jump.KnownHosts}
            """);
        await File.WriteAllTextAsync(Path.Combine(server.Folder, "inner"), $"inner {SshServer.HostKey(server.Folder)}\n");
        var program = await ScriptAsync(server, "jump-ssh", $"exec ssh -F {configuration} \"$@\"");
        await using var client = await ConnectAsync($"qemu+ssh://inner/system?command={program}");
        Assert.Equal("qemu:///system", await client.GetUriAsync());
        Assert.Contains("Accepted publickey", await File.ReadAllTextAsync(Path.Combine(jump.Folder, "log")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_changed_host_key_is_refused()
    {
        await using var server = await SshServer.StartAsync();
        await server.AddKeyAsync("other", "ed25519");
        await File.WriteAllTextAsync(server.KnownHosts, $"[127.0.0.1]:{server.Port} {await File.ReadAllTextAsync(Path.Combine(server.Folder, "other.pub"))}");
        var exception = await FailsAsync(server.Uri(), LibvirtConnectFailure.HostKeyChanged);
        Assert.Contains($"{server.KnownHosts}:1", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Accepted", await File.ReadAllTextAsync(Path.Combine(server.Folder, "log")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_unknown_host_key_is_refused_unless_the_uri_says_otherwise()
    {
        await using var server = await SshServer.StartAsync();
        File.Delete(server.KnownHosts);
        await FailsAsync(server.Uri(), LibvirtConnectFailure.HostKeyUnknown);
        await using var client = await ConnectAsync(server.Uri(more: "&known_hosts_verify=auto"));
        Assert.Contains(SshServer.HostKey(server.Folder), await File.ReadAllTextAsync(server.KnownHosts), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Without_a_terminal_nobody_is_asked_for_a_password()
    {
        await using var server = await SshServer.StartAsync("PasswordAuthentication yes", "PubkeyAuthentication no", "PermitRootLogin yes");
        await FailsAsync(server.Uri(), LibvirtConnectFailure.LoginRefused);
    }

    [SkippableFact]
    public async Task A_key_with_a_passphrase_is_the_agents_business()
    {
        await using var server = await SshServer.StartAsync();
        var key = await server.AddKeyAsync("locked", "ed25519", "open sesame");
        File.Delete(server.KeyFile);
        File.Copy(key, server.KeyFile);
        var exception = await FailsAsync(server.Uri(), LibvirtConnectFailure.LoginRefused);
        Assert.Contains("ssh-add", exception.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("qemu+ssh://nosuchhost.invalid/system", LibvirtConnectFailure.HostNotFound)]
    [InlineData("qemu+ssh://127.0.0.1:1/system", LibvirtConnectFailure.HostUnreachable)]
    [InlineData("qemu+ssh://127.0.0.1/system?command=/nowhere/ssh", LibvirtConnectFailure.NoProgram)]
    public async Task Leads_nowhere(string uri, LibvirtConnectFailure failure)
    {
        Skip.IfNot(File.Exists("/usr/bin/ssh"), "ssh is not installed.");
        await FailsAsync(uri, failure);
    }

    [SkippableFact]
    public async Task A_socket_that_is_not_there()
    {
        await using var server = await SshServer.StartAsync();
        var exception = await FailsAsync(server.Uri(more: "&socket=/nowhere/libvirt-sock"), LibvirtConnectFailure.NoSocket);
        Assert.Contains("/nowhere/libvirt-sock", exception.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_host_that_takes_the_connection_and_says_nothing()
    {
        Skip.IfNot(File.Exists("/usr/bin/ssh"), "ssh is not installed.");
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;
        await FailsAsync($"qemu+ssh://127.0.0.1:{port}/system", LibvirtConnectFailure.TimedOut, new LibvirtConnectOptions { ConnectTimeout = TimeSpan.FromMilliseconds(500) });
    }

    internal static async Task<string> ScriptAsync(SshServer server, string name, string text)
    {
        var path = Path.Combine(server.Folder, name);
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static async Task<LibvirtClient> ConnectAsync(string uri, LibvirtConnectOptions? options = null)
    {
        Skip.IfNot(File.Exists("/run/libvirt/libvirt-sock"), "No libvirt daemon runs here.");
        return await LibvirtClient.ConnectAsync(LibvirtUri.Parse(uri), options).WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static async Task<LibvirtConnectException> FailsAsync(string uri, LibvirtConnectFailure failure, LibvirtConnectOptions? options = null)
    {
        var exception = await Assert.ThrowsAsync<LibvirtConnectException>(() => LibvirtClient.ConnectAsync(LibvirtUri.Parse(uri), options).WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.True(failure == exception.Failure, $"{exception.Failure}: {exception.Message}");
        return exception;
    }
}
