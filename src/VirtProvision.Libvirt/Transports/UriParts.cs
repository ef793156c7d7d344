using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Transports;

/// <summary>A URI in its parts, decoded. Strict, because the parts become arguments of programs and names of files. https://www.rfc-editor.org/rfc/rfc3986</summary>
internal sealed record UriParts(string Scheme, string? UserName, string? Host, int? Port, string Path, string Query)
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly SearchValues<char> s_shellSigns = SearchValues.Create("'\"`$\\;&<>|(){} \t");

    /// <exception cref="LibvirtConnectException">It is none, and here is why.</exception>
    public static UriParts Of(string text)
    {
        var colon = text.IndexOf("://", StringComparison.Ordinal);
        if (colon <= 0 || !char.IsAsciiLetter(text[0]) || !text.AsSpan(0, colon).ContainsOnly(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '-' or '.'))
        {
            throw Invalid(text, "A connection URI looks like \"qemu:///system\" or \"qemu+ssh://user@host/system\".");
        }

        if (text.AsSpan().ContainsAny(' ', '#') || !text.AsSpan().ContainsOnly(static letter => !char.IsControl(letter)))
        {
            throw Invalid(text, "It may hold no spaces, control characters or \"#\"; written as %20, %23 and so on they may stand in the path and in parameters.");
        }

        var rest = text[(colon + 3)..];
        var query = rest.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? rest[(mark + 1)..] : "";
        rest = query.Length > 0 ? rest[..^(query.Length + 1)] : rest.TrimEnd('?');
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? rest : rest[..slash];
        var path = slash < 0 ? "/" : Decode(text, rest[slash..]);

        var at = authority.LastIndexOf('@');
        var (host, port) = HostAndPort(text, authority[(at + 1)..]);
        var user = at < 0 ? null : UserOf(text, authority[..at]);
        return user is not null && host is null
            ? throw Invalid(text, "It names a user but no host. Write user@host.")
            : new UriParts(text[..colon].ToLowerInvariant(), user, host, port, path, query);
    }

    public static string Decode(string text, string part)
    {
        if (!part.Contains('%', StringComparison.Ordinal))
        {
            return part;
        }

        var bytes = Encoding.UTF8.GetBytes(part);
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != (byte)'%')
            {
                bytes[length++] = bytes[i];
                continue;
            }

            if (i + 2 >= bytes.Length || !char.IsAsciiHexDigit((char)bytes[i + 1]) || !char.IsAsciiHexDigit((char)bytes[i + 2]))
            {
                throw Invalid(text, "A \"%\" in it is not followed by two hexadecimal digits; the character itself is written %25.");
            }

            bytes[length++] = byte.Parse(bytes.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            i += 2;
        }

        try
        {
            var decoded = s_utf8.GetString(bytes, 0, length);
            return decoded.AsSpan().ContainsAny('\0', '\r', '\n') ? throw Invalid(text, "It may hold no line ends, not even as %0A.") : decoded;
        }
        catch (DecoderFallbackException exception)
        {
            throw Invalid(text, "What its \"%\" stand for is no UTF-8 text.", exception);
        }
    }

    public static LibvirtConnectException Invalid(string text, string advice, Exception? inner = null) =>
        new(LibvirtConnectFailure.InvalidUri, $"\"{Shown(text)}\" is no connection URI. {advice}", inner);

    // Somebody may have put a password where other programs take one; it goes into no message.
    public static string Shown(string text)
    {
        var printable = string.Concat(text.Select(static letter => char.IsControl(letter) ? '?' : letter));
        var start = printable.IndexOf("://", StringComparison.Ordinal) is >= 0 and var colon ? colon + 3 : 0;
        var authority = printable.AsSpan(start);
        authority = authority.IndexOfAny('/', '?') is >= 0 and var end ? authority[..end] : authority;
        var at = authority.LastIndexOf('@');
        var password = at < 0 ? -1 : authority[..at].IndexOf(':');
        return password < 0 ? printable : $"{printable.AsSpan(0, start + password)}:…{printable.AsSpan(start + at)}";
    }

    private static (string? Host, int? Port) HostAndPort(string text, string authority)
    {
        string host;
        string after;
        if (authority.StartsWith('['))
        {
            var close = authority.IndexOf(']', StringComparison.Ordinal);
            host = close < 0 ? "" : Decode(text, authority[1..close]);
            after = close < 0 ? "" : authority[(close + 1)..];
            if (!IPAddress.TryParse(host, out var address) || address.AddressFamily is not AddressFamily.InterNetworkV6)
            {
                throw Invalid(text, "Between \"[\" and \"]\" stands an IPv6 address, such as [2001:db8::1].");
            }
        }
        else
        {
            var colon = authority.IndexOf(':', StringComparison.Ordinal);
            host = Decode(text, colon < 0 ? authority : authority[..colon]);
            after = colon < 0 ? "" : authority[colon..];
        }

        if (host.StartsWith('-'))
        {
            throw Invalid(text, $"A host's name can't begin with \"-\": programs would take \"{host}\" for an option.");
        }

        // What ssh hands on to ProxyCommand goes through a shell.
        if (!host.AsSpan().ContainsOnly(static letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' or '+' or ':' or '%'))
        {
            throw Invalid(text, "A host's name is made of letters, digits, \".\", \"-\" and \"_\"; an IPv6 address stands between \"[\" and \"]\".");
        }

        return (host.Length == 0 ? null : host, PortOf(text, after, host));
    }

    private static int? PortOf(string text, string after, string host)
    {
        if (after.Length == 0)
        {
            return null;
        }

        if (host.Length > 0 && after[0] == ':' && after.AsSpan(1).ContainsOnly(char.IsAsciiDigit) && int.TryParse(after.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= 65535)
        {
            return port;
        }

        throw Invalid(text, "Behind the host may stand a port, a number from 1 to 65535, such as host:2222.");
    }

    private static string UserOf(string text, string user)
    {
        if (user.Contains(':', StringComparison.Ordinal))
        {
            throw Invalid(text, "It holds a password, which others could read in it. Leave it out: keys and agents need none, and at a terminal it is asked for.");
        }

        var decoded = Decode(text, user);
        return decoded.Length > 0 && decoded[0] != '-' && !decoded.AsSpan().ContainsAny(s_shellSigns)
            ? decoded
            : throw Invalid(text, "Before the \"@\" stands a user's name, without quotes, spaces or signs that a shell would read.");
    }
}
