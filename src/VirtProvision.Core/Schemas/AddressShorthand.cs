using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Schemas;

/// <summary>Writes out an address with its prefix by <c>x-cidr</c>: <c>address: 10.0.0.1/8</c> as <c>address: 10.0.0.1, prefix: 8</c>.</summary>
internal static class AddressShorthand
{
    /// <summary>The same mapping when there is nothing to write out. A prefix that is no number, or said twice, stays for the schema to refuse.</summary>
    public static MappingNode Expand(MappingNode mapping, SchemaShape shape)
    {
        foreach (var entry in mapping.Entries)
        {
            if (entry.Value is ScalarNode { Kind: ScalarKind.String } address
                && address.Text.IndexOf('/', StringComparison.Ordinal) is var slash and > 0
                && shape.Member(entry.Key.Text)?.PrefixMember is { } prefix
                && mapping[prefix] is null
                && byte.TryParse(address.Text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            {
                return mapping
                    .With(entry.Key.Text, address with { Text = address.Text[..slash] })
                    .With(prefix, ScalarNode.Integer(address.Span, length));
            }
        }

        return mapping;
    }
}
