using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Installing.Devices;

internal static class MappingNodes
{
    /// <summary>What a spec says stays; what it leaves out is written.</summary>
    public static MappingNode WithMissing(this MappingNode node, string key, DocumentNode value) => node[key] is null ? node.With(key, value) : node;

    public static bool IsTrue(this MappingNode node, string key) => node[key] is ScalarNode { IsTrue: true };

    /// <summary>The mappings of a list; none when there is no such list.</summary>
    public static ImmutableArray<MappingNode> Items(this MappingNode node, string list) => node[list] is SequenceNode items ? [.. items.Items.OfType<MappingNode>()] : [];

    /// <summary>Each item of a list as a function makes it.</summary>
    public static MappingNode WithItems(this MappingNode node, string list, Func<MappingNode, MappingNode> change)
    {
        if (node[list] is not SequenceNode items)
        {
            return node;
        }

        return node.With(list, items with { Items = [.. items.Items.Select(item => item is MappingNode mapping ? change(mapping) : item)] });
    }
}
