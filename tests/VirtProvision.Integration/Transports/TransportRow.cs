using System.Net;
using System.Net.Sockets;

namespace VirtProvision.Integration.Transports;

/// <summary>A transport and a real daemon behind it. A new transport is a line in <see cref="All"/>, and everything that holds of transports is asked of it.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
internal sealed class TransportRow : IAsyncDisposable
{
    private const string SystemSocket = "/run/libvirt/libvirt-sock";

    private readonly List<IAsyncDisposable> _parts = [];
    private readonly ShortFolder _folder = new();

    // A proxy can't stand before every transport: between a program and its pipes is no room.
    private readonly Func<int, string>? _uriAt;

    private TransportRow(string uri, EndPoint target, Func<int, string>? uriAt)
    {
        Uri = uri;
        Target = target;
        _uriAt = uriAt;
    }

    public static IReadOnlyDictionary<string, Func<Task<TransportRow>>> All { get; } = new Dictionary<string, Func<Task<TransportRow>>>
    {
        ["unix"] = UnixAsync,
        ["session"] = () => ListeningAsync(static (folder, _) => $"qemu:///session?socket={folder}/run/libvirt/libvirt-sock", null, static daemon => daemon.TcpPort),
        ["ssh"] = () => SshAsync("ssh"),
        ["libssh"] = () => SshAsync("libssh"),
        ["tcp"] = () => ListeningAsync(static (_, daemon) => $"qemu+tcp://localhost:{daemon.TcpPort}/session", static (_, port) => $"qemu+tcp://localhost:{port}/session", static daemon => daemon.TcpPort),
        ["tls"] = () => ListeningAsync(
            static (folder, daemon) => $"qemu+tls://localhost:{daemon.TlsPort}/session?pkipath={folder}/client",
            static (folder, port) => $"qemu+tls://localhost:{port}/session?pkipath={folder}/client",
            static daemon => daemon.TlsPort),
        ["ext"] = ExternalAsync,
    };

    public string Uri { get; }

    public EndPoint Target { get; }

    /// <summary>A folder that the daemon can write to.</summary>
    public string Folder => _folder.Path;

    public bool CanBeProxied => _uriAt is not null;

    public string UriAt(int port) => _uriAt!(port);

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts)
        {
            await part.DisposeAsync();
        }

        _folder.Dispose();
    }

    private static void NeedsSystem() => Skip.IfNot(File.Exists(SystemSocket), $"No libvirt daemon: {SystemSocket} doesn't exist.");

    private static Task<TransportRow> UnixAsync()
    {
        NeedsSystem();
        return Task.FromResult(new TransportRow("qemu:///system", new UnixDomainSocketEndPoint(SystemSocket), null));
    }

    private static async Task<TransportRow> SshAsync(string transport)
    {
        NeedsSystem();
        var server = await SshServer.StartAsync();
        var row = new TransportRow(
            server.Uri(transport: transport),
            new IPEndPoint(IPAddress.Loopback, server.Port),
            port => $"qemu+{transport}://{Environment.UserName}@127.0.0.1:{port}/system?keyfile={server.KeyFile}&known_hosts={server.KnownHosts}&known_hosts_verify=ignore");
        row._parts.Add(server);
        return row;
    }

    private static async Task<TransportRow> ExternalAsync()
    {
        NeedsSystem();
        Skip.IfNot(File.Exists("/usr/bin/virt-ssh-helper"), "virt-ssh-helper is not installed.");
        var folder = Directory.CreateTempSubdirectory("vpit-ext-").FullName;
        var program = Path.Combine(folder, "joined");
        await File.WriteAllTextAsync(program, "#!/bin/sh\nexec virt-ssh-helper qemu:///system\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new TransportRow($"qemu+ext:///system?command={program}", new UnixDomainSocketEndPoint(SystemSocket), null);
    }

    private static async Task<TransportRow> ListeningAsync(Func<string, ListeningDaemon, string> uri, Func<string, int, string>? uriAt, Func<ListeningDaemon, int> port)
    {
        using var authority = new TestAuthority();
        var folder = new ShortFolder();
        Directory.CreateDirectory($"{folder.Path}/client");
        await File.WriteAllTextAsync($"{folder.Path}/client/cacert.pem", authority.Pem);
        Directory.CreateDirectory($"{folder.Path}/pool");
        var daemon = await ListeningDaemon.StartAsync(
            folder.Path, authority.Pem, authority.Issue("localhost", forServer: true), "auth_tcp = \"none\"", "auth_tls = \"none\"", "tls_no_verify_certificate = 1");
        var row = new TransportRow(uri(folder.Path, daemon), new IPEndPoint(IPAddress.Loopback, port(daemon)), uriAt is null ? null : port => uriAt(folder.Path, port)) { Pool = $"{folder.Path}/pool" };
        row._parts.Add(daemon);
        row._parts.Add(new FolderPart(folder));
        return row;
    }

    /// <summary>A folder of the daemon's own user.</summary>
    public string? Pool { get; private init; }

    private sealed class FolderPart(ShortFolder folder) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
