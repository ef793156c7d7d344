using System.Numerics;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Options;

/// <summary>Reads a value as virt-install would: <c>yes</c> and <c>on</c> are true, <c>0x10</c> is 16, a bare number has the unit that the option is known for.</summary>
internal static class OptionValue
{
    private static readonly string[] s_binaryUnits = ["GiB", "MiB", "KiB"];

    /// <summary>Null when it cannot be read, which the bag then says.</summary>
    public static ScalarNode? Read(string text, TextSpan span, string name, SchemaShape shape, DiagnosticBag diagnostics)
    {
        if (shape.Types is SchemaType.Boolean)
        {
            if (Boolean(text) is not { } truth)
            {
                diagnostics.Add(OptionDiagnostics.NoBoolean(span, name, text));
                return null;
            }

            return ScalarNode.Boolean(span, truth);
        }

        if (shape.Unit is { } unit)
        {
            if (Amount(text, shape.OptionUnit ?? unit) is not { } amount)
            {
                diagnostics.Add(OptionDiagnostics.NoAmount(span, name, text, shape.OptionUnit ?? unit));
                return null;
            }

            return ScalarNode.String(span, amount);
        }

        // Where both a number and a text will do, the text comes out as it was written: 0x1a stays.
        return shape.Types.HasFlag(SchemaType.Integer) && !shape.Types.HasFlag(SchemaType.String) && Integer(text) is { } number
            ? new ScalarNode(span, number.ToString(CultureInfo.InvariantCulture), ScalarKind.Integer, IsPlain: true)
            : ScalarNode.String(span, text);
    }

    public static bool? Boolean(string text) => text.ToLowerInvariant() switch
    {
        "y" or "yes" or "1" or "true" or "t" or "on" => true,
        "n" or "no" or "0" or "false" or "f" or "off" => false,
        _ => null,
    };

    private static BigInteger? Integer(string text)
    {
        if (BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        // A leading 0 keeps the digits from being read as a negative number.
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && BigInteger.TryParse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal) ? hexadecimal : null;
    }

    /// <summary>With its unit, whole bytes where the number is none of its own unit.</summary>
    private static string? Amount(string text, string unit)
    {
        if (Quantity.TryParse(text, out _))
        {
            return text;
        }

        if (Integer(text) is { Sign: >= 0 } whole)
        {
            return $"{whole}{Symbol(unit)}";
        }

        var size = QuantityUnit.Find(unit)!;
        return !size.IsTime && double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && number * (double)size.Size < ulong.MaxValue
            ? Decimal(number, size)
            : null;
    }

    private static string Decimal(double number, QuantityUnit unit)
    {
        var bytes = new BigInteger(number * (double)unit.Size);
        foreach (var name in s_binaryUnits)
        {
            if (QuantityUnit.Find(name)!.Size is var size && !bytes.IsZero && bytes % size == 0)
            {
                return $"{bytes / size}{name}";
            }
        }

        return $"{bytes}B";
    }

    private static string Symbol(string unit) => unit is "bytes" ? "B" : unit;
}
