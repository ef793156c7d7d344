using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Defaults;

/// <summary>What one step changed in a spec. Parts that it left alone are the same objects, and are not looked into.</summary>
internal static class SpecDifference
{
    public static IEnumerable<(string Field, DocumentNode? Value)> Between(MappingNode before, MappingNode after) => OfMapping("", before, after);

    private static IEnumerable<(string Field, DocumentNode? Value)> Of(string field, DocumentNode? before, DocumentNode? after) => (before, after) switch
    {
        _ when ReferenceEquals(before, after) => [],
        (MappingNode one, MappingNode other) => OfMapping(field + ".", one, other),
        (SequenceNode one, SequenceNode other) => OfList(field, one, other),
        _ => [(field, after)],
    };

    private static IEnumerable<(string Field, DocumentNode? Value)> OfMapping(string prefix, MappingNode before, MappingNode after) =>
        ReferenceEquals(before, after)
            ? []
            : after.Entries.SelectMany(entry => Of(prefix + entry.Key.Text, before[entry.Key.Text], entry.Value))
                .Concat(before.Entries.Where(entry => after[entry.Key.Text] is null).Select(entry => (prefix + entry.Key.Text, (DocumentNode?)null)));

    private static IEnumerable<(string Field, DocumentNode? Value)> OfList(string field, SequenceNode before, SequenceNode after) =>
        Enumerable.Range(0, Math.Max(before.Items.Length, after.Items.Length)).SelectMany(index => Of(
            $"{field}[{index}]",
            index < before.Items.Length ? before.Items[index] : null,
            index < after.Items.Length ? after.Items[index] : null));
}
