using System.Text.Json.Nodes;

namespace VirtProvision.Core.Schemas;

/// <summary>Gathers schemas of many files into one <c>$defs</c> and says our shorthands in JSON Schema's words.</summary>
internal sealed class SchemaBundler(SchemaCatalog catalog)
{
    private static readonly string[] s_hoisted = ["title", "description", "examples", "default", "deprecated"];

    private readonly Dictionary<string, JsonNode> _files = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, JsonNode?> _definitions = new(StringComparer.Ordinal);
    private readonly Queue<(string Name, string File, string Pointer, bool IsPatch)> _pending = new();

    // What is converted now is to be a patch of what its schema describes.
    private bool _isPatch;

    /// <summary>A file's own schema, not as a definition but to go on building with.</summary>
    public JsonObject Inline(string file) => Convert(RawOf(file, ""), file, "").AsObject();

    public JsonObject Reference(string file, string pointer = "")
    {
        var name = _isPatch ? NameOf(file, pointer) + "-patch" : NameOf(file, pointer);
        if (_definitions.TryAdd(name, null))
        {
            _pending.Enqueue((name, file, pointer, _isPatch));
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }

    /// <summary>Everything that was referred to, and what that refers to.</summary>
    public JsonObject Definitions()
    {
        while (_pending.TryDequeue(out var next))
        {
            _isPatch = next.IsPatch;
            _definitions[next.Name] = Convert(RawOf(next.File, next.Pointer), next.File, next.Pointer);
        }

        return new JsonObject(_definitions);
    }

    // domain/devices/disk.schema.json#/$defs/source is domain.devices.disk.source
    private static string NameOf(string file, string pointer)
    {
        var name = (file.Replace(".schema.json", "", StringComparison.Ordinal) + pointer.Replace("/$defs/", "/", StringComparison.Ordinal)).Replace('/', '.');
        return string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '-'));
    }

    private JsonNode RawOf(string file, string pointer)
    {
        if (!_files.TryGetValue(file, out var node))
        {
            _files.Add(file, node = JsonNode.Parse(catalog.TextOf(file))!);
        }

        foreach (var step in pointer.Split('/').Skip(1))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            node = (node is JsonArray array ? array[int.Parse(name, CultureInfo.InvariantCulture)] : node[name]) ?? throw new SchemaLoadException($"{file}#{pointer}", "There is no such schema.");
        }

        return node;
    }

    private JsonNode Convert(JsonNode raw, string file, string pointer)
    {
        if (raw is not JsonObject schema)
        {
            return raw.DeepClone();
        }

        if (_isPatch && schema["x-key"] is not null)
        {
            return new JsonObject { ["type"] = "string", ["description"] = schema["description"]?.DeepClone() };
        }

        var outer = _isPatch;
        _isPatch |= schema["x-patch"] is not null;
        var result = new JsonObject();
        foreach (var (keyword, value) in schema)
        {
            if (Convert(keyword, value!, file, $"{pointer}/{keyword}") is { } converted)
            {
                result[keyword] = converted;
            }
        }

        _isPatch = outer;
        return schema["x-positional"] is { } positional ? WithShorthand(result, positional.GetValue<string>(), catalog.Load(file, pointer)) : result;
    }

    /// <summary>Null for what stands outside JSON Schema, or is not needed in one file.</summary>
    private JsonNode? Convert(string keyword, JsonNode value, string file, string pointer)
    {
        switch (keyword)
        {
            case "$schema" or "$id" or "$comment" or "$defs":
            case "required" or "dependentRequired" when _isPatch:
                return null;
            case "$ref":
                var (target, at) = SchemaCatalog.Target(file, value.GetValue<string>());
                return Reference(target, at)["$ref"]!.DeepClone();
            case "properties" when _isPatch:
                return new JsonObject(value.AsObject().Select(member => KeyValuePair.Create(member.Key, (JsonNode?)OrNull(Convert(member.Value!, file, $"{pointer}/{Escape(member.Key)}")))));
            case "properties" or "patternProperties":
                return new JsonObject(value.AsObject().Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Convert(member.Value!, file, $"{pointer}/{Escape(member.Key)}"))));
            case "additionalProperties" or "propertyNames" or "items" or "not" or "if" or "then" or "else":
                return Convert(value, file, pointer);
            case "allOf" or "anyOf" or "oneOf":
                return new JsonArray([.. value.AsArray().Select((branch, index) => Convert(branch!, file, $"{pointer}/{index}"))]);
            default:
                return keyword.StartsWith("x-", StringComparison.Ordinal) ? null : value.DeepClone();
        }
    }

    // null takes a member away.
    private static JsonNode OrNull(JsonNode member) =>
        member is JsonObject ? new JsonObject { ["anyOf"] = new JsonArray(member, new JsonObject { ["type"] = "null" }) } : member;

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>The object itself, or else the scalar that stands for one of its members.</summary>
    private JsonObject WithShorthand(JsonObject schema, string member, SchemaNode node)
    {
        if (!node.Shape.Properties.TryGetValue(member, out var property))
        {
            throw new SchemaLoadException(node.Location, $"x-positional names \"{member}\", which is no property.");
        }

        var result = new JsonObject();
        foreach (var keyword in s_hoisted)
        {
            if (schema[keyword] is { } value)
            {
                schema.Remove(keyword);
                result[keyword] = value.DeepClone();
            }
        }

        var scalar = new JsonArray([.. property.Roots.Select(root => root.Location.Split('#')).Select(place => Reference(place[0], place[1]))]);
        JsonNode shorthand = scalar.Count is 1 ? scalar[0]!.DeepClone() : new JsonObject { ["allOf"] = scalar };
        // A schema that already allows any type would let a scalar through by itself.
        result["anyOf"] = new JsonArray(schema, shorthand);
        return result;
    }
}
