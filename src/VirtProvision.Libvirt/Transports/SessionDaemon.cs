using System.ComponentModel;
using System.Diagnostics;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Transports;

/// <summary>A user's own daemon runs only while it is used: as libvirt's own client, we start it when nobody listens. It ends by itself when it is idle.</summary>
internal static class SessionDaemon
{
    private static readonly string[] s_folders = ["/usr/sbin", "/usr/bin", "/sbin", "/usr/local/sbin"];

    /// <summary>The program to start for a URI, or null when it isn't to be started or isn't installed.</summary>
    public static string? ProgramFor(LibvirtUri uri, bool isRoot, Func<string, string?> environment, Func<string, bool> exists)
    {
        if (!SocketPaths.BelongsToUser(uri, isRoot) || uri.Parameters.ContainsKey("socket") || environment("LIBVIRT_AUTOSTART") == "0")
        {
            return null;
        }

        // Where both are installed, libvirtd: it serves networks and storage in the same process, which users' daemons can't find each other for.
        var programs = uri.Parameters.GetValueOrDefault("mode") is "direct" ? [$"virt{uri.Driver}d"] : new[] { "libvirtd", $"virt{uri.Driver}d" };
        return programs.SelectMany(_ => s_folders, (program, folder) => Path.Combine(folder, program)).FirstOrDefault(exists);
    }

    /// <summary>Starts it in the background and returns when it has gone there, so that its socket is there or soon will be.</summary>
    public static async Task StartAsync(string program, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["--daemon", "--timeout=120"]) { RedirectStandardOutput = true, RedirectStandardError = true });
            if (process is null)
            {
                throw Failed(program, "it could not be started");
            }

            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                var complaint = await process.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
                throw Failed(program, complaint.Trim() is { Length: > 0 } said ? said : $"exit code {process.ExitCode}");
            }
        }
        catch (Win32Exception exception)
        {
            throw Failed(program, exception.Message, exception);
        }
    }

    private static LibvirtConnectException Failed(string program, string why, Exception? inner = null) =>
        new(LibvirtConnectFailure.NoSocket, $"This user's libvirt daemon isn't running, and starting {program} failed: {why}.", inner);
}
