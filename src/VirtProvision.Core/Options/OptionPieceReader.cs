namespace VirtProvision.Core.Options;

/// <summary>Knows which pieces an option has a meaning for.</summary>
internal sealed class OptionPieceReader(OptionDefinition option, OptionFields fields, OptionShorthand shorthand)
{
    public IEnumerable<string> Names =>
        [.. shorthand.Names.Select(static name => name.Name), .. option.Meanings.Keys, .. fields.All.SelectMany(static each => each.Names.Where(static name => !name.Contains("[]", StringComparison.Ordinal)))];

    /// <summary>
    /// A value that may hold commas goes on over the pieces that mean nothing to the option: <c>label=a:c1,c2,relabel=yes</c> has the label <c>a:c1,c2</c>.
    /// </summary>
    public List<OptionPiece> JoinCommas(List<OptionPiece> pieces)
    {
        var joined = new List<OptionPiece>(pieces.Count);
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            if (piece.Value is not null && HoldsCommas(piece.Name))
            {
                while (i + 1 < pieces.Count && !IsKnown(pieces[i + 1].Name))
                {
                    var next = pieces[++i];
                    piece = piece with
                    {
                        Value = $"{piece.Value},{next.Name}{(next.Value is { Length: > 0 } value ? $"={value}" : "")}",
                        Span = piece.Span with { End = next.Span.End },
                        ValueSpan = piece.ValueSpan with { End = next.Span.End },
                    };
                }
            }

            joined.Add(piece);
        }

        return joined;
    }

    private bool HoldsCommas(string name) =>
        fields.Find(name)?.Field.HoldsCommas is true || PathEdits.Knows(name) || shorthand.Names.Any(own => own.HoldsCommas && own.NumberIn(name) is not null);

    public bool IsKnown(string name) =>
        fields.Find(name) is not null
        || name is "clearxml"
        || shorthand.Takes(name)
        || PathEdits.Knows(name)
        || shorthand.Names.Any(own => own.NumberIn(name) is not null)
        || option.Meanings.ContainsKey(name)
        || option.WithoutEffect.Contains(name);
}
