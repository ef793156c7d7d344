using System.Security.Cryptography;
using System.Text;

namespace VirtProvision.Libvirt.Ssh;

/// <summary>What a line of a known_hosts file says of the key in it.</summary>
internal enum KnownHostsMark
{
    None,

    /// <summary><c>@cert-authority</c>: it signs the keys of these hosts.</summary>
    Authority,

    /// <summary><c>@revoked</c>: it must never be taken again.</summary>
    Revoked,
}

/// <summary>One line of a known_hosts file. sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"; https://man.openbsd.org/sshd.8</summary>
/// <param name="Place">File and line, for messages.</param>
/// <param name="Names">Names, patterns and <c>!</c> exceptions with commas between, or a hashed name.</param>
internal sealed record KnownHostsLine(string Place, KnownHostsMark Mark, string Names, string KeyType, byte[] Key)
{
    private const string HashedPrefix = "|1|";

    /// <summary>Null for empty lines, comments, and what can't be read: a file that others write must not keep anybody out.</summary>
    public static KnownHostsLine? Parse(string place, string line)
    {
        var words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words[0].StartsWith('#'))
        {
            return null;
        }

        var mark = words[0] switch
        {
            "@cert-authority" => KnownHostsMark.Authority,
            "@revoked" => KnownHostsMark.Revoked,
            _ => KnownHostsMark.None,
        };
        if (words[0].StartsWith('@'))
        {
            if (mark is KnownHostsMark.None)
            {
                return null;
            }

            words = words[1..];
        }

        var key = new byte[words.Length > 2 ? words[2].Length : 0];
        return words.Length > 2 && Convert.TryFromBase64String(words[2], key, out var length) && length > 0
            ? new KnownHostsLine(place, mark, words[0], words[1], key[..length])
            : null;
    }

    /// <summary>The line for a key that is to be known from now on.</summary>
    public static string Of(string name, string keyType, byte[] key) => $"{name} {keyType} {Convert.ToBase64String(key)}";

    /// <summary>How known_hosts writes a host: a port that is not ssh's own stands with it.</summary>
    public static string NameOf(string host, int port) => port == 22 ? host.ToLowerInvariant() : $"[{host.ToLowerInvariant()}]:{port}";

    public bool IsFor(string name)
    {
        if (Names.StartsWith(HashedPrefix, StringComparison.Ordinal))
        {
            return IsHashOf(name);
        }

        var isFor = false;
        foreach (var pattern in Names.Split(','))
        {
            if (pattern is ['!', .. var excepted])
            {
                if (Matches(excepted, name))
                {
                    return false;
                }
            }
            else
            {
                isFor |= Matches(pattern, name);
            }
        }

        return isFor;
    }

    // |1|base64(salt)|base64(HMAC-SHA1(salt, name))
    private bool IsHashOf(string name)
    {
        var parts = Names[HashedPrefix.Length..].Split('|');
        var salt = new byte[64];
        var hash = new byte[64];
        if (parts is not [var first, var second] || !Convert.TryFromBase64String(first, salt, out var saltLength) || !Convert.TryFromBase64String(second, hash, out var hashLength))
        {
            return false;
        }

#pragma warning disable CA5350 // The file's format; it hides names from readers, and keeps nobody out.
        return CryptographicOperations.FixedTimeEquals(HMACSHA1.HashData(salt.AsSpan(0, saltLength), Encoding.UTF8.GetBytes(name)), hash.AsSpan(0, hashLength));
#pragma warning restore CA5350
    }

    // "*" is any characters, "?" is one.
    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0, n = 0, star = -1, mark = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark) = (p++, n);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || char.ToLowerInvariant(pattern[p]) == name[n]))
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
