using VirtProvision.Core.Documents;

namespace VirtProvision.Runtime.Applying;

/// <summary>The same choices as <see cref="CreationIdentity"/>, written into the spec: for who wants to see them before the domain is made.</summary>
internal static class SpecIdentity
{
    public static MappingNode Choose(MappingNode spec, Func<Guid> newId)
    {
        var metadata = spec["metadata"] as MappingNode ?? MappingNode.Empty(spec.Span);
        if (metadata["uuid"] is null)
        {
            spec = spec.With("metadata", metadata = metadata.With("uuid", ScalarNode.String(spec.Span, newId().ToString("D"))));
        }

        return spec["networks"] is SequenceNode networks && Guid.TryParse(metadata.TextOf("uuid"), out var domain)
            ? spec.With("networks", WithAddresses(networks, domain))
            : spec;
    }

    private static SequenceNode WithAddresses(SequenceNode networks, Guid domain)
    {
        var taken = networks.Items.Select(static card => (card as MappingNode)?.TextOf("mac")).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var items = networks.Items;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i] is not MappingNode card || card["mac"] is not null)
            {
                continue;
            }

            var key = card.TextOf("name") is { } name ? $"ua-{name}" : i.ToString(CultureInfo.InvariantCulture);
            string mac;
            for (var attempt = 0; !taken.Add(mac = CreationIdentity.MacFor(domain, key, attempt)); attempt++)
            {
            }

            items = items.SetItem(i, card.With("mac", ScalarNode.String(card.Span, mac)));
        }

        return networks with { Items = items };
    }
}
