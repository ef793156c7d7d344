using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Options;

/// <summary>The sub-options of one option: names for the fields of a part of the spec, read from its schema.</summary>
internal sealed class OptionFields
{
    private readonly Dictionary<string, (OptionField Field, ImmutableArray<bool> ListSteps, int Rank)> _known = new(StringComparer.Ordinal);
    private readonly List<OptionField> _all = [];

    /// <summary>Every field once, in the schema's order.</summary>
    public IReadOnlyList<OptionField> All => _all;

    /// <summary>Of two fields with one name, that counts which the schema names for this very option, then a member of the option itself, then a further name.</summary>
    /// <param name="named">Names that the schema gives it in this option: <c>--disk.format</c>.</param>
    public void Add(OptionField field, ImmutableArray<string> named, ImmutableArray<string> aliases, ImmutableArray<string> own)
    {
        _all.Add(field);
        foreach (var name in named)
        {
            Know(name, field, 0);
        }

        foreach (var name in own)
        {
            Know(name, field, name.Contains('.', StringComparison.Ordinal) ? 3 : 1);
        }

        foreach (var name in aliases)
        {
            Know(name, field, 2);
        }
    }

    /// <summary>Whether the name still means the field, and not another that has it as an alias.</summary>
    public bool Means(string name, OptionField field) => ReferenceEquals(Known(KeyOf(name))?.Field, field);

    /// <summary>The field that <c>source.host1.name</c> means.</summary>
    public FieldPlace? Find(string name)
    {
        if (Known(name) is { } exact)
        {
            return PlaceOf(exact.Field, []);
        }

        var steps = name.Split('.');
        var numbers = new int?[steps.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            var word = steps[i].TrimEnd("0123456789").ToString();
            if (word.Length < steps[i].Length && word.Length > 0 && int.TryParse(steps[i].AsSpan(word.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < MostItems)
            {
                steps[i] = word;
                numbers[i] = number;
            }
        }

        if (Known(string.Join('.', steps)) is not { } found || found.ListSteps.Length != steps.Length)
        {
            return null;
        }

        var indexes = new List<int>();
        for (var i = 0; i < steps.Length; i++)
        {
            if (found.ListSteps[i])
            {
                indexes.Add(numbers[i] ?? 0);
            }
            else if (numbers[i] is not null)
            {
                return null;
            }
        }

        return PlaceOf(found.Field, indexes);
    }

    /// <summary>A name may leave numbers out, or have no place for them: <c>device_path</c> is of the first device.</summary>
    private static FieldPlace PlaceOf(OptionField field, List<int> indexes) =>
        new(field, [.. indexes, .. Enumerable.Repeat(0, Math.Max(0, field.Path.Count(static step => step.IsList) - indexes.Count))]);

    // A number is a place in a list that is filled up to there; nobody has so many of anything.
    private const int MostItems = 10_000;

    private (OptionField Field, ImmutableArray<bool> ListSteps)? Known(string key) => _known.TryGetValue(key, out var known) ? (known.Field, known.ListSteps) : null;

    private void Know(string name, OptionField field, int rank)
    {
        var key = KeyOf(name);
        if (!_known.TryGetValue(key, out var known) || rank < known.Rank)
        {
            _known[key] = (field, ListStepsOf(name), rank);
        }
    }

    private static string KeyOf(string name) => name.Replace("[]", "", StringComparison.Ordinal);

    private static ImmutableArray<bool> ListStepsOf(string name) => [.. name.Split('.').Select(static step => step.EndsWith("[]", StringComparison.Ordinal))];
}
