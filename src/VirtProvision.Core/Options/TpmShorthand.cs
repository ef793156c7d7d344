namespace VirtProvision.Core.Options;

/// <summary><c>--tpm /dev/tpm0</c>: a device of the host is passed through.</summary>
internal sealed class TpmShorthand : OptionShorthand
{
    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i] is { Value: { } path } && context.Means(pieces[i], "type") && path.StartsWith('/'))
            {
                pieces[i] = pieces[i].As("path", path);
                pieces.Add(pieces[i].As("type", "passthrough") with { IsDefault = true });
            }
        }
    }
}
