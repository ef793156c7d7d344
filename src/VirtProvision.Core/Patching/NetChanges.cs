using VirtProvision.Core.Comparison;

namespace VirtProvision.Core.Patching;

/// <summary>What several changes of the same fields, one after the other, come to.</summary>
internal static class NetChanges
{
    public static ImmutableArray<FieldChange> Of(IEnumerable<FieldChange> changes)
    {
        var net = new OrderedDictionary<string, FieldChange>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            var path = change.Path.ToString();
            if (!net.TryGetValue(path, out var earlier))
            {
                net.Add(path, change);
            }
            else if (earlier.Before == change.After && !change.IsSecret)
            {
                net.Remove(path);
            }
            else
            {
                net[path] = change with { Before = earlier.Before, Kind = KindOf(earlier.Before, change.After) };
            }
        }

        return [.. net.Values];
    }

    private static FieldChangeKind KindOf(string? before, string? after) =>
        before is null ? FieldChangeKind.Add : after is null ? FieldChangeKind.Remove : FieldChangeKind.Modify;
}
