namespace VirtProvision.Core.Options;

/// <summary><c>--panic 0x505</c>: the I/O port of an ISA notifier.</summary>
internal sealed class PanicShorthand : OptionShorthand
{
    public override ImmutableArray<ShorthandName> Names { get; } = [new("iobase", "I/O port of an ISA notifier.")];

    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i] is { Value: { Length: > 0 } port } && (pieces[i].Name is "iobase" || (pieces[i].Name is "model" && char.IsAsciiDigit(port[0]))))
            {
                if (pieces[i].Name is "model")
                {
                    pieces.Add(pieces[i].As("model", "isa"));
                }

                pieces[i] = pieces[i].As("address.iobase", port) with { IsDefault = true };
                pieces.Add(pieces[i].As("address.type", "isa"));
            }
        }
    }
}
