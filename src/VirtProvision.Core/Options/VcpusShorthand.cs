namespace VirtProvision.Core.Options;

/// <summary><c>--vcpus 2,maxvcpus=4</c>: 2 of 4 are plugged in. <c>cpuset=auto</c> asks numad for a place.</summary>
internal sealed class VcpusShorthand : OptionShorthand
{
    public override ImmutableArray<ShorthandName> Names { get; } =
    [
        new("maxvcpus", "How many there are, when `vcpus` are plugged in."),
        new("vcpus", "How many there are, or with `maxvcpus` how many are plugged in."),
    ];

    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        var hasMost = pieces.Exists(static piece => piece.Name is "maxvcpus");
        for (var i = 0; i < pieces.Count; i++)
        {
            pieces[i] = pieces[i] switch
            {
                { Name: "maxvcpus" } piece => piece.As("vcpu", piece.Value),
                { Name: "vcpus" or "vcpu" } piece => hasMost ? piece.As("vcpu.current", piece.Value) with { IsDefault = true } : piece.As("vcpu", piece.Value),
                { Value: "auto" } piece when context.Means(piece, "cpuset") => piece.As("placement", "auto"),
                var piece => piece,
            };
        }
    }
}
