namespace VirtProvision.Core.Options;

/// <summary><c>--metadata uuid=…</c>, also without its hyphens.</summary>
internal sealed class MetadataShorthand : OptionShorthand
{
    private const string Digits = "N";

    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        for (var i = pieces.Count - 1; i >= 0; i--)
        {
            if (pieces[i] is not { Name: "uuid", Value: { Length: > 0 } value } piece)
            {
                continue;
            }

            if (Guid.TryParseExact(value, Digits, out var uuid))
            {
                pieces[i] = piece.As("uuid", uuid.ToString());
            }
            else if (!Guid.TryParseExact(value, "D", out _))
            {
                context.Diagnostics.Add(OptionDiagnostics.WrongValue(piece.ValueSpan, piece.Name, value, "a UUID such as 3f2b8a52-7f0c-4a4b-9d55-0c4d1a1b2c3d"));
                pieces.RemoveAt(i);
            }
        }
    }
}
