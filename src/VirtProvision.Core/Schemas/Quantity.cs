using System.Buffers;
using System.Numerics;

namespace VirtProvision.Core.Schemas;

/// <summary>An amount with its unit as a spec writes it: <c>2GiB</c>, <c>1.5 GiB</c>, <c>500ms</c>. Exact: kept as thousand-millionths of its unit.</summary>
public sealed record Quantity(BigInteger Billionths, QuantityUnit Unit)
{
    private const int Digits = 9;
    private static readonly SearchValues<char> s_numberCharacters = SearchValues.Create("0123456789.");
    private static readonly BigInteger s_one = BigInteger.Pow(10, Digits);

    /// <summary>More than libvirt's 64-bit numbers can hold is no quantity; nor is an amount without a unit.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Quantity? quantity)
    {
        quantity = null;
        var end = text.IndexOfAnyExcept(s_numberCharacters);
        if (end <= 0 || QuantityUnit.Find(text[end..].TrimStart(' ')) is not { } unit)
        {
            return false;
        }

        var number = text[..end];
        var dot = number.IndexOf('.');
        var whole = dot < 0 ? number : number[..dot];
        var fraction = dot < 0 ? [] : number[(dot + 1)..];
        if (whole.IsEmpty || (dot >= 0 && fraction.IsEmpty) || fraction.Contains('.') || fraction.Length > Digits || whole.Length > 20)
        {
            return false;
        }

        var billionths = BigInteger.Parse(whole, NumberStyles.None, CultureInfo.InvariantCulture) * s_one;
        if (!fraction.IsEmpty)
        {
            billionths += BigInteger.Parse(fraction, NumberStyles.None, CultureInfo.InvariantCulture) * BigInteger.Pow(10, Digits - fraction.Length);
        }

        var made = new Quantity(billionths, unit);
        if (made.In(QuantityUnit.Find("B")!) > ulong.MaxValue && !unit.IsTime)
        {
            return false;
        }

        quantity = made;
        return true;
    }

    /// <summary>Rounded up to whole units, as libvirt rounds memory.</summary>
    public BigInteger In(QuantityUnit unit)
    {
        var divisor = s_one * unit.Size;
        var total = Billionths * Unit.Size;
        return (total + divisor - 1) / divisor;
    }

    /// <summary>The amount in a unit as an XML text, or null when the text is no quantity of that sort.</summary>
    public static string? Convert(ReadOnlySpan<char> text, string unit)
    {
        var target = QuantityUnit.Find(unit)!;
        return TryParse(text, out var quantity) && quantity!.Unit.IsTime == target.IsTime ? quantity.In(target).ToString(CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Whether the amount is one without a fraction in a unit.</summary>
    public static bool IsWhole(ReadOnlySpan<char> text, string unit) =>
        QuantityUnit.Find(unit) is { } target && TryParse(text, out var quantity) && quantity!.Unit.IsTime == target.IsTime && (quantity.Billionths * quantity.Unit.Size % (s_one * target.Size)).IsZero;
}
