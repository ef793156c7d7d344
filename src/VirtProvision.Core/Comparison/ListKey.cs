using System.Xml.Linq;

namespace VirtProvision.Core.Comparison;

/// <summary>One way to tell items of a list apart; it serves when every part has a value.</summary>
public sealed record ListKey(ImmutableArray<ListKeyPart> Parts)
{
    /// <summary>libvirt's user alias: the one key that people choose, and so the strongest.</summary>
    public bool IsAlias { get; init; }

    /// <summary>The item's key in canonical spelling, or null when the item lacks a part.</summary>
    internal string? Of(XElement item) => Of(item, isCanonical: true);

    /// <summary>The key as the item spells it.</summary>
    internal string? LabelOf(XElement item) => Of(item, isCanonical: false);

    /// <summary>A spelled key in canonical spelling.</summary>
    internal string Canonical(string label)
    {
        var values = label.Split(' ');
        return values.Length != Parts.Length ? label : string.Join(' ', values.Select((value, i) => FieldValues.Canonical(Parts[i].Transform, value)));
    }

    private string? Of(XElement item, bool isCanonical)
    {
        if (Parts.Length == 1)
        {
            return Accept(Parts[0].Of(item, isCanonical));
        }

        var values = new string[Parts.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (Parts[i].Of(item, isCanonical) is not { } value)
            {
                return null;
            }

            values[i] = value;
        }

        return string.Join(' ', values);
    }

    private string? Accept(string? value) =>
        !IsAlias || (value is not null && value.StartsWith(UserAlias.Prefix, StringComparison.Ordinal)) ? value : null;
}

/// <param name="Default">What libvirt takes where the value is missing.</param>
public sealed record ListKeyPart(FieldPath Path, string? Default, ValueTransform Transform)
{
    internal string? Of(XElement item, bool isCanonical)
    {
        var value = Path.ValueIn(item) ?? Default;
        return value is null || !isCanonical ? value : FieldValues.Canonical(Transform, value);
    }
}

/// <summary>Aliases that a user may choose begin with <c>ua-</c>; libvirt makes and drops all others itself.</summary>
public static class UserAlias
{
    public const string Prefix = "ua-";

    public static bool Is(string? alias) => alias is not null && alias.StartsWith(Prefix, StringComparison.Ordinal);
}
