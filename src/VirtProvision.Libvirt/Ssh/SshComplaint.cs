using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Ssh;

/// <summary>What ssh and the programs at its far end said on standard error, as the reason why there is no connection, and what to do.</summary>
internal static class SshComplaint
{
    /// <param name="host">As the user wrote it.</param>
    /// <param name="words">All that was said.</param>
    /// <param name="exitCode">Null: the program still runs.</param>
    public static (LibvirtConnectFailure Failure, string Message) Explain(string host, string words, int? exitCode)
    {
        var lines = Lines(words);
        foreach (var (sign, failure, advice) in s_signs)
        {
            if (Array.FindLast(lines, line => line.Contains(sign, StringComparison.OrdinalIgnoreCase)) is { } line)
            {
                return (failure, advice(new Finding(host, line, lines)));
            }
        }

        return exitCode is 127
            ? (LibvirtConnectFailure.NoSocketProxy, MissingProxy(host))
            : (LibvirtConnectFailure.TransportFailed, $"ssh to {host} ended{(exitCode is { } code ? $" with exit code {code}" : "")}{(lines.Length == 0 ? " without a word" : $": {Last(lines)}")}{Stop(lines)}");
    }

    private sealed record Finding(string Host, string Line, string[] Lines);

    // In this order: the first whose sign is there is the reason, and what follows from it is said later.
    private static readonly (string Sign, LibvirtConnectFailure Failure, Func<Finding, string> Advice)[] s_signs =
    [
        ("REMOTE HOST IDENTIFICATION HAS CHANGED", LibvirtConnectFailure.HostKeyChanged, static found => ChangedKey(found.Host, OffendingKey(found.Lines))),
        ("REVOKED HOST KEY", LibvirtConnectFailure.HostKeyChanged, static found => $"The ssh key that {found.Host} shows was revoked: {OffendingKey(found.Lines) ?? "known_hosts says so"}. Nothing was sent to it. Give the host a new key."),
        ("Host key verification failed", LibvirtConnectFailure.HostKeyUnknown, static found => UnknownKey(found.Host)),

        // virt-ssh-helper's words: "Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory".
        ("': No such file or directory", LibvirtConnectFailure.NoSocket, static found => $"On {found.Host}, libvirt's daemon can't be reached: {found.Line.TrimEnd('.')}."),
        ("': Permission denied", LibvirtConnectFailure.PermissionDenied, static found => NoPermission(found.Host, found.Line)),
        ("': Connection refused", LibvirtConnectFailure.Refused, static found => $"On {found.Host}, no libvirt daemon listens: {found.Line.TrimEnd('.')}. Start libvirtd (or virtqemud) there."),

        ("Could not resolve hostname", LibvirtConnectFailure.HostNotFound, static found => $"{Said(found)} Check the spelling, and that this machine's resolver knows the name."),
        ("Permission denied (", LibvirtConnectFailure.LoginRefused, static found => Refused(found)),
        ("Too many authentication failures", LibvirtConnectFailure.LoginRefused, static found => Refused(found)),
        ("Connection refused", LibvirtConnectFailure.HostUnreachable, static found => $"{Said(found)} Does sshd run there, and on this port?"),
        ("Connection timed out", LibvirtConnectFailure.HostUnreachable, static found => $"{Said(found)} Is the machine on, and does a firewall let ssh through?"),
        ("Operation timed out", LibvirtConnectFailure.HostUnreachable, static found => $"{Said(found)} Is the machine on, and does a firewall let ssh through?"),
        ("No route to host", LibvirtConnectFailure.HostUnreachable, static found => $"{Said(found)} Is the machine on?"),
        ("Network is unreachable", LibvirtConnectFailure.HostUnreachable, static found => $"{Said(found)} Is this machine on the network?"),
        (RemoteCommand.NoProxy, LibvirtConnectFailure.NoSocketProxy, static found => MissingProxy(found.Host)),
        (RemoteCommand.NoSocket, LibvirtConnectFailure.NoSocket, static found => $"On {found.Host} there is no libvirt socket {found.Line[(found.Line.IndexOf(RemoteCommand.NoSocket, StringComparison.Ordinal) + RemoteCommand.NoSocket.Length)..]}."),
        (RemoteCommand.NoPermission, LibvirtConnectFailure.PermissionDenied, static found => NoPermission(found.Host, found.Line[(found.Line.IndexOf(RemoteCommand.NoPermission, StringComparison.Ordinal) + RemoteCommand.NoPermission.Length)..])),
        ("virt-ssh-helper: command not found", LibvirtConnectFailure.NoSocketProxy, static found => MissingProxy(found.Host)),
        ("virt-ssh-helper: not found", LibvirtConnectFailure.NoSocketProxy, static found => MissingProxy(found.Host)),
    ];

    public static string ChangedKey(string host, string? where) =>
        $"{host} shows another ssh key than the one it is known by{(where is null ? "" : $" ({where})")}. Nothing was sent to it: somebody may stand in between. "
        + $"If the machine was set up anew, compare the new key's fingerprint with the machine's own, then forget the old one with: ssh-keygen -R {host}";

    public static string UnknownKey(string host) =>
        $"Nobody has vouched for the ssh key of {host}: it is in no known_hosts file. Connect once by hand (ssh {host}) and compare the fingerprint, or name a file that has it with ?known_hosts=FILE in the URI.";

    private static string Refused(Finding found)
    {
        var hints = found.Lines.Where(static line => line.StartsWith("Load key ", StringComparison.Ordinal) || line.Contains("UNPROTECTED PRIVATE KEY", StringComparison.Ordinal) || line.Contains("not accessible", StringComparison.Ordinal))
            .Select(static line => line.Trim('@', ' '));
        var hint = string.Join(" ", hints);
        return $"{found.Host} let this user not in: {found.Line.TrimEnd('.')}.{(hint.Length == 0 ? "" : $" {hint}.")} Put a key that it knows into the agent (ssh-add), or name one with ?keyfile=FILE in the URI; without a terminal no password or passphrase is asked for.";
    }

    private static string NoPermission(string host, string line) =>
        $"On {host}, the user who logged in may not use libvirt's socket: {line.TrimEnd('.')}. Add that user to the group that owns it (mostly \"libvirt\"), or log in as root.";

    private static string MissingProxy(string host) =>
        $"On {host} is neither virt-ssh-helper (part of libvirt's daemon) nor a netcat that knows Unix sockets. On Debian: apt install libvirt-daemon-system there; else netcat-openbsd.";

    private static string? OffendingKey(string[] lines) =>
        Array.Find(lines, static line => line.StartsWith("Offending ", StringComparison.Ordinal) && line.Contains(" key in ", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(" key in ", StringComparison.Ordinal) + " key in ".Length)..].Trim()
            : null;

    private static string Said(Finding found) => $"{found.Line.TrimEnd('.')}.";

    private static string[] Lines(string words) => [.. words.Split('\n').Select(static line => string.Concat(line.Where(static letter => !char.IsControl(letter))).Trim()).Where(static line => line.Length > 0)];

    // The last line mostly says it; what a server greets everybody with comes first.
    private static string Last(string[] lines) => string.Join(" / ", lines.TakeLast(2));

    private static string Stop(string[] lines) => lines.Length > 0 && lines[^1].EndsWith('.') ? "" : ".";
}
