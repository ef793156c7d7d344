namespace VirtProvision.Core.Options;

/// <summary><c>--serial tcp,host=:2222</c>: addresses with their port, of what listens and what connects.</summary>
/// <param name="prefix">What stands before the names of the source: <c>backend.</c> of a random number generator.</param>
internal sealed class CharacterShorthand(string prefix) : OptionShorthand
{
    public override ImmutableArray<ShorthandName> Names { get; } = [new("server", "Where to connect to, as `HOST:PORT`.")];

    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        var isUdp = (context.Last(pieces, $"{prefix}type")?.Value ?? context.Type) is "udp";
        var mode = context.Last(pieces, $"{prefix}source.mode");
        // Both ends of udp have an address; which one a plain host is of, the mode says.
        var plain = !isUdp ? "" : mode?.Value is "bind" ? "bind_" : "connect_";
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            if (piece.Value is not { } value)
            {
                continue;
            }

            if (piece.Name is "server" || context.Means(piece, $"{prefix}source.host"))
            {
                Split(pieces, ref i, piece, value, $"{prefix}source.{plain}host", $"{prefix}source.{plain}service");
            }
            else if (context.Means(piece, $"{prefix}source.bind_host"))
            {
                Split(pieces, ref i, piece, value, $"{prefix}source.bind_host", $"{prefix}source.bind_service");
            }
            else if (context.Means(piece, $"{prefix}source.connect_host"))
            {
                Split(pieces, ref i, piece, value, $"{prefix}source.connect_host", $"{prefix}source.connect_service");
            }
            else if (context.Means(piece, $"{prefix}source.service"))
            {
                pieces[i] = piece.As($"{prefix}source.{plain}service", value);
            }
            else if (isUdp && ReferenceEquals(piece, mode))
            {
                pieces.RemoveAt(i--);
            }
            else if (context.Option is "--channel" && context.Means(piece, "target.address"))
            {
                Split(pieces, ref i, piece, value, "target.address", "target.port");
            }
        }
    }

    // Without a host, the host itself.
    private static void Split(List<OptionPiece> pieces, ref int at, OptionPiece piece, string value, string hostName, string portName)
    {
        var (host, port) = HostAndPort.Split(value);
        pieces[at] = piece.As(hostName, value.Length > 0 && host.Length is 0 ? "127.0.0.1" : host);
        if (port.Length > 0)
        {
            pieces.Insert(++at, piece.As(portName, port));
        }
    }
}
