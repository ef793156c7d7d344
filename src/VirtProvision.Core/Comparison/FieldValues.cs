using System.Buffers;
using System.Globalization;

namespace VirtProvision.Core.Comparison;

/// <summary>Equality of values under a <see cref="ValueTransform"/>. Quantities with units are in <see cref="SizeValue"/>.</summary>
internal static class FieldValues
{
    private static readonly SearchValues<char> s_version = SearchValues.Create("0123456789.");

    /// <summary>Whether <paramref name="observed"/> is what libvirt makes of <paramref name="desired"/>.</summary>
    public static bool AreEqual(ValueTransform transform, string desired, string observed)
    {
        if (desired == observed)
        {
            return true;
        }

        return transform switch
        {
            ValueTransform.None => false,
            ValueTransform.Case => string.Equals(desired, observed, StringComparison.OrdinalIgnoreCase),
            ValueTransform.Machine => IsMachineOf(desired, observed),
            _ => Canonical(transform, desired) == Canonical(transform, observed),
        };
    }

    /// <summary>One spelling for all that mean the same; the value itself where it does not parse.</summary>
    public static string Canonical(ValueTransform transform, string value) => transform switch
    {
        ValueTransform.Number => Number(value)?.ToString(CultureInfo.InvariantCulture) ?? value,
        ValueTransform.Decimal => Int128.TryParse(value.AsSpan().Trim(), out var number) ? number.ToString(CultureInfo.InvariantCulture) : value,
        ValueTransform.Octal => Octal(value)?.ToString(CultureInfo.InvariantCulture) ?? value,
        ValueTransform.Path => CanonicalPath(value),
        ValueTransform.Case => value.ToLowerInvariant(),
        ValueTransform.Uuid => value.Replace("-", "", StringComparison.Ordinal).Trim().ToLowerInvariant(),
        ValueTransform.Cpuset => Cpuset.Canonical(value) ?? value,
        ValueTransform.Boolean => value is "yes" or "on" or "true" ? "yes" : value is "no" or "off" or "false" ? "no" : value,
        ValueTransform.Iqn => value.EndsWith("/0", StringComparison.Ordinal) ? value[..^2] : value,
        ValueTransform.UsbVersion => value.Contains('.') ? value.TrimEnd('0') : value,
        _ => value,
    };

    /// <summary>A number as strtoul with base 0 reads it.</summary>
    public static Int128? Number(string value)
    {
        var text = value.AsSpan().Trim();
        var isNegative = text.StartsWith("-");
        if (isNegative)
        {
            text = text[1..];
        }

        Int128 number;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            // The leading zero keeps a first digit above 7 from being read as a sign.
            if (!Int128.TryParse($"0{text[2..]}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number))
            {
                return null;
            }
        }
        else if (text.Length > 1 && text[0] == '0' && Octal(text) is { } octal)
        {
            number = octal;
        }
        else if (!Int128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return null;
        }

        return isNegative ? -number : number;
    }

    private static long? Octal(ReadOnlySpan<char> value)
    {
        var result = 0L;
        var text = value.Trim();
        if (text.Length is 0 or > 20)
        {
            return null;
        }

        foreach (var digit in text)
        {
            if (digit is < '0' or > '7')
            {
                return null;
            }

            result = (result * 8) + (digit - '0');
        }

        return result;
    }

    private static string CanonicalPath(string value)
    {
        var result = value;
        while (result.Contains("//", StringComparison.Ordinal))
        {
            result = result.Replace("//", "/", StringComparison.Ordinal);
        }

        return result.Length > 1 ? result.TrimEnd('/') : result;
    }

    /// <summary><c>q35</c> is <c>pc-q35-7.2</c>, <c>pc</c> is <c>pc-i440fx-7.2</c>, <c>virt</c> is <c>virt-7.2</c>.</summary>
    private static bool IsMachineOf(string alias, string machine) => alias switch
    {
        "pc" => machine.StartsWith("pc-i440fx-", StringComparison.Ordinal),
        "q35" => machine.StartsWith("pc-q35-", StringComparison.Ordinal),
        _ => machine.Length > alias.Length + 1
            && machine.StartsWith(alias, StringComparison.Ordinal)
            && machine[alias.Length] == '-'
            && char.IsAsciiDigit(machine[^1])
            && !machine.AsSpan(alias.Length + 1).ContainsAnyExcept(s_version)
            && !char.IsAsciiDigit(alias[^1]),
    };
}
