namespace VirtProvision.Core.Options;

/// <summary><c>--disk gluster://host/volume/image</c>, <c>source.dir=/</c>: what the path is of is said with it.</summary>
internal sealed class DiskShorthand : OptionShorthand
{
    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            var type = piece.Name switch { "source.dir" => "dir", "source.dev" => "block", "source.file" => "file", _ => null };
            if (type is not null && piece.Value is { Length: > 0 })
            {
                pieces.Add(piece.As("type", type) with { IsDefault = true });
            }
            else if (piece is { Name: "path", Value: { } path } && Uri(piece, path) is { } plain)
            {
                pieces.RemoveAt(i--);
                pieces.AddRange(plain);
            }
            else if (piece is { Name: "backing_store", Value.Length: > 0 })
            {
                pieces.Add(piece.As("from.mode", "linked") with { IsDefault = true });
            }
        }
    }

    /// <summary>Null when the path is none: <c>PROTOCOL[+TRANSPORT]://[HOST[:PORT]]/NAME[?QUERY]</c>.</summary>
    private static List<OptionPiece>? Uri(OptionPiece piece, string text)
    {
        var colon = text.IndexOf("://", StringComparison.Ordinal);
        if (colon <= 0 || !text[..colon].All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '.' or '-'))
        {
            return null;
        }

        var scheme = text[..colon].Split('+');
        var rest = text[(colon + 3)..];
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        var query = mark < 0 ? "" : rest[(mark + 1)..];
        rest = mark < 0 ? rest : rest[..mark];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? rest : rest[..slash];
        var path = slash < 0 ? "" : rest[slash..];
        if (scheme[0] is "file")
        {
            return [piece.As("source.file", path)];
        }

        var isUnix = scheme.Length > 1 && scheme[1] is "unix";
        List<OptionPiece> plain = [piece.As("source.protocol", scheme[0])];
        Add("source.host.transport", scheme.Length > 1 ? scheme[1] : "");
        Add("source.host.socket", isUnix ? path : "");
        Add("source.name", isUnix ? "" : path.TrimStart('/'));
        Add("source.query", isUnix ? "" : query);
        var (host, port) = HostAndPort.Split(authority[(authority.IndexOf('@', StringComparison.Ordinal) + 1)..]);
        Add("source.host.name", host);
        Add("source.host.port", port);
        return plain;

        void Add(string name, string value)
        {
            if (value.Length > 0)
            {
                plain.Add(piece.As(name, value));
            }
        }
    }
}
