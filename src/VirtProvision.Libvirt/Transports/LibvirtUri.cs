using System.Collections.Frozen;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Transports;

/// <summary>A connection URI: <c>driver[+transport]://[user@][host][:port]/path[?parameters]</c>. https://libvirt.org/uri.html</summary>
public sealed record LibvirtUri
{
    // What the client itself uses, and so doesn't send to the daemon. https://libvirt.org/uri.html#remote-uris
    private static readonly FrozenSet<string> s_clientParameters = FrozenSet.ToFrozenSet(
        ["name", "socket", "command", "netcat", "keyfile", "known_hosts", "known_hosts_verify", "sshauth", "authfile", "no_verify", "no_tty", "no_sanity",
            "pkipath", "tls_priority", "mode", "proxy"],
        StringComparer.Ordinal);

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
                .Where(parameter => !s_clientParameters.Contains(parameter.Key))
                .OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
                .Select(parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}");
            var query = string.Join('&', kept);
            return query.Length == 0 ? $"{Driver}://{Path}" : $"{Driver}://{Path}?{query}";
        }
    }

    /// <exception cref="LibvirtConnectException">The text is no such URI (<see cref="LibvirtConnectFailure.InvalidUri"/>).</exception>
    public static LibvirtUri Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || !text.Contains("://", StringComparison.Ordinal))
        {
            throw Invalid(text, "A connection URI looks like \"qemu:///system\" or \"qemu+ssh://user@host/system\".");
        }

        var scheme = uri.Scheme.Split('+');
        var host = uri.Host.Length == 0 ? null : uri.Host.Trim('[', ']');
        return new LibvirtUri(text)
        {
            Driver = scheme[0],
            Transport = TransportOf(text, scheme, host),
            NamesTransport = scheme.Length > 1,
            UserName = uri.UserInfo.Length == 0 ? null : Uri.UnescapeDataString(uri.UserInfo),
            Host = host,
            Port = uri.Port > 0 ? uri.Port : null,
            Path = Uri.UnescapeDataString(uri.AbsolutePath),
            Parameters = ParametersOf(uri.Query),
        };
    }

    public override string ToString() => _text;

    private static LibvirtTransport TransportOf(string text, string[] scheme, string? host)
    {
        if (scheme.Length == 1)
        {
            // As libvirt: with a host but no transport, TLS is meant.
            return host is null ? LibvirtTransport.Unix : LibvirtTransport.Tls;
        }

        return scheme is [_, var name] && Enum.TryParse<LibvirtTransport>(name, ignoreCase: true, out var transport) && char.IsAsciiLetter(name[0])
            ? transport
            : throw Invalid(text, $"\"{string.Join('+', scheme[1..])}\" is no transport; there are unix, ssh, libssh, libssh2, tcp, tls and ext.");
    }

    private static FrozenDictionary<string, string> ParametersOf(string query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in query.TrimStart('?').Split(['&', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = part.Split('=', 2) is [var n, var v] ? (n, v) : (part, "");
            parameters[Uri.UnescapeDataString(name)] = Uri.UnescapeDataString(value);
        }

        return parameters.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static LibvirtConnectException Invalid(string text, string advice) =>
        new(LibvirtConnectFailure.InvalidUri, $"\"{text}\" is no connection URI. {advice}");
}
