namespace VirtProvision.Core.Options;

/// <summary><c>--network bridge:br0</c>, <c>source=</c> of what the type says, and port forwards in one word.</summary>
internal sealed class NetworkShorthand : OptionShorthand
{
    private static readonly ShorthandName s_forward = new("portForward[]", "Ports of the host that lead to the guest: `[ADDRESS:]PORT[-END][:GUESTPORT][/PROTOCOL]`.");

    public override ImmutableArray<ShorthandName> Names { get; } = [s_forward, new("source", "Network, bridge or device of the host, as `type` says.")];

    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        var type = pieces.FindLast(static piece => piece.Name is "type")?.Value ?? context.Type;
        if (pieces.FindLast(static piece => piece is { Name: "backend.type", Value: "passt" }) is { } passt)
        {
            pieces.Add(passt.As("type", "user") with { IsDefault = true });
        }

        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            if (piece.Value is not { } value)
            {
                continue;
            }

            if (context.Means(piece, "mac") && value is not ("" or "RANDOM") && !IsMac(value))
            {
                context.Diagnostics.Add(OptionDiagnostics.WrongValue(piece.ValueSpan, piece.Name, value, "a MAC address such as 52:54:00:12:34:56"));
                pieces.RemoveAt(i--);
            }
            else if (piece.Name is "type" && value.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 && value[..colon] is "bridge" or "network")
            {
                pieces[i] = piece.As(value[..colon], value[(colon + 1)..]);
            }
            else if (piece.Name is "source")
            {
                pieces[i] = piece.As(type switch { "network" => "network", "bridge" => "bridge", _ => "source.dev" }, value);
            }
            else if (s_forward.NumberIn(piece.Name) is { } number && value.Length > 0)
            {
                var plain = Forward(piece, value, $"portForward{number}").ToList();
                pieces.RemoveAt(i);
                pieces.InsertRange(i, plain);
                i += plain.Count - 1;
            }
        }
    }

    private static IEnumerable<OptionPiece> Forward(OptionPiece piece, string text, string name)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        yield return piece.As($"{name}.proto", slash < 0 ? "tcp" : text[(slash + 1)..]);
        List<string> parts = [.. (slash < 0 ? text : text[..slash]).Split(':')];
        if (parts.Count > 1 && IsPorts(parts[^2]))
        {
            yield return piece.As($"{name}.range.to", parts[^1]);
            parts.RemoveAt(parts.Count - 1);
        }

        var ports = parts[^1].Split('-');
        yield return piece.As($"{name}.range.start", ports[0]);
        if (ports.Length > 1)
        {
            yield return piece.As($"{name}.range.end", ports[1]);
        }

        if (parts.Count > 1)
        {
            yield return piece.As($"{name}.address", string.Join(':', parts.SkipLast(1)));
        }
    }

    private static bool IsMac(string text) => text.Split(':') is { Length: 6 } bytes && bytes.All(static part => part.Length is 2 && part.All(char.IsAsciiHexDigit));

    private static bool IsPorts(string text) => text.Length > 0 && text.All(static letter => char.IsAsciiDigit(letter) || letter is '-');
}
