using VirtProvision.Core.Documents;

namespace VirtProvision.Integration;

/// <summary>A domain's spec taken apart: each member, each device and each member of a device for itself, on top of what every domain needs.</summary>
internal static class SpecParts
{
    private static readonly string[] s_basis = ["type", "arch", "memory", "vcpus"];

    // What the other members of a mapping mean depends on these: without them libvirt silently drops the others.
    private static readonly string[] s_kinds = ["type", "mode", "model", "offset", "enable", "autoport", "password", "osType", "backend"];

    public static IEnumerable<MappingNode> Of(MappingNode spec)
    {
        var basis = MappingNode.Empty(spec.Span);
        foreach (var name in s_basis)
        {
            basis = spec[name] is { } value ? basis.With(name, value) : basis;
        }

        return spec.Entries
            .Where(static entry => !s_basis.Contains(entry.Key.Text))
            .SelectMany(entry => Of(entry.Value).Select(part => basis.With(entry.Key.Text, part)));
    }

    private static IEnumerable<DocumentNode> Of(DocumentNode value) => value switch
    {
        SequenceNode list => list.Items.SelectMany(Less).Select(item => new SequenceNode(list.Span, [item])),
        MappingNode { Entries.Length: > 1 } mapping => mapping.Entries
            .SelectMany(entry => Of(entry.Value).Select(part => (DocumentNode)Kind(mapping).With(entry.Key.Text, part)))
            .Prepend(mapping),
        _ => [value],
    };

    /// <summary>A device as it is, and without each of its members: whatever libvirt minds, the rest is seen.</summary>
    private static IEnumerable<DocumentNode> Less(DocumentNode item) =>
        item is MappingNode device ? device.Entries.Where(static entry => !s_kinds.Contains(entry.Key.Text)).Select(entry => device.Without(entry.Key.Text)).Prepend(device) : [item];

    private static MappingNode Kind(MappingNode mapping) => mapping with { Entries = [.. mapping.Entries.Where(static entry => s_kinds.Contains(entry.Key.Text))] };
}
