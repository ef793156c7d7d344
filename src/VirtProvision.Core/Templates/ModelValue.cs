using VirtProvision.Core.Documents;
using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Templates;

/// <summary>A boolean of the spec and how the schema has it written in XML. In a condition it is just true or false.</summary>
internal sealed record StyledBoolean(bool Value, string Text)
{
    private static readonly StyledBoolean s_yes = new(true, "yes");
    private static readonly StyledBoolean s_no = new(false, "no");
    private static readonly StyledBoolean s_on = new(true, "on");
    private static readonly StyledBoolean s_off = new(false, "off");
    private static readonly StyledBoolean s_true = new(true, "true");
    private static readonly StyledBoolean s_false = new(false, "false");

    public static StyledBoolean Of(bool value, string? style) => style switch
    {
        "yes-no" => value ? s_yes : s_no,
        "on-off" => value ? s_on : s_off,
        _ => value ? s_true : s_false,
    };
}

/// <summary>A list of the spec as templates see it; one that is not written has no items.</summary>
internal sealed record ModelList(ImmutableArray<DocumentNode> Items, SchemaShape? ItemShape)
{
    /// <summary>False for a list that the spec does not have, as against one that it says is empty.</summary>
    public bool IsWritten { get; init; } = true;

    /// <summary>A patch takes the whole list away.</summary>
    public bool IsNulled { get; init; }
}

/// <summary>What rules see of something that is no document: members that are computed when asked for, of the types of <see cref="ModelValue"/>, and texts in a collection.</summary>
internal interface IModelFacts
{
    object? Member(string name);
}

/// <summary>What <c>for</c> of a loop holds: <c>for.index</c>, <c>for.first</c>, <c>for.last</c>.</summary>
internal sealed record LoopState(int Index, int Length);

/// <summary>An item of a free-form map as a loop gives it: <c>entry.key</c> and <c>entry.value</c>.</summary>
internal sealed record ModelEntry(string Key, object? Value);

/// <summary>The values that templates compute with: null, string, long, decimal, bool, <see cref="StyledBoolean"/>, <see cref="ModelObject"/>, <see cref="ModelList"/> and what a function of Scriban returned.</summary>
internal static class ModelValue
{
    /// <param name="owner">The mapping that the node is a member of, which may say its unit.</param>
    public static object? Of(DocumentNode? node, SchemaShape? shape, MappingNode? owner = null) => node switch
    {
        ScalarNode { IsNull: true } when shape is { IsObject: true } => new ModelObject(null, shape) { IsNulled = true },
        ScalarNode { IsNull: true } when shape is { IsList: true } => new ModelList([], shape.Items) { IsWritten = false, IsNulled = true },
        ScalarNode scalar => OfScalar(scalar, shape, owner),
        SequenceNode sequence => new ModelList(sequence.Items, shape?.Items),
        MappingNode mapping => new ModelObject(mapping, shape),
        _ when shape is null => null,
        _ when shape.IsObject => new ModelObject(null, shape),
        _ when shape.IsList => new ModelList([], shape.Items) { IsWritten = false },
        _ => null,
    };

    private static object? OfScalar(ScalarNode scalar, SchemaShape? shape, MappingNode? owner)
    {
        switch (scalar.Kind)
        {
            case ScalarKind.Null:
                return null;
            case ScalarKind.Boolean:
                return StyledBoolean.Of(scalar.IsTrue, shape?.BooleanStyle);
            case ScalarKind.Integer when shape is null || !shape.Types.HasFlag(SchemaType.String):
                return Number(scalar.Text) ?? scalar.Text;
            case ScalarKind.String when shape?.Unit is { } unit:
                return Quantity.Convert(scalar.Text, UnitAsWritten(shape, owner) ?? unit) is { } converted ? Number(converted) ?? converted : scalar.Text;
            default:
                return scalar.Text;
        }
    }

    private static string? UnitAsWritten(SchemaShape shape, MappingNode? owner) =>
        shape.UnitMember is { } member && owner?.TextOf(member) is { } unit && QuantityUnit.Find(unit) is not null ? unit : null;

    /// <summary>YAML's decimal, <c>0x</c> and <c>0o</c> integers as a number; null when it is beyond what fits.</summary>
    public static object? Number(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        if (text.StartsWith("0x", StringComparison.Ordinal) && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex))
        {
            return hex;
        }

        if (text.StartsWith("0o", StringComparison.Ordinal) && text.Length < 23 && text.AsSpan(2).IndexOfAnyExceptInRange('0', '7') < 0)
        {
            return Convert.ToInt64(text[2..], 8);
        }

        return decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large) ? large : null;
    }

    /// <summary>As text in XML; null for what is not there. A list or an object has no text: see <see cref="HasText"/>.</summary>
    public static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        StyledBoolean boolean => boolean.Text,
        bool boolean => boolean ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    public static bool HasText(object? value) => value is null or string or StyledBoolean or bool or IFormattable;

    /// <summary>As a condition: what is absent, false, an object that is not written and an empty list are false, all else is true.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool boolean => boolean,
        StyledBoolean boolean => boolean.Value,
        ModelObject model => model.Node is not null,
        ModelList list => !list.Items.IsEmpty,
        IReadOnlyCollection<string> texts => texts.Count > 0,
        _ => true,
    };

    /// <summary>As Scriban has it: null equals only what is not there, and a text compares with the text of what is no text.</summary>
    public static bool AreEqual(object? left, object? right)
    {
        left = Comparable(left);
        right = Comparable(right);
        return (left, right) switch
        {
            (null, null) => true,
            (null, _) or (_, null) => false,
            (bool a, bool b) => a == b,
            (long or int or decimal, long or int or decimal) => Convert.ToDecimal(left, CultureInfo.InvariantCulture) == Convert.ToDecimal(right, CultureInfo.InvariantCulture),
            _ => Text(left) == Text(right),
        };
    }

    /// <summary>The items of a list of whichever sort; of anything else none.</summary>
    public static IEnumerable<object?> ItemsOf(object? list) => list switch
    {
        ModelList model => model.Items.Select(item => Of(item, model.ItemShape)),
        IEnumerable<string> texts => texts,
        object?[] values => values,
        _ => [],
    };

    private static object? Comparable(object? value) => value switch
    {
        StyledBoolean boolean => boolean.Value,
        ModelObject { Node: null } or ModelList { IsWritten: false } => null,
        _ => value,
    };
}
