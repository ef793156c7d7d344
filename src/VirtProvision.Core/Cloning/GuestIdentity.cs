using System.Security.Cryptography;
using System.Text.RegularExpressions;
using VirtProvision.Core.Seeding;

namespace VirtProvision.Core.Cloning;

/// <param name="Type">As SSH calls it: <c>ssh-ed25519</c>.</param>
/// <param name="Fingerprint">As ssh-keygen prints it: <c>SHA256:…</c>.</param>
public sealed record SshHostKey(string Type, string Fingerprint);

/// <summary>Who a guest says it is, from within.</summary>
/// <param name="HostName">Null where it did not say.</param>
/// <param name="MachineId">Null where it has none.</param>
public sealed partial record GuestIdentity(string? HostName, string? MachineId, ImmutableArray<SshHostKey> HostKeys)
{
    /// <summary>Who its image said it was, before anything was made anew; null where nobody noted it.</summary>
    public GuestIdentity? Original { get; init; }

    public bool Equals(GuestIdentity? other) =>
        other is not null && HostName == other.HostName && MachineId == other.MachineId && HostKeys.SequenceEqual(other.HostKeys) && Original == other.Original;

    public override int GetHashCode() => HashCode.Combine(HostName, MachineId, HostKeys.Length);

    /// <summary>The report that <see cref="NewMachine"/> has a guest make, in what its console printed; null when it is not there, or not whole. A guest may print anything.</summary>
    public static GuestIdentity? FindReport(string console)
    {
        for (var at = console.IndexOf(NewMachine.Report, StringComparison.Ordinal); at >= 0; at = console.IndexOf(NewMachine.Report, at + 1, StringComparison.Ordinal))
        {
            var line = console[(at + NewMachine.Report.Length)..];
            line = line.IndexOfAny(['\r', '\n']) is >= 0 and var end ? line[..end] : line;
            // What others print may follow on the same line.
            if (line.Split('|', 3) is [var now, var before, _] && Read(now) is { HostName: not null, MachineId: not null } identity)
            {
                return identity with { Original = Read(before) };
            }
        }

        return null;
    }

    /// <summary>What the guest noted of its image; null when that says nothing.</summary>
    public static GuestIdentity? ReadNote(string text) => Read(text);

    /// <summary>A public key as it stands in a file; null for anything else.</summary>
    public static SshHostKey? ReadKey(string publicKey)
    {
        if (publicKey.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [var type, var text, ..] || !KeyType().IsMatch(type))
        {
            return null;
        }

        var blob = new byte[text.Length];
        return Convert.TryFromBase64String(text, blob, out var length) && length > 0
            ? new SshHostKey(type, $"SHA256:{Convert.ToBase64String(SHA256.HashData(blob.AsSpan(0, length))).TrimEnd('=')}")
            : null;
    }

    private static GuestIdentity? Read(string words)
    {
        string? host = null, machine = null;
        var keys = ImmutableArray.CreateBuilder<SshHostKey>();
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (name, value) = word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals ? (word[..equals], word[(equals + 1)..]) : (word, "");
            switch (name)
            {
                case "hostname" when HostNameForm().IsMatch(value):
                    host = value;
                    break;
                case "machine-id" when MachineIdForm().IsMatch(value):
                    machine = value;
                    break;
                case not ("hostname" or "machine-id") when KeyType().IsMatch(name) && Fingerprint().IsMatch(value):
                    keys.Add(new SshHostKey(name, value));
                    break;
                default:
                    // Torn, or not ours. An image without a machine ID says so by saying nothing.
                    if (word is not "machine-id=")
                    {
                        return null;
                    }

                    break;
            }
        }

        return host is null && machine is null && keys.Count is 0 ? null : new GuestIdentity(host, machine, keys.DrainToImmutable());
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,253}\z")]
    private static partial Regex HostNameForm();

    [GeneratedRegex(@"\A[0-9a-f]{32}\z")]
    private static partial Regex MachineIdForm();

    [GeneratedRegex(@"\A[a-z0-9@.-]{1,64}\z")]
    private static partial Regex KeyType();

    [GeneratedRegex(@"\ASHA256:[A-Za-z0-9+/]{43}\z")]
    private static partial Regex Fingerprint();
}
