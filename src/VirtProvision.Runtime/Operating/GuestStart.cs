using System.ComponentModel;
using System.Diagnostics;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Operating;

/// <summary>
/// When a guest was started. libvirt does not tell; where the host is this machine, its process does. Nobody knows it of other hosts, nor a user of processes
/// that he may not see.
/// </summary>
internal static class GuestStart
{
    /// <summary>Where the daemon of that URI keeps the process numbers of its guests; null where they are not here.</summary>
    public static string? FolderOf(IHostConnector host, Func<string, string?> environment)
    {
        if (!host.IsLocal || !host.Uri.StartsWith("qemu:", StringComparison.Ordinal))
        {
            return null;
        }

        if (!host.Uri.Contains("/session", StringComparison.Ordinal))
        {
            return "/run/libvirt/qemu";
        }

        return environment("XDG_RUNTIME_DIR") is { Length: > 0 } runtime ? $"{runtime}/libvirt/qemu/run"
            : environment("HOME") is { Length: > 0 } home ? $"{home}/.cache/libvirt/qemu/run"
            : null;
    }

    /// <summary>Null where it is not known.</summary>
    public static DateTimeOffset? Of(string? folder, string domain, Guid uuid, string processes = "/proc")
    {
        if (folder is null || domain.Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            if (!int.TryParse(File.ReadAllText($"{folder}/{domain}.pid").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || !File.ReadAllText($"{processes}/{number}/cmdline").Contains(uuid.ToString(), StringComparison.Ordinal))
            {
                // A number that was left behind and means another process by now.
                return null;
            }

            using var process = Process.GetProcessById(number);
            return new DateTimeOffset(process.StartTime);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
