namespace VirtProvision.Core.Options;

/// <summary><c>--osinfo http://fedoraproject.org/fedora/40</c>: a full id for a name.</summary>
internal sealed class OsinfoShorthand : OptionShorthand
{
    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i] is { Value: { } value } && context.Means(pieces[i], "name") && value.Contains("://", StringComparison.Ordinal))
            {
                pieces[i] = pieces[i].As("id", value);
            }
        }
    }
}
