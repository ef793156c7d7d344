using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Schemas;

/// <summary>Lays a spec out as a person would write it: members in the schema's order, and shorthands where an object says only what a bare value would.</summary>
public static class SpecLayout
{
    private static readonly ImmutableArray<QuantityUnit> s_units = [.. new[] { "TiB", "GiB", "MiB", "KiB", "B" }.Select(static name => QuantityUnit.Find(name)!)];

    /// <param name="shape">The schema of the node; null where there is none to go by.</param>
    public static DocumentNode Tidy(DocumentNode node, SchemaShape? shape) => node switch
    {
        MappingNode mapping => Shorten(Ordered(mapping, shape), shape),
        ScalarNode { Kind: ScalarKind.Integer } number when shape?.Unit is { } unit && !shape.Types.HasFlag(SchemaType.Integer) => WithUnit(number, unit),
        SequenceNode sequence => sequence with { Items = [.. sequence.Items.Select(item => Tidy(item, shape?.Items))] },
        _ => node,
    };

    private static MappingNode Ordered(MappingNode mapping, SchemaShape? shape)
    {
        var entries = mapping.Entries.Select(entry => entry with { Value = Tidy(entry.Value, shape?.Member(entry.Key.Text)) });
        if (shape is { Properties.Count: > 0 })
        {
            var places = shape.Properties.Keys.Select(static (name, place) => (name, place)).ToDictionary(static pair => pair.name, static pair => pair.place, StringComparer.Ordinal);
            entries = entries.OrderBy(entry => places.GetValueOrDefault(entry.Key.Text, int.MaxValue));
        }

        return mapping with { Entries = [.. entries] };
    }

    // A value whose own type the object may have too could be read as either.
    private static DocumentNode Shorten(MappingNode mapping, SchemaShape? shape) =>
        shape?.Positional is { } member && mapping.Entries is [var entry] && entry.Key.Text == member
        && entry.Value is ScalarNode { IsNull: false } scalar && !shape.Types.HasFlag(SchemaEvaluation.TypeOf(scalar))
            ? scalar
            : mapping;

    // The largest unit that says it in a whole number.
    private static ScalarNode WithUnit(ScalarNode number, string unit)
    {
        if (!number.TryGetInteger(out var value) || QuantityUnit.Find(unit) is not { IsTime: false } known)
        {
            return ScalarNode.String(number.Span, number.Text + unit);
        }

        var bytes = value * known.Size;
        var best = s_units.FirstOrDefault(candidate => !bytes.IsZero && (bytes % candidate.Size).IsZero) ?? known;
        return ScalarNode.String(number.Span, string.Create(CultureInfo.InvariantCulture, $"{bytes / best.Size}{best.Name}"));
    }
}
