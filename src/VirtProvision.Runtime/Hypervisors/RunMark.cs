using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>
/// The name by which a run is known to others on the same host: an empty volume of that name stands in each pool in which the run makes something. Whoever finds
/// something half made can tell from it whether somebody is at it, or was.
/// </summary>
internal sealed class RunMark : IDisposable
{
    private const string Prefix = "virtprovision-run-";
    private static readonly ConcurrentDictionary<string, bool> s_here = new(StringComparer.Ordinal);
    private static readonly string s_machine = Machine();
    private static int s_count;

    public RunMark()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{s_machine}-{Environment.ProcessId}-{BeginOf(Environment.ProcessId)}-{Interlocked.Increment(ref s_count)}");
        s_here[Name] = true;
    }

    public string Name { get; }

    public static bool IsOne(string volume) => volume.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether the run is still at work; null for one of another machine, of which nobody here knows.</summary>
    public static bool? IsAtWork(string mark)
    {
        var parts = mark[Prefix.Length..].Split('-');
        if (parts.Length is not 4 || parts[0] != s_machine || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var process))
        {
            return null;
        }

        return process == Environment.ProcessId ? s_here.ContainsKey(mark) : BeginOf(process) == parts[2];
    }

    /// <summary>For people: who is at work.</summary>
    public static string Shown(string mark) =>
        mark[Prefix.Length..].Split('-') is [var machine, var process, ..] ? machine == s_machine ? $"process {process} of this machine" : $"process {process} of another machine" : mark;

    public void Dispose() => s_here.TryRemove(Name, out _);

    // When a process began, in ticks since boot: its number is given to others later. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    private static string BeginOf(int process)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));

            // The name of the program, in brackets, may hold anything.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields is ["Z" or "X", ..] ? "0" : fields[19];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "0";
        }
    }

    // Processes are numbered anew at each boot and in each container.
    private static string Machine()
    {
        var identity = new StringBuilder();
        foreach (var read in new Func<string?>[] { static () => File.ReadAllText("/etc/machine-id"), static () => File.ReadAllText("/proc/sys/kernel/random/boot_id"), static () => new FileInfo("/proc/self/ns/pid").LinkTarget })
        {
            try
            {
                identity.Append(read()).Append('\n');
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Not a Linux, or not all of one.
            }
        }

        return identity.Length is 0 ? Guid.NewGuid().ToString("n")[..8] : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity.ToString())))[..8];
    }
}
