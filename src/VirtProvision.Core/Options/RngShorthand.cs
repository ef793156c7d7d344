namespace VirtProvision.Core.Options;

/// <summary><c>--rng /dev/random</c>, and older names for the ends of a socket.</summary>
internal sealed class RngShorthand : OptionShorthand
{
    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["backend_host"] = "backend.source.host",
        ["backend_service"] = "backend.source.service",
        ["backend_mode"] = "backend.source.mode",
        ["backend_connect_host"] = "backend.source.connect_host",
        ["backend_connect_service"] = "backend.source.connect_service",
        ["backend_type"] = "backend.type",
    };

    private readonly CharacterShorthand _ends = new("backend.");

    public override ImmutableArray<ShorthandName> Names { get; } = [.. s_names.Select(static name => new ShorthandName(name.Key, $"The same as {name.Value}."))];

    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            pieces[i] = s_names.TryGetValue(piece.Name, out var name) ? piece.As(name, piece.Value)
                : context.Means(piece, "backend.model") && piece.Value?.StartsWith('/') is true ? piece.As("device", piece.Value)
                : piece;
        }

        _ends.Rewrite(pieces, context);
    }
}
