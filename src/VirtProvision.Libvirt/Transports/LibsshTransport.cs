using VirtProvision.Libvirt.Ssh;

namespace VirtProvision.Libvirt.Transports;

/// <summary>A daemon of another machine by an ssh of our own, which needs no program on this one. https://libvirt.org/uri.html#libssh-transport</summary>
internal sealed class LibsshTransport : ITransport
{
    private static readonly ImmutableArray<string> s_logins = ["agent", "privkey", "password", "keyboard-interactive"];
    private static readonly string[] s_keyFiles = ["id_ed25519", "id_ecdsa", "id_rsa"];

    public bool Serves(LibvirtTransport transport) => transport is LibvirtTransport.Libssh or LibvirtTransport.Libssh2;

    public async Task<Stream> OpenAsync(LibvirtUri uri, TransportOptions options, CancellationToken cancellationToken)
    {
        var address = AddressOf(uri, Environment.GetEnvironmentVariable("HOME") ?? "/", Environment.UserName);
        var command = RemoteCommand.For(SshArguments.TargetOf(uri, options.ReadOnly));
        var prompt = uri.Parameters.GetValueOrDefault("no_tty") == "1" ? null : options.Prompt;
        var client = await new SshLogin(address, prompt, Environment.GetEnvironmentVariable("SSH_AUTH_SOCK")).RunAsync(cancellationToken).ConfigureAwait(false);
        return await SshCommandStream.StartAsync(client, command, SshArguments.HostOf(uri), cancellationToken).ConfigureAwait(false);
    }

    public static SshAddress AddressOf(LibvirtUri uri, string home, string userName)
    {
        var keyFile = uri.Parameters.GetValueOrDefault("keyfile");
        var ofUser = Path.Combine(home, ".ssh");
        return new SshAddress(
            SshArguments.HostOf(uri),
            uri.Port ?? 22,
            uri.UserName ?? userName,
            keyFile is null ? [.. s_keyFiles.Select(name => Path.Combine(ofUser, name))] : [keyFile],
            keyFile is not null,
            uri.Parameters.GetValueOrDefault("known_hosts") is { } named
                ? [named]
                : [Path.Combine(ofUser, "known_hosts"), Path.Combine(home, ".config", "libvirt", "known_hosts"), "/etc/ssh/ssh_known_hosts"],
            (uri.Parameters.GetValueOrDefault("no_verify") == "1" ? "ignore" : uri.Parameters.GetValueOrDefault("known_hosts_verify")) switch
            {
                "ignore" => HostKeyPolicy.Ignore,
                "auto" => HostKeyPolicy.Auto,
                _ => HostKeyPolicy.Normal,
            },
            uri.Parameters.GetValueOrDefault("sshauth") is { } logins ? [.. logins.Split(',')] : s_logins);
    }
}
