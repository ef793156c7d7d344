using VirtProvision.Core.Documents;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Exporting;

/// <summary>A value of the XML as the spec writes it: <c>yes</c> as a boolean, KiB as a size.</summary>
internal static class FieldText
{
    /// <param name="unit">The unit that the XML says beside it, or null.</param>
    /// <returns>Null when no value of the schema's types comes out as this text.</returns>
    public static ScalarNode? ToScalar(string text, string? unit, SchemaShape? shape, TextSpan span)
    {
        if (shape is null)
        {
            return ScalarNode.String(span, text);
        }

        foreach (var candidate in Candidates(text, unit, shape, span))
        {
            if (IsSame(candidate, text, unit, shape) && SchemaValidator.IsValid(candidate, shape))
            {
                return candidate;
            }
        }

        return null;
    }

    private static IEnumerable<ScalarNode> Candidates(string text, string? unit, SchemaShape shape, TextSpan span)
    {
        if (shape.Types.HasFlag(SchemaType.Boolean) && text is "yes" or "no" or "on" or "off" or "true" or "false")
        {
            yield return ScalarNode.Boolean(span, text is "yes" or "on" or "true");
        }

        if (shape.Unit is { } usual && QuantityUnit.Find(unit ?? usual) is not null && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
        {
            yield return ScalarNode.String(span, Readable(amount, unit is null ? usual : unit));
            yield return ScalarNode.String(span, text + (unit ?? usual));
        }

        if ((shape.Types & (SchemaType.Integer | SchemaType.Number)) is not SchemaType.None && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            yield return ScalarNode.Integer(span, number);
        }

        yield return ScalarNode.String(span, text);
    }

    // With another unit beside it the XML that is rendered has another number, and means the same.
    private static bool IsSame(ScalarNode scalar, string text, string? unit, SchemaShape shape)
    {
        if (shape.Unit is { } usual && scalar.Kind is ScalarKind.String && QuantityUnit.Find(unit ?? usual) is not null)
        {
            return Quantity.Convert(scalar.Text, unit ?? usual) == text && Quantity.IsWhole(scalar.Text, usual);
        }

        return ModelValue.Text(ModelValue.Of(scalar, shape)) == text;
    }

    /// <summary>In the largest unit that leaves a whole number.</summary>
    private static string Readable(long amount, string unit)
    {
        if (amount is 0 || QuantityUnit.Find(unit) is not { IsTime: false } known)
        {
            return $"{amount}{unit}";
        }

        var bytes = amount * known.Size;
        foreach (var name in (ReadOnlySpan<string>)["TiB", "GiB", "MiB", "KiB"])
        {
            if ((bytes % QuantityUnit.Find(name)!.Size).IsZero)
            {
                return $"{bytes / QuantityUnit.Find(name)!.Size}{name}";
            }
        }

        return $"{amount}{unit}";
    }
}
