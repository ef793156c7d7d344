using System.Xml.Linq;

namespace VirtProvision.Core.Comparison;

/// <summary>
/// What a path calls a list's item: its user alias without <c>ua-</c>, else its first key, else its number among its namesakes, counted from one.
/// Where several have the same key it is <c>key#2</c>.
/// </summary>
internal static class ItemLabel
{
    /// <summary>The key that an item shows, or null when it has none.</summary>
    public static string? KeyOf(FieldFacts facts, XElement item)
    {
        foreach (var key in facts.Keys)
        {
            if (key.LabelOf(item) is { } label)
            {
                return key.IsAlias ? label[UserAlias.Prefix.Length..] : label;
            }
        }

        return null;
    }

    /// <summary>Labels of all items of a list in their final order.</summary>
    public static string?[] Of(IReadOnlyList<string?> keys)
    {
        var labels = new string?[keys.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            var (before, all) = (0, 0);
            for (var j = 0; j < labels.Length; j++)
            {
                if (keys[j] == keys[i])
                {
                    all++;
                    before += j < i ? 1 : 0;
                }
            }

            // Items without a key are counted among all their namesakes.
            labels[i] = keys[i] is null
                ? labels.Length > 1 ? $"{i + 1}" : null
                : all > 1 ? $"{keys[i]}#{before + 1}" : keys[i];
        }

        return labels;
    }

    /// <summary>A label's key, null for a mere number, and which of those that have it.</summary>
    public static (string? Key, int Ordinal) Split(string label)
    {
        if (int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return (null, number);
        }

        var mark = label.LastIndexOf('#');
        return mark > 0 && int.TryParse(label.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number)
            ? (label[..mark], number)
            : (label, 1);
    }
}
