using System.Text.RegularExpressions;
using VirtProvision.Core.Seeding.Unattended;

namespace VirtProvision.Runtime.Installing;

/// <summary>Finds out this machine's language, keyboard and time zone, where distributions write them down. What is not there, or odd, is as in <see cref="HostLocale.Unknown"/>.</summary>
public static partial class HostLocaleReader
{
    /// <param name="root">Where <c>/etc</c> lies; tests have their own.</param>
    /// <param name="variable">The value of an environment variable.</param>
    public static HostLocale Read(string root, Func<string, string?> variable)
    {
        // locale(7): the first of these that says something goes before what the machine has set.
        var language = new[] { variable("LC_ALL"), variable("LC_MESSAGES"), variable("LANG"), Setting(root, "etc/locale.conf", "LANG"), Setting(root, "etc/default/locale", "LANG") };
        var keyboard = new[] { Setting(root, "etc/default/keyboard", "XKBLAYOUT"), Setting(root, "etc/vconsole.conf", "XKBLAYOUT"), Setting(root, "etc/vconsole.conf", "KEYMAP") };
        var timeZone = new[] { variable("TZ")?.TrimStart(':'), FirstLine(root, "etc/timezone"), LinkedZone(root) };
        return new HostLocale(
            Choose(language, Language()) ?? HostLocale.Unknown.Language,
            Choose(keyboard, Keyboard()) ?? HostLocale.Unknown.Keyboard,
            Choose(timeZone, TimeZone()) ?? HostLocale.Unknown.TimeZone);
    }

    public static HostLocale Read() => Read("/", Environment.GetEnvironmentVariable);

    private static string? Choose(IEnumerable<string?> candidates, Regex form) =>
        candidates.Select(candidate => form.Match(candidate ?? "")).FirstOrDefault(static match => match.Success)?.Groups[1].Value;

    // NAME=value or NAME="value", as a shell would read it.
    private static string? Setting(string root, string path, string name) =>
        Lines(root, path).FirstOrDefault(line => line.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..].Trim('"', '\'', ' ');

    private static string? FirstLine(string root, string path) => Lines(root, path).FirstOrDefault()?.Trim();

    private static string[] Lines(string root, string path)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(root, path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? LinkedZone(string root)
    {
        const string Zones = "zoneinfo/";
        try
        {
            var target = new FileInfo(Path.Combine(root, "etc/localtime")).LinkTarget;
            return target?.IndexOf(Zones, StringComparison.Ordinal) is >= 0 and var at ? target[(at + Zones.Length)..] : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex("^([a-z]{2,3}_[A-Z]{2})([.@].*)?$")]
    private static partial Regex Language();

    // The first of several layouts, without a console keymap's variant: de-latin1-nodeadkeys is de.
    [GeneratedRegex("^([a-z]{2,3})([-,].*)?$")]
    private static partial Regex Keyboard();

    [GeneratedRegex("^([A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*)$")]
    private static partial Regex TimeZone();
}
