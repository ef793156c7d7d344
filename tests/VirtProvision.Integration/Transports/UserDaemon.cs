using System.Collections.Concurrent;
using System.Diagnostics;

namespace VirtProvision.Integration.Transports;

/// <summary>A user's own session daemon, with a home of its own: the real libvirtd, beside the host's.</summary>
internal sealed class UserDaemon : IAsyncDisposable
{
    private const string Program = "/usr/sbin/libvirtd";

    private readonly Process _process;

    private UserDaemon(Process process, string folder)
    {
        _process = process;
        Socket = SocketIn(folder);
    }

    public string Socket { get; }

    public string Uri => $"qemu:///session?socket={Socket}";

    /// <param name="folder">Its own, with a short path; it is given to the daemon's user.</param>
    public static async Task<UserDaemon> StartAsync(string folder)
    {
        Skip.IfNot(File.Exists(Program), $"{Program} is not installed.");
        foreach (var name in new[] { "run", "home" })
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
        }

        var said = new ConcurrentQueue<string>();
        var process = await UnprivilegedProcess.StartAsync(folder, new() { ["HOME"] = $"{folder}/home", ["XDG_RUNTIME_DIR"] = $"{folder}/run" }, said, Program);
        for (var attempts = 600; !File.Exists(SocketIn(folder)); attempts--)
        {
            Assert.False(process.HasExited || attempts == 0, $"libvirtd has no socket: {string.Join('\n', said)}");
            await Task.Delay(50);
        }

        return new UserDaemon(process, folder);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string SocketIn(string folder) => Path.Combine(folder, "run", "libvirt", "libvirt-sock");
}
