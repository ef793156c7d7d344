using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Schemas;

/// <summary>Writes out the scalars that stand for an object by <c>x-positional</c>.</summary>
internal static class PositionalShorthand
{
    /// <summary>The same node when there is nothing to write out in it.</summary>
    public static DocumentNode Expand(DocumentNode node, SchemaShape shape)
    {
        switch (node)
        {
            case ScalarNode { IsNull: false } scalar when shape.Positional is { } member && !shape.Types.HasFlag(SchemaEvaluation.TypeOf(scalar)):
                return new MappingNode(scalar.Span, [new MappingEntry(ScalarNode.String(scalar.Span, member), Expand(scalar, shape.Properties[member]))]);
            case SequenceNode sequence when shape.Items is { } items:
                return ExpandItems(sequence, items);
            case MappingNode mapping:
                return ExpandMembers(mapping, shape);
            default:
                return node;
        }
    }

    private static SequenceNode ExpandItems(SequenceNode sequence, SchemaShape items)
    {
        ImmutableArray<DocumentNode>.Builder? expanded = null;
        for (var i = 0; i < sequence.Items.Length; i++)
        {
            var item = Expand(sequence.Items[i], items);
            if (!ReferenceEquals(item, sequence.Items[i]))
            {
                expanded ??= sequence.Items.ToBuilder();
                expanded[i] = item;
            }
        }

        return expanded is null ? sequence : sequence with { Items = expanded.DrainToImmutable() };
    }

    private static MappingNode ExpandMembers(MappingNode mapping, SchemaShape shape)
    {
        ImmutableArray<MappingEntry>.Builder? expanded = null;
        for (var i = 0; i < mapping.Entries.Length; i++)
        {
            var entry = mapping.Entries[i];
            if (shape.Member(entry.Key.Text) is { } member && Expand(entry.Value, member) is var value && !ReferenceEquals(value, entry.Value))
            {
                expanded ??= mapping.Entries.ToBuilder();
                expanded[i] = entry with { Value = value };
            }
        }

        return AddressShorthand.Expand(expanded is null ? mapping : mapping with { Entries = expanded.DrainToImmutable() }, shape);
    }
}
