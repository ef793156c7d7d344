namespace VirtProvision.Core.Options;

/// <summary><c>--memory 512,maxmemory=1024</c>: the older way to say that a domain may have 1024 and has 512 now.</summary>
internal sealed class MemoryShorthand : OptionShorthand
{
    public override ImmutableArray<ShorthandName> Names { get; } = [new("maxmemory", "What the guest boots with, when `memory` is what it has now.")];

    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        // A guest that may grow has all of it, unless something else is said.
        if (context.Last(pieces, "maxMemory") is { Value.Length: > 0 } room && !pieces.Exists(static piece => piece.Name is "memory" or "currentMemory" or "maxmemory"))
        {
            pieces.Add(room.As("memory", room.Value) with { IsDefault = true });
        }

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
