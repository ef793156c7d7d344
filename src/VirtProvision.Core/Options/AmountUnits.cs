using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Options;

/// <summary><c>size=8,size.unit=M</c>: an amount whose unit another sub-option says becomes <c>size=8M</c>; the unit stays, for it is how the amount is written in XML.</summary>
internal static class AmountUnits
{
    public static List<OptionPiece> Join(List<OptionPiece> pieces, OptionFields fields)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Value is { Length: > 0 } amount
                && char.IsAsciiDigit(amount[^1])
                && fields.Find(pieces[i].Name) is { Field.Shape.UnitMember: { } member } place
                && pieces.FindLast(other => IsUnit(fields.Find(other.Name), member, place))?.Value is { } unit
                && QuantityUnit.Find(unit) is not null)
            {
                pieces[i] = pieces[i].As(pieces[i].Name, amount + unit);
            }
        }

        return pieces;
    }

    private static bool IsUnit(FieldPlace? other, string member, FieldPlace amount) =>
        other is { } place
        && place.Field.Path.Length == amount.Field.Path.Length
        && place.Field.Path[^1].Member == member
        && place.Field.Path[..^1].SequenceEqual(amount.Field.Path[..^1])
        && place.Indexes.SequenceEqual(amount.Indexes);
}
