using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>A disk's content by URL: <c>nbd+unix:///run/nbd.sock</c>, <c>http://[2001:db8::1]:8080/x.iso?token=1</c>, <c>rbd://mon1/pool/image</c>.</summary>
internal static class DiskUrl
{
    // https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms, the protocols of a network disk.
    private static readonly string[] s_protocols =
        ["nbd", "rbd", "iscsi", "gluster", "http", "https", "ftp", "ftps", "tftp", "ssh", "nfs", "sheepdog", "vxhs"];

    public static IReadOnlyCollection<string> Protocols => s_protocols;

    public static string ProtocolOf(string url) => url[..url.IndexOf("://", StringComparison.Ordinal)].Split('+')[0].ToLowerInvariant();

    /// <summary>The <c>source</c> of the disk, on top of what the spec says of it. Null when libvirt knows no such protocol.</summary>
    public static MappingNode? ToSource(string url, MappingNode? source, TextSpan span)
    {
        var protocol = ProtocolOf(url);
        if (!s_protocols.Contains(protocol))
        {
            return null;
        }

        var schemeEnd = url.IndexOf("://", StringComparison.Ordinal);
        var scheme = url[..schemeEnd].Split('+');
        var transport = scheme.Length > 1 ? scheme[1] : null;
        var rest = url[(schemeEnd + 3)..];
        var (beforeQuery, query) = Cut(rest, '?');
        var slash = beforeQuery.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? beforeQuery : beforeQuery[..slash];
        var path = slash < 0 ? "" : beforeQuery[slash..];
        var (name, port) = HostAndPort(authority[(authority.LastIndexOf('@') + 1)..]);

        var made = (source ?? MappingNode.Empty(span)).With("protocol", Text(protocol));
        var host = MappingNode.Empty(span);
        host = transport is null ? host : host.With("transport", Text(transport));
        host = name.Length is 0 ? host : host.With("name", Text(name));
        host = port is null ? host : host.With("port", ScalarNode.Integer(span, port.Value));
        if (transport is not null && path.Length > 0)
        {
            host = host.With("socket", Text(path));
        }
        else if (path.Length > 1)
        {
            made = made.With("name", Text(path[1..]));
        }

        made = host.Entries.IsEmpty ? made : made.With("hosts", new SequenceNode(span, [host]));
        return query is null ? made : made.With("query", Text(query));

        ScalarNode Text(string text) => ScalarNode.String(span, text);
    }

    /// <summary>One text for what a network disk's source names, to compare two of them.</summary>
    public static string Of(string? protocol, string? transport, string? host, string? port, string? nameOrSocket) =>
        $"{protocol}{(transport is null or "tcp" ? "" : "+" + transport)}://{host}{(port is null ? "" : ":" + port)}/{nameOrSocket?.TrimStart('/')}";

    private static (string Host, long? Port) HostAndPort(string authority)
    {
        var end = authority.StartsWith('[') ? authority.IndexOf(']', StringComparison.Ordinal) : -1;
        var colon = authority.IndexOf(':', Math.Max(end, 0));
        var name = colon < 0 ? authority : authority[..colon];
        return (name.Trim('[', ']'), colon >= 0 && long.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null);
    }

    private static (string Before, string? After) Cut(string text, char at)
    {
        var place = text.IndexOf(at, StringComparison.Ordinal);
        return place < 0 ? (text, null) : (text[..place], text[(place + 1)..]);
    }
}
