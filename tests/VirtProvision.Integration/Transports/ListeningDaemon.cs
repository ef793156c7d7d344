using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace VirtProvision.Integration.Transports;

/// <summary>A libvirtd of an unprivileged user that listens on the loopback's TCP, with TLS and without: the real one, beside the host's own.</summary>
internal sealed class ListeningDaemon : IAsyncDisposable
{
    private const string Program = "/usr/sbin/libvirtd";

    private readonly Process _process;

    private ListeningDaemon(Process process, int tcpPort, int tlsPort)
    {
        _process = process;
        TcpPort = tcpPort;
        TlsPort = tlsPort;
    }

    public int TcpPort { get; }

    public int TlsPort { get; }

    /// <param name="folder">Its own, with a short path; it is given to the daemon's user.</param>
    /// <param name="server">Certificate and key, as PEM.</param>
    /// <param name="settings">Lines of libvirtd.conf, such as <c>auth_tls = "sasl"</c>.</param>
    public static async Task<ListeningDaemon> StartAsync(string folder, string authority, (string Certificate, string Key) server, params string[] settings)
    {
        Skip.IfNot(File.Exists(Program), $"{Program} is not installed.");
        var (tcp, tls) = (FreePort(), FreePort());
        foreach (var name in new[] { "run", "home", "sasl" })
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "ca.pem"), authority);
        await File.WriteAllTextAsync(Path.Combine(folder, "server.pem"), server.Certificate);
        await File.WriteAllTextAsync(Path.Combine(folder, "server.key"), server.Key);
        await File.WriteAllTextAsync(Path.Combine(folder, "libvirtd.conf"), $"""
            listen_tls = 1
            listen_tcp = 1
            listen_addr = "127.0.0.1"
            tcp_port = "{tcp}"
            tls_port = "{tls}"
            auth_unix_rw = "none"
            ca_file = "{folder}/ca.pem"
            cert_file = "{folder}/server.pem"
            key_file = "{folder}/server.key"
            {string.Join('\n', settings)}

            """);
        var said = new ConcurrentQueue<string>();
        var process = await UnprivilegedProcess.StartAsync(
            folder,
            new() { ["HOME"] = $"{folder}/home", ["XDG_RUNTIME_DIR"] = $"{folder}/run", ["SASL_CONF_PATH"] = $"{folder}/sasl" },
            said,
            Program, "--listen", "--config", $"{folder}/libvirtd.conf");
        await AwaitPortAsync(tls, process, said);
        return new ListeningDaemon(process, tcp, tls);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task AwaitPortAsync(int port, Process process, ConcurrentQueue<string> said)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            Assert.False(process.HasExited, $"libvirtd ended: {string.Join('\n', said)}");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50, limit.Token);
            }
        }
    }
}
