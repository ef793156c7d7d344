namespace VirtProvision.Core.Schemas;

/// <summary>Numbers as texts: exact where <see cref="decimal"/> reaches, beyond that as near as a double comes.</summary>
internal static class SchemaNumber
{
    public static bool IsWhole(string text) =>
        TryRead(text, out var number) ? decimal.Truncate(number) == number : TryReadLarge(text, out var large) && double.IsFinite(large) && Math.Truncate(large) == large;

    /// <summary>YAML's integers and floats; false for <c>.inf</c>, <c>.nan</c> and what is too large or too fine.</summary>
    public static bool TryRead(string text, out decimal number)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal) || text.StartsWith("0o", StringComparison.Ordinal))
        {
            number = 0;
            foreach (var digit in text.AsSpan(2))
            {
                if (number > 1_000_000_000_000_000_000_000_000m)
                {
                    return false;
                }

                number = (number * (text[1] is 'x' ? 16 : 8)) + (char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : 0);
            }

            return text.Length > 2;
        }

        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryReadLarge(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>The bound that a number breaks, in words; null when it breaks none.</summary>
    public static string? BoundBroken(string text, SchemaNode schema)
    {
        if (schema is { Minimum: null, Maximum: null, ExclusiveMinimum: null, ExclusiveMaximum: null, MultipleOf: null })
        {
            return null;
        }

        if (!TryRead(text, out var number))
        {
            // Beyond decimal it is beyond every bound that a schema of ours has.
            var negative = text.StartsWith('-');
            return negative
                ? (schema.Minimum ?? schema.ExclusiveMinimum) is { } least ? $"at least {least}" : null
                : (schema.Maximum ?? schema.ExclusiveMaximum) is { } most ? $"at most {most}" : null;
        }

        return number < schema.Minimum ? Between(schema) ?? $"at least {schema.Minimum}"
            : number > schema.Maximum ? Between(schema) ?? $"at most {schema.Maximum}"
            : number <= schema.ExclusiveMinimum ? $"more than {schema.ExclusiveMinimum}"
            : number >= schema.ExclusiveMaximum ? $"less than {schema.ExclusiveMaximum}"
            : schema.MultipleOf is { } factor && number % factor != 0 ? $"a multiple of {factor}"
            : null;
    }

    private static string? Between(SchemaNode schema) => schema is { Minimum: { } least, Maximum: { } most } ? $"from {least} to {most}" : null;
}
