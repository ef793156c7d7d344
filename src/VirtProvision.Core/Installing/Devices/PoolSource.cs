using System.Xml.Linq;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>
/// How a domain names a volume of a pool on the network: the pool knows servers, secret and the name of the cluster's part, the volume its own name.
/// https://libvirt.org/formatstorage.html#source-elements
/// </summary>
internal static class PoolSource
{
    private const string LunMark = "-iscsi-";

    /// <param name="source">What the spec says of the source besides.</param>
    /// <param name="volumeName">The volume's name in the pool.</param>
    /// <param name="volumePath">Its path, where it exists.</param>
    public static MappingNode Of(HostPool pool, string volumeName, string? volumePath, MappingNode? source, TextSpan span)
    {
        var from = pool.Xml.Element("source");
        var made = (source ?? MappingNode.Empty(span))
            .With("protocol", Text(pool.Type is "iscsi-direct" ? "iscsi" : pool.Type))
            .With("name", Text(NameIn(pool, volumeName, volumePath)));
        var hosts = from?.Elements("host").Select(host => HostNode(host, span)).ToImmutableArray<DocumentNode>() ?? [];
        made = hosts.IsEmpty ? made : made.With("hosts", new SequenceNode(span, hosts));
        return Auth(from?.Element("auth"), span) is { } auth ? made.With("auth", auth) : made;

        ScalarNode Text(string text) => ScalarNode.String(span, text);
    }

    private static string NameIn(HostPool pool, string volumeName, string? volumePath)
    {
        // The path of such a volume is ip-SERVER-iscsi-IQN-lun-N; what follows the server names it on the server.
        if (pool.Type is "iscsi-direct" && volumePath?.IndexOf(LunMark, StringComparison.Ordinal) is { } mark and >= 0)
        {
            return volumePath[(mark + LunMark.Length)..];
        }

        var source = pool.Xml.Element("source");
        var part = (source?.Element("name")?.Value ?? source?.Element("device")?.Attribute("path")?.Value ?? "") + source?.Element("dir")?.Attribute("path")?.Value;
        return part.Length is 0 ? volumeName : HostPath.Join(part, volumeName);
    }

    private static MappingNode HostNode(XElement host, TextSpan span)
    {
        var node = MappingNode.Empty(span);
        if (host.Attribute("name")?.Value is { } name)
        {
            node = node.With("name", ScalarNode.String(span, name));
        }

        return (long?)host.Attribute("port") is { } port and > 0 ? node.With("port", ScalarNode.Integer(span, port)) : node;
    }

    private static MappingNode? Auth(XElement? auth, TextSpan span)
    {
        if (auth?.Attribute("username")?.Value is not { } user)
        {
            return null;
        }

        var secret = MappingNode.Empty(span);

        // A pool says "chap" where a disk says "iscsi".
        secret = auth.Attribute("type")?.Value is { } type ? secret.With("type", ScalarNode.String(span, type is "chap" ? "iscsi" : type)) : secret;
        foreach (var name in new[] { "uuid", "usage" })
        {
            secret = auth.Element("secret")?.Attribute(name)?.Value is { } value ? secret.With(name, ScalarNode.String(span, value)) : secret;
        }

        return MappingNode.Empty(span).With("username", ScalarNode.String(span, user)).With("secret", secret);
    }
}
