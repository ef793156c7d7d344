using System.Xml.Linq;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>A size in libvirt's XML: a number and a unit, bytes where it says none.</summary>
internal static class ByteSize
{
    /// <param name="defaultUnit">The unit of a number without one: of a domain's memory it is KiB.</param>
    public static long? Of(XElement element, string? defaultUnit = null) => Of(element.Value, element.Attribute("unit")?.Value ?? defaultUnit);

    /// <summary>A size as one text: <c>4 GiB</c>, or a number of bytes.</summary>
    public static long? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var digits = text.AsSpan().TrimStart();
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? Of(text, null) : Of(digits[..end].ToString(), digits[end..].Trim().ToString());
    }

    private static long? Of(string text, string? unitText)
    {
        if (!decimal.TryParse(text.Trim(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        // virScaleInteger, virutil.c: one letter or three are powers of 1024, "KB" and its like of 1000.
        var unit = string.IsNullOrEmpty(unitText) ? "B" : unitText.ToUpperInvariant();
        var power = "BKMGTPE".IndexOf(unit[0], StringComparison.Ordinal);
        if (unit is "B" or "BYTE" or "BYTES")
        {
            power = 0;
        }

        var factor = unit.Length == 2 ? 1000m : 1024m;
        for (; power > 0; power--)
        {
            number *= factor;
        }

        return number is >= 0 and <= long.MaxValue ? (long)number : null;
    }
}
