using System.Globalization;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>The way out of this machine.</summary>
internal static class DefaultRoute
{
    /// <summary>The bridge that the default route leaves by; null when it leaves by something else. Guests on it are in the host's own network.</summary>
    public static string? FindBridge(string root = "/")
    {
        try
        {
            var route = Path.Combine(root, "proc/net/route");
            return File.Exists(route)
                && DeviceOf(File.ReadLines(route)) is { } device
                && Directory.Exists(Path.Combine(root, "sys/class/net", device, "bridge")) ? device : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Iface Destination Gateway Flags RefCnt Use Metric Mask …; addresses in hexadecimal. https://docs.kernel.org/filesystems/proc.html
    private static string? DeviceOf(IEnumerable<string> lines) => lines.Skip(1)
        .Select(static line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        .Where(static fields => fields.Length > 7 && fields[1] is "00000000" && fields[7] is "00000000")
        .OrderBy(static fields => uint.TryParse(fields[6], CultureInfo.InvariantCulture, out var metric) ? metric : uint.MaxValue)
        .Select(static fields => fields[0])
        .FirstOrDefault();
}
