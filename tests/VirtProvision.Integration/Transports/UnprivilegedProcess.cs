using System.Collections.Concurrent;
using System.Diagnostics;

namespace VirtProvision.Integration.Transports;

/// <summary>A program run as a user who may nothing: as "nobody" where the tests run as root, else as who runs them.</summary>
internal static class UnprivilegedProcess
{
    private const string User = "nobody";

    /// <param name="folder">Given to that user, with all that lies in it.</param>
    /// <param name="said">Gets what it writes to its standard error.</param>
    public static async Task<Process> StartAsync(string folder, Dictionary<string, string> environment, ConcurrentQueue<string> said, string program, params string[] arguments)
    {
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", [$"--reuid={User}", "--regid=nogroup", "--clear-groups", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        if (Environment.IsPrivilegedProcess)
        {
            using var owner = Process.Start("chown", ["--recursive", User, folder]);
            await owner.WaitForExitAsync();
            Assert.Equal(0, owner.ExitCode);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        start.RedirectStandardError = true;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
        return process;
    }
}
