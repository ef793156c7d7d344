using System.Buffers;

namespace VirtProvision.Core.Documents;

/// <summary>How YAML 1.2 types a plain scalar. <c>yes</c>, <c>on</c> and <c>~x</c> are strings; <c>0777</c> is decimal and octal is <c>0o777</c>.</summary>
/// <remarks>https://yaml.org/spec/1.2.2/#103-core-schema</remarks>
public static class CoreSchema
{
    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    public static ScalarKind KindOf(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return ScalarKind.Null;
        }

        return text[0] switch
        {
            '~' or 'n' or 'N' => text is "~" or "null" or "Null" or "NULL" ? ScalarKind.Null : ScalarKind.String,
            't' or 'T' => text is "true" or "True" or "TRUE" ? ScalarKind.Boolean : ScalarKind.String,
            'f' or 'F' => text is "false" or "False" or "FALSE" ? ScalarKind.Boolean : ScalarKind.String,
            '-' or '+' or '.' or (>= '0' and <= '9') => NumberKindOf(text),
            _ => ScalarKind.String,
        };
    }

    /// <summary>The value of an <see cref="ScalarKind.Integer"/> in any of its spellings; false when it is beyond 64 bits.</summary>
    public static bool TryReadInteger(ReadOnlySpan<char> text, out long value)
    {
        if (text.StartsWith("0x"))
        {
            return long.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && value >= 0;
        }

        return text.StartsWith("0o")
            ? TryReadOctal(text[2..], out value)
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The value of an <see cref="ScalarKind.Integer"/> or <see cref="ScalarKind.Float"/> in any of its spellings.</summary>
    public static double ReadNumber(ReadOnlySpan<char> text)
    {
        if (TryReadInteger(text, out var integer))
        {
            return integer;
        }

        if (text.StartsWith("0x") || text.StartsWith("0o"))
        {
            return double.PositiveInfinity;
        }

        if (text.EndsWith("inf", StringComparison.OrdinalIgnoreCase))
        {
            return text[0] is '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }

        return text[0] is '.' && text.EndsWith("nan", StringComparison.OrdinalIgnoreCase)
            ? double.NaN
            : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static bool TryReadOctal(ReadOnlySpan<char> digits, out long value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (value >> 60 is not 0)
            {
                return false;
            }

            value = (value << 3) | (uint)(digit - '0');
        }

        return true;
    }

    private static ScalarKind NumberKindOf(ReadOnlySpan<char> text)
    {
        if (text.Length > 2 && text[0] is '0' && text[1] is 'x' or 'o')
        {
            var foreign = text[1] is 'x' ? text[2..].ContainsAnyExcept(s_hexDigits) : text[2..].ContainsAnyExceptInRange('0', '7');
            return foreign ? ScalarKind.String : ScalarKind.Integer;
        }

        var rest = text[0] is '-' or '+' ? text[1..] : text;
        if (rest is ".inf" or ".Inf" or ".INF" || text is ".nan" or ".NaN" or ".NAN")
        {
            return ScalarKind.Float;
        }

        var whole = Digits(ref rest);
        if (whole > 0 && rest.IsEmpty)
        {
            return ScalarKind.Integer;
        }

        var fraction = 0;
        if (rest.StartsWith("."))
        {
            rest = rest[1..];
            fraction = Digits(ref rest);
        }

        if (whole + fraction is 0)
        {
            return ScalarKind.String;
        }

        if (rest.StartsWith("e") || rest.StartsWith("E"))
        {
            rest = rest[1..];
            rest = rest.StartsWith("-") || rest.StartsWith("+") ? rest[1..] : rest;
            if (Digits(ref rest) is 0)
            {
                return ScalarKind.String;
            }
        }

        return rest.IsEmpty ? ScalarKind.Float : ScalarKind.String;
    }

    private static int Digits(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var count = end < 0 ? text.Length : end;
        text = text[count..];
        return count;
    }
}
