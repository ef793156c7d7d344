namespace VirtProvision.Core.Options;

/// <summary><c>--memory 512,maxmemory=1024</c>: the older way to say that a domain may have 1024 and has 512 now.</summary>
internal sealed class MemoryShorthand : OptionShorthand
{
    public override ImmutableArray<ShorthandName> Names { get; } = [new("maxmemory", "What the guest boots with, when `memory` is what it has now.")];

    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        var most = pieces.FindIndex(static piece => piece is { Name: "maxmemory", Value: not null });
        if (most < 0)
        {
            return;
        }

        if (pieces.FindIndex(static piece => piece.Name is "memory") is var memory and >= 0)
        {
            pieces[memory] = pieces[memory].As("currentMemory", pieces[memory].Value) with { IsDefault = true };
        }

        pieces[most] = pieces[most].As("memory", pieces[most].Value);
    }
}
