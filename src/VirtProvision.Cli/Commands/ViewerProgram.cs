using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Commands;

/// <summary>The viewer of this machine, and the tunnel that it looks through.</summary>
internal sealed class ViewerProgram
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly string _path;

    private ViewerProgram(string path) => _path = path;

    /// <summary>Null without a viewer, or without a display to show it on.</summary>
    public static ViewerProgram? Find(CommandContext context)
    {
        if (string.IsNullOrEmpty(context.Environment("DISPLAY")) && string.IsNullOrEmpty(context.Environment("WAYLAND_DISPLAY")))
        {
            return null;
        }

        var path = (context.Environment("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(static folder => Path.Combine(folder, "remote-viewer")).FirstOrDefault(File.Exists);
        return path is null ? null : new ViewerProgram(path);
    }

    /// <summary>A port that nobody has taken at this moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts the viewer; behind a tunnel, ends when it does, and the tunnel with it.</summary>
    public async Task<Diagnostic?> ShowAsync(ViewerRoute route, CancellationToken cancellationToken)
    {
        if (!route.NeedsTunnel)
        {
            using var viewer = Start(_path, [route.Uri], out var failure);
            return failure;
        }

        using var tunnel = Start("ssh", route.Tunnel, out var noTunnel);
        if (tunnel is null)
        {
            return noTunnel;
        }

        try
        {
            if (!await StandsAsync(tunnel, route.TunnelPort, cancellationToken).ConfigureAwait(false))
            {
                return CommandLineDiagnostics.TunnelFailed($"ssh {string.Join(' ', route.Tunnel)}", tunnel.HasExited ? $"it ended with {tunnel.ExitCode}; its own words stand above." : "nothing listens at its near end.");
            }

            using var viewer = Start(_path, [route.Uri], out var failure);
            if (viewer is not null)
            {
                await viewer.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            }

            return failure;
        }
        finally
        {
            if (!tunnel.HasExited)
            {
                tunnel.Kill();
            }
        }
    }

    private static async Task<bool> StandsAsync(Process tunnel, int port, CancellationToken cancellationToken)
    {
        var begin = Stopwatch.GetTimestamp();
        while (!tunnel.HasExited && Stopwatch.GetElapsedTime(begin) < s_patience)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(s_pause, cancellationToken).ConfigureAwait(false);
            }
        }

        return false;
    }

    private static Process? Start(string program, IEnumerable<string> arguments, out Diagnostic? failure)
    {
        failure = null;
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments));
        }
        catch (Win32Exception exception)
        {
            failure = program is "ssh" ? CommandLineDiagnostics.TunnelFailed(program, exception.Message) : CommandLineDiagnostics.ViewerFailed(program, exception.Message);
            return null;
        }
    }
}
