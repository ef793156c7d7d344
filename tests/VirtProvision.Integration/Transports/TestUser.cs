namespace VirtProvision.Integration.Transports;

/// <summary>A user of this machine for one test, who can be logged in as by key and may nothing.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
internal sealed class TestUser : IAsyncDisposable
{
    private TestUser(string name) => Name = name;

    public string Name { get; }

    public string Home => $"/var/tmp/{Name}";

    /// <summary>Where the user's own daemon listens when nobody has given the user a runtime folder.</summary>
    public string DaemonSocket => $"{Home}/.cache/libvirt/libvirt-sock";

    public static async Task<TestUser> CreateAsync()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root can make a user.");
        Skip.IfNot(File.Exists("/usr/sbin/useradd"), "useradd is not installed.");
        var user = new TestUser($"vpit{Guid.NewGuid().ToString("n")[..8]}");

        // "*" is no password, and yet the account isn't locked.
        await SshServer.RunAsync("useradd", "--create-home", "--home-dir", user.Home, "--shell", "/bin/sh", "--password", "*", user.Name);
        return user;
    }

    /// <summary>A URI of that user's own libvirt, by way of a server that runs here.</summary>
    public string SessionBy(SshServer server)
    {
        // sshd looks at the keys as the user.
        File.SetUnixFileMode(server.Folder, (UnixFileMode)0b111_101_101);
        return $"qemu+ssh://{Name}@127.0.0.1:{server.Port}/session?keyfile={server.KeyFile}&known_hosts={server.KnownHosts}";
    }

    public async ValueTask DisposeAsync() => await SshServer.RunAsync("sh", "-c", "pkill -KILL -u \"$1\"; while pgrep -u \"$1\" >/dev/null; do sleep 0.1; done; userdel --remove --force \"$1\" 2>/dev/null", "sh", Name);
}
