using System.Collections.Frozen;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Transports;

/// <summary>A connection URI: <c>driver[+transport]://[user@][host][:port]/path[?parameters]</c>. https://libvirt.org/uri.html</summary>
public sealed record LibvirtUri
{
    private readonly string _text;

    private LibvirtUri(string text) => _text = text;

    /// <summary>The hypervisor driver: <c>qemu</c>, <c>test</c>, …</summary>
    public required string Driver { get; init; }

    public required LibvirtTransport Transport { get; init; }

    public string? UserName { get; init; }

    /// <summary>Null is this machine.</summary>
    public string? Host { get; init; }

    public int? Port { get; init; }

    /// <summary><c>/system</c>, <c>/session</c>, <c>/default</c>, …</summary>
    public required string Path { get; init; }

    /// <summary>The parameters behind the <c>?</c>, decoded.</summary>
    public required FrozenDictionary<string, string> Parameters { get; init; }

    /// <summary>Whether a user's own daemon is meant instead of the host's.</summary>
    public bool IsSession => Path is "/session";

    /// <summary>Whether the URI says by itself which transport to take.</summary>
    internal bool NamesTransport { get; private init; }

    /// <summary>The URI as the daemon opens it: without transport, host and what only the client uses; <c>?name=</c> replaces it altogether.</summary>
    public string RemoteName
    {
        get
        {
            if (Parameters.TryGetValue("name", out var name))
            {
                return name;
            }

            var kept = Parameters
                .Where(static parameter => !UriParameters.IsOfClient(parameter.Key))
                .OrderBy(static parameter => parameter.Key, StringComparer.Ordinal)
                .Select(static parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}");
            var query = string.Join('&', kept);
            return query.Length == 0 ? $"{Driver}://{Path}" : $"{Driver}://{Path}?{query}";
        }
    }

    /// <exception cref="LibvirtConnectException">The text is no such URI (<see cref="LibvirtConnectFailure.InvalidUri"/>).</exception>
    public static LibvirtUri Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = UriParts.Of(text);
        var scheme = parts.Scheme.Split('+');
        return new LibvirtUri(text)
        {
            Driver = scheme[0],
            Transport = TransportOf(text, scheme, parts.Host),
            NamesTransport = scheme.Length > 1,
            UserName = parts.UserName,
            Host = parts.Host,
            Port = parts.Port,
            Path = parts.Path,
            Parameters = UriParameters.Of(text, scheme[0], parts.Query),
        };
    }

    /// <summary>A text that may be no URI, as it can be shown to anybody: without the password that it may hold.</summary>
    public static string Shown(string text) => UriParts.Shown(text);

    public override string ToString() => _text;

    private static LibvirtTransport TransportOf(string text, string[] scheme, string? host)
    {
        if (scheme.Length == 1)
        {
            // As libvirt: with a host but no transport, TLS is meant.
            return host is null ? LibvirtTransport.Unix : LibvirtTransport.Tls;
        }

        return scheme is [_, var name] && Enum.TryParse<LibvirtTransport>(name, ignoreCase: true, out var transport) && name is not "" && char.IsAsciiLetter(name[0])
            ? transport
            : throw UriParts.Invalid(text, $"\"{string.Join('+', scheme[1..])}\" is no transport; there are unix, ssh, libssh, libssh2, tcp, tls and ext.");
    }
}
