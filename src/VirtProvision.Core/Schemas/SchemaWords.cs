using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Schemas;

/// <summary>Says in words what a value is and what a schema expects.</summary>
internal static class SchemaWords
{
    public static string Found(DocumentNode node, bool isSecret = false) => node switch
    {
        _ when isSecret => "a secret of another form",
        MappingNode => "a mapping",
        SequenceNode => "a list",
        ScalarNode { Kind: ScalarKind.Null } => "empty",
        ScalarNode { Kind: ScalarKind.String } text => $"the text \"{Shorten(text.Text)}\"",
        ScalarNode scalar => Shorten(scalar.Text),
        _ => "something else",
    };

    public static string Value(DocumentNode node, bool isSecret) => isSecret ? "this" : node is ScalarNode scalar ? $"\"{Shorten(scalar.Text)}\"" : Found(node);

    public static string Expected(SchemaType types)
    {
        var words = new List<string>();
        Add(SchemaType.Boolean, "true or false");
        Add(SchemaType.Number, "a number");
        if (!types.HasFlag(SchemaType.Number))
        {
            Add(SchemaType.Integer, "a whole number");
        }

        Add(SchemaType.String, "a text");
        Add(SchemaType.Array, "a list");
        Add(SchemaType.Object, "a mapping");
        Add(SchemaType.Null, "empty");
        return string.Join(" or ", words);

        void Add(SchemaType type, string word)
        {
            if (types.HasFlag(type))
            {
                words.Add(word);
            }
        }
    }

    /// <summary>What one branch of a choice would take.</summary>
    public static string Form(SchemaNode branch)
    {
        var shape = branch.Shape;
        if (!shape.Choices.IsEmpty && (shape.Types & ~SchemaType.Scalar) is SchemaType.None)
        {
            return string.Join(", ", shape.Choices);
        }

        var expected = shape.Types is SchemaType.Any ? "a value" : Expected(shape.Types);
        return shape.Examples.IsEmpty ? shape.Description is { Length: < 80 } description ? $"{expected} ({description.TrimEnd('.')})" : expected : $"{expected} such as {shape.Examples[0]}";
    }

    /// <summary>What to write instead; null when there is nothing better to say than the types.</summary>
    public static string? Advice(DocumentNode node, SchemaShape shape, bool isSecret)
    {
        var types = shape.Types;
        switch (node)
        {
            case ScalarNode { Kind: ScalarKind.String } text when types.HasFlag(SchemaType.Boolean) && BooleanHabit(text.Text) is { } boolean:
                return text.IsPlain ? $"Write {boolean}." : $"Write {boolean}, without quotes.";
            case ScalarNode { Kind: ScalarKind.String, IsPlain: false } text when (types & SchemaType.Integer) != 0 && long.TryParse(text.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _):
                return isSecret ? "Write it without quotes." : $"Write {text.Text}, without quotes.";
            case ScalarNode { Kind: not (ScalarKind.String or ScalarKind.Null) } scalar when types.HasFlag(SchemaType.String):
                return isSecret ? "Write it in quotes." : $"Write it in quotes: \"{scalar.Text}\".";
            case SequenceNode when !types.HasFlag(SchemaType.Array) && types.HasFlag(SchemaType.Object):
                return "Write its properties without \"- \" before them.";
            case not SequenceNode when types is SchemaType.Array:
                return "Begin each item with \"- \".";
            case not MappingNode when types is SchemaType.Object && shape.Properties.Count > 0:
                return $"Its properties are {Some(shape.Properties.Keys)}.";
            default:
                return shape.Examples.IsEmpty ? null : $"For example: {shape.Examples[0]}.";
        }
    }

    /// <summary>The unit that a bare number was most likely meant in.</summary>
    public static string UsualUnit(string text, string unit)
    {
        if (QuantityUnit.Find(unit)!.IsTime)
        {
            return unit;
        }

        return decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && number < 64 ? "GiB" : "MiB";
    }

    public static string Some(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length <= 12 ? string.Join(", ", all) : $"{string.Join(", ", all.Take(10))} and {all.Length - 10} more";
    }

    // YAML 1.1 took these for booleans; YAML 1.2 does not.
    private static string? BooleanHabit(string text) => text.ToLowerInvariant() switch
    {
        "yes" or "y" or "on" or "true" or "enable" or "enabled" => "true",
        "no" or "n" or "off" or "false" or "disable" or "disabled" => "false",
        _ => null,
    };

    private static string Shorten(string text) => text.Length <= 60 ? text : $"{text.AsSpan(0, 57)}…";
}
