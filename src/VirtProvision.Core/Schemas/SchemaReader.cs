using System.Text.Json;

namespace VirtProvision.Core.Schemas;

/// <summary>Reads a schema file into <see cref="SchemaNode"/>s. A keyword it does not know is refused: one that is silently skipped would let wrong specs through.</summary>
internal sealed class SchemaReader(SchemaCatalog catalog, string file)
{
    private readonly Dictionary<string, SchemaNode> _nodes = new(StringComparer.Ordinal);

    /// <summary>Every schema of the file by its JSON pointer; the root's is empty.</summary>
    public static IReadOnlyDictionary<string, SchemaNode> Read(SchemaCatalog catalog, string file, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var reader = new SchemaReader(catalog, file);
            reader.ReadNode(document.RootElement, "");
            return reader._nodes;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new SchemaLoadException(file, exception.Message);
        }
    }

    private SchemaNode ReadNode(JsonElement json, string pointer)
    {
        var location = $"{file}#{pointer}";
        if (json.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return Add(pointer, new SchemaNode(location) { Always = json.ValueKind is JsonValueKind.True });
        }

        if (json.ValueKind is not JsonValueKind.Object)
        {
            throw new SchemaLoadException(location, "A schema is an object, true or false.");
        }

        var node = Add(pointer, new SchemaNode(location));
        foreach (var keyword in json.EnumerateObject())
        {
            Read(node, keyword.Name, keyword.Value, pointer);
        }

        if ((node.Then ?? node.Else) is not null && node.If is null)
        {
            throw new SchemaLoadException(location, "\"then\" and \"else\" mean nothing without \"if\".");
        }

        return node;
    }

    private SchemaNode Add(string pointer, SchemaNode node)
    {
        _nodes.Add(pointer, node);
        return node;
    }

    private void Read(SchemaNode node, string keyword, JsonElement value, string pointer)
    {
        var at = $"{pointer}/{keyword}";
        switch (keyword)
        {
            case "$schema" or "$id" or "$comment":
                break;
            case "$defs":
                Members(value, at);
                break;
            case "$ref":
                node.Reference = catalog.Resolve(file, Text(value, at));
                break;
            case "properties":
                node.Properties = Members(value, at);
                break;
            case "patternProperties":
                node.PatternProperties = [.. Members(value, at).Select(static entry => (new SchemaPattern(entry.Key), entry.Value))];
                break;
            case "additionalProperties":
                node.AdditionalProperties = ReadNode(value, at);
                break;
            case "propertyNames":
                node.PropertyNames = ReadNode(value, at);
                break;
            case "items":
                node.Items = ReadNode(value, at);
                break;
            case "dependentRequired":
                node.DependentRequired = new(StringComparer.Ordinal);
                foreach (var entry in value.EnumerateObject())
                {
                    node.DependentRequired.Add(entry.Name, Texts(entry.Value, at));
                }

                break;
            case "allOf":
                node.AllOf = Branches(value, at);
                break;
            case "anyOf":
                node.AnyOf = Branches(value, at);
                break;
            case "oneOf":
                node.OneOf = Branches(value, at);
                break;
            case "not":
                node.Not = ReadNode(value, at);
                break;
            case "if":
                node.If = ReadNode(value, at);
                break;
            case "then":
                node.Then = ReadNode(value, at);
                break;
            case "else":
                node.Else = ReadNode(value, at);
                break;
            default:
                ReadAssertion(node, keyword, value, at);
                break;
        }
    }

    private void ReadAssertion(SchemaNode node, string keyword, JsonElement value, string at)
    {
        switch (keyword)
        {
            case "type":
                node.Types = value.ValueKind is JsonValueKind.Array ? Texts(value, at).Aggregate(SchemaType.None, (all, name) => all | Type(name, at)) : Type(Text(value, at), at);
                break;
            case "enum":
                node.Enum = [.. value.EnumerateArray().Select(item => Literal(item, at))];
                break;
            case "const":
                node.Const = Literal(value, at);
                break;
            case "required":
                node.Required = Texts(value, at);
                break;
            case "minItems":
                node.MinItems = value.GetInt32();
                break;
            case "maxItems":
                node.MaxItems = value.GetInt32();
                break;
            case "uniqueItems":
                node.UniqueItems = value.GetBoolean();
                break;
            case "minLength":
                node.MinLength = value.GetInt32();
                break;
            case "maxLength":
                node.MaxLength = value.GetInt32();
                break;
            case "minProperties":
                node.MinProperties = value.GetInt32();
                break;
            case "maxProperties":
                node.MaxProperties = value.GetInt32();
                break;
            case "pattern":
                node.Pattern = new SchemaPattern(Text(value, at));
                break;
            case "format":
                node.Format = SchemaFormat.Find(Text(value, at)) ?? throw new SchemaLoadException($"{file}#{at}", $"The format \"{value}\" is not one that is checked.");
                break;
            case "minimum":
                node.Minimum = value.GetDecimal();
                break;
            case "maximum":
                node.Maximum = value.GetDecimal();
                break;
            case "exclusiveMinimum":
                node.ExclusiveMinimum = value.GetDecimal();
                break;
            case "exclusiveMaximum":
                node.ExclusiveMaximum = value.GetDecimal();
                break;
            case "multipleOf":
                node.MultipleOf = value.GetDecimal();
                break;
            default:
                ReadAnnotation(node, keyword, value, at);
                break;
        }
    }

    private void ReadAnnotation(SchemaNode node, string keyword, JsonElement value, string at)
    {
        switch (keyword)
        {
            case "title":
                node.Title = Text(value, at);
                break;
            case "description":
                node.Description = Text(value, at);
                break;
            case "examples":
                node.Examples = [.. value.EnumerateArray().Select(static item => item.ValueKind is JsonValueKind.String ? item.GetString()! : item.GetRawText())];
                break;
            case "default":
                node.Default = SchemaLiteral.From(value);
                break;
            case "deprecated":
                node.IsDeprecated = value.GetBoolean();
                break;
            case "x-positional":
                node.Positional = Text(value, at);
                break;
            case "x-boolean":
                node.BooleanStyle = Text(value, at) is "yes-no" or "on-off" or "element" ? value.GetString() : throw new SchemaLoadException($"{file}#{at}", "A boolean is written yes-no, on-off or as an element.");
                break;
            case "x-unit":
                node.Unit = QuantityUnit.Find(Text(value, at)) is not null ? value.GetString() : throw new SchemaLoadException($"{file}#{at}", $"\"{value}\" is no unit.");
                break;
            case "x-unit-member":
                node.UnitMember = Text(value, at);
                break;
            case "x-option-unit":
                node.OptionUnit = QuantityUnit.Find(Text(value, at)) is not null ? value.GetString() : throw new SchemaLoadException($"{file}#{at}", $"\"{value}\" is no unit.");
                break;
            case "x-commas":
                node.HoldsCommas = value.GetBoolean();
                break;
            case "x-reference":
                node.ResourceReference = new SchemaReference(
                    Text(value.GetProperty("kind"), at),
                    value.TryGetProperty("pool", out var pool) ? Text(pool, at) : null,
                    value.TryGetProperty("unless", out var unless) ? Text(unless, at) : null);
                break;
            case "x-secret":
                node.IsSecret = value.GetBoolean();
                break;
            case "x-xml-ignore":
                node.IgnoredInXml = value.GetBoolean();
                break;
            case "x-patch":
                node.IsPatch = value.GetBoolean();
                break;
            case "x-key":
                node.IsKey = value.GetBoolean();
                break;
            case "x-cidr":
                node.PrefixMember = Text(value, at);
                break;
            case "x-path":
                node.PathKind = Text(value, at) is "local" or "host" ? value.GetString() : throw new SchemaLoadException($"{file}#{at}", "A path is local or one of the host.");
                break;
            case "x-aliases":
                node.Aliases = Texts(value, at);
                break;
            default:
                throw new SchemaLoadException($"{file}#{at}", $"The evaluator does not know the keyword \"{keyword}\".");
        }
    }

    private OrderedDictionary<string, SchemaNode> Members(JsonElement value, string at)
    {
        var members = new OrderedDictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var entry in value.EnumerateObject())
        {
            if (members.ContainsKey(entry.Name))
            {
                throw new SchemaLoadException($"{file}#{at}", $"\"{entry.Name}\" stands here twice.");
            }

            members.Add(entry.Name, ReadNode(entry.Value, $"{at}/{Escape(entry.Name)}"));
        }

        return members;
    }

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private ImmutableArray<SchemaNode> Branches(JsonElement value, string at) =>
        [.. value.EnumerateArray().Select((branch, index) => ReadNode(branch, $"{at}/{index}"))];

    private ImmutableArray<string> Texts(JsonElement value, string at) => [.. value.EnumerateArray().Select(item => Text(item, at))];

    private string Text(JsonElement value, string at) =>
        value.ValueKind is JsonValueKind.String ? value.GetString()! : throw new SchemaLoadException($"{file}#{at}", "A string is expected.");

    private SchemaLiteral Literal(JsonElement value, string at) =>
        SchemaLiteral.From(value) ?? throw new SchemaLoadException($"{file}#{at}", "Only scalars can be listed.");

    private SchemaType Type(string name, string at) => name switch
    {
        "object" => SchemaType.Object,
        "array" => SchemaType.Array,
        "string" => SchemaType.String,
        "integer" => SchemaType.Integer,
        "number" => SchemaType.Number,
        "boolean" => SchemaType.Boolean,
        "null" => SchemaType.Null,
        _ => throw new SchemaLoadException($"{file}#{at}", $"\"{name}\" is no type."),
    };
}
