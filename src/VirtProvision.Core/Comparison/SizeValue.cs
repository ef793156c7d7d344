using System.Xml.Linq;

namespace VirtProvision.Core.Comparison;

/// <summary>Sizes: a number with libvirt's units beside it. https://libvirt.org/formatdomain.html#memory-allocation</summary>
internal static class SizeValue
{
    /// <summary>Bytes in a unit by libvirt's names, whatever their case; null for an unknown one.</summary>
    public static Int128? Unit(string unit)
    {
        var text = unit.Trim();
        if (text.Length == 0)
        {
            return null;
        }

        if (text.Equals("b", StringComparison.OrdinalIgnoreCase) || text.Equals("byte", StringComparison.OrdinalIgnoreCase)
            || text.Equals("bytes", StringComparison.OrdinalIgnoreCase))
        {
            return Int128.One;
        }

        var power = "kmgtpe".IndexOf(char.ToLowerInvariant(text[0]), StringComparison.Ordinal) + 1;
        var rest = text.AsSpan(1);
        return power switch
        {
            0 => null,
            _ when rest.Length == 0 || rest.Equals("ib", StringComparison.OrdinalIgnoreCase) => (Int128)1 << (10 * power),
            _ when rest.Equals("b", StringComparison.OrdinalIgnoreCase) => Power(1000, power),
            _ => null,
        };
    }

    /// <summary>The value in bytes, rounded up as libvirt does; null when it is no number or the unit unknown.</summary>
    /// <param name="owner">The element that carries the unit.</param>
    public static Int128? Bytes(FieldFacts facts, XElement owner, string value)
    {
        // Beyond 64 bits libvirt refuses the number itself.
        if (!Int128.TryParse(value.Trim(), out var number) || number > ulong.MaxValue || number < long.MinValue)
        {
            return null;
        }

        Int128? unit = facts.DefaultUnit;
        if (owner.Attribute("unit")?.Value is { } written)
        {
            unit = Unit(written);
        }

        if (unit is null)
        {
            return null;
        }

        var bytes = number * unit.Value;
        return facts.Grain == 1 ? bytes : (bytes + facts.Grain - 1) / facts.Grain * facts.Grain;
    }

    /// <summary>For people: in the largest unit that leaves a whole number, such as <c>2GiB</c>.</summary>
    public static string Print(Int128 bytes)
    {
        var unit = 0;
        while (unit < 6 && bytes != 0 && (bytes & 1023) == 0)
        {
            bytes >>= 10;
            unit++;
        }

        return unit == 0 ? $"{bytes} bytes" : $"{bytes}{"KMGTPE"[unit - 1]}iB";
    }

    private static Int128 Power(int basis, int exponent)
    {
        Int128 result = 1;
        for (var i = 0; i < exponent; i++)
        {
            result *= basis;
        }

        return result;
    }
}
