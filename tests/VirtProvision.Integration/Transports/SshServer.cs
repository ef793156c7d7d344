using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace VirtProvision.Integration.Transports;

/// <summary>An sshd of the test's own on a port of this machine, with its own keys and rules; it lets in who runs the tests, by <see cref="KeyFile"/>.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
internal sealed class SshServer : IAsyncDisposable
{
    private const string Sshd = "/usr/sbin/sshd";

    private readonly Process _process;
    private bool _isHandedOn;

    private SshServer(Process process, string folder, int port)
    {
        _process = process;
        Folder = folder;
        Port = port;
    }

    public string Folder { get; }

    public int Port { get; }

    public string KeyFile => Path.Combine(Folder, "key");

    public string KnownHosts => Path.Combine(Folder, "known_hosts");

    /// <summary>A URI that gets in.</summary>
    public string Uri(string path = "/system", string transport = "ssh", string driver = "qemu", string more = "") =>
        $"{driver}+{transport}://{Environment.UserName}@127.0.0.1:{Port}{path}?keyfile={KeyFile}&known_hosts={KnownHosts}{more}";

    /// <param name="rules">Further lines of its configuration; those that come first count.</param>
    public static async Task<SshServer> StartAsync(params string[] rules)
    {
        Skip.IfNot(File.Exists(Sshd), $"{Sshd} is not installed.");
        Skip.IfNot(File.Exists("/usr/bin/ssh"), "ssh is not installed.");
        var folder = Directory.CreateTempSubdirectory("vpit-ssh-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            Directory.CreateDirectory("/run/sshd");
        }

        foreach (var key in new[] { "host", "key" })
        {
            await RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "vpit", "-f", Path.Combine(folder, key));
        }

        File.Copy(Path.Combine(folder, "key.pub"), Path.Combine(folder, "authorized_keys"));
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "known_hosts"), $"[127.0.0.1]:{port} {HostKey(folder)}\n");
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "sshd_config"),
            [
                .. rules, $"Port {port}", "ListenAddress 127.0.0.1", $"HostKey {folder}/host", $"AuthorizedKeysFile {folder}/authorized_keys", "StrictModes no", "UsePAM no",
                "PermitRootLogin prohibit-password", "PasswordAuthentication no", "KbdInteractiveAuthentication no", "PidFile none", "PrintMotd no", "MaxStartups 100",
            ]);
        return await RunAsync(folder, port);
    }

    /// <summary>The same one again, so that it reads anew what lies in its folder; the folder is that of the new one from then on.</summary>
    public async Task<SshServer> RestartAsync()
    {
        await EndAsync();
        _isHandedOn = true;
        return await RunAsync(Folder, Port);
    }

    /// <summary>A new key that it lets in.</summary>
    public async Task<string> AddKeyAsync(string name, string type, string passphrase = "", params string[] further)
    {
        var path = Path.Combine(Folder, name);
        await RunAsync("ssh-keygen", ["-q", "-t", type, "-N", passphrase, "-C", "vpit", "-f", path, .. further]);
        await File.AppendAllTextAsync(Path.Combine(Folder, "authorized_keys"), await File.ReadAllTextAsync($"{path}.pub"));
        return path;
    }

    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await errors}");
        return output;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isHandedOn)
        {
            await EndAsync();
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>The public half of its host key, as a known_hosts file has it behind the name.</summary>
    public static string HostKey(string folder) => string.Join(' ', File.ReadAllText(Path.Combine(folder, "host.pub")).Split(' ').Take(2)).Trim();

    private static async Task<SshServer> RunAsync(string folder, int port)
    {
        var server = new SshServer(Process.Start(new ProcessStartInfo(Sshd, ["-D", "-E", $"{folder}/log", "-f", $"{folder}/sshd_config"]))!, folder, port);
        await server.ListensAsync();
        return server;
    }

    private async Task EndAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ListensAsync()
    {
        for (var attempts = 200; ; attempts--)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (attempts > 0 && !_process.HasExited)
            {
                await Task.Delay(25);
            }
            catch (SocketException)
            {
                Assert.Fail($"sshd does not listen on port {Port}: {await File.ReadAllTextAsync(Path.Combine(Folder, "log"))}");
            }
        }
    }
}
