using System.Text.Json.Nodes;

namespace VirtProvision.Core.Tests.Schemas;

/// <summary>
/// Says a bundle in the words of an older draft, since NJsonSchema does not know (and silently skips) <c>$defs</c>, <c>const</c>, <c>if</c>,
/// <c>dependentRequired</c> and <c>propertyNames</c>. The last has no older words; no instance here breaks one.
/// </summary>
internal static class DraftSix
{
    public static JsonNode Of(JsonNode bundle) => bundle switch
    {
        JsonObject schema => Of(schema),
        JsonArray array => new JsonArray([.. array.Select(item => item is null ? null : Of(item))]),
        _ => bundle.DeepClone(),
    };

    private static JsonObject Of(JsonObject schema)
    {
        var result = new JsonObject();
        var all = new JsonArray();
        foreach (var (keyword, value) in schema)
        {
            switch (keyword)
            {
                case "$schema" or "then" or "else" or "propertyNames" or "examples" or "default":
                    break;
                case "$ref":
                    // A $ref hides its siblings in older drafts.
                    all.Add((JsonNode)new JsonObject { ["$ref"] = value!.GetValue<string>().Replace("$defs", "definitions", StringComparison.Ordinal) });
                    break;
                case "$defs":
                    result["definitions"] = Members(value!);
                    break;
                case "properties" or "patternProperties":
                    result[keyword] = Members(value!);
                    break;
                case "const":
                    result["enum"] = new JsonArray(value!.DeepClone());
                    break;
                case "if":
                    all.Add((JsonNode)Either(new JsonArray(new JsonObject { ["not"] = Of(value!) }, schema["then"] is { } then ? Of(then) : new JsonObject())));
                    all.Add((JsonNode)Either(new JsonArray(Of(value!), schema["else"] is { } otherwise ? Of(otherwise) : new JsonObject())));
                    break;
                case "dependentRequired":
                    foreach (var (present, needed) in value!.AsObject())
                    {
                        all.Add((JsonNode)Either(new JsonArray(
                            new JsonObject { ["not"] = new JsonObject { ["required"] = new JsonArray(present) } },
                            new JsonObject { ["required"] = needed!.DeepClone() })));
                    }

                    break;
                case "allOf":
                    foreach (var part in value!.AsArray())
                    {
                        all.Add((JsonNode)Of(part!));
                    }

                    break;
                case "pattern":
                    // .NET's $ also matches before a last line break.
                    result[keyword] = value!.GetValue<string>().Replace("$", "(?!\\n)$", StringComparison.Ordinal);
                    break;
                default:
                    result[keyword] = value is JsonObject or JsonArray && keyword is not ("enum" or "required" or "type") ? Of(value) : value?.DeepClone();
                    break;
            }
        }

        if (all.Count > 0)
        {
            result["allOf"] = all;
        }

        return result;
    }

    private static JsonObject Either(JsonArray branches) => new() { ["anyOf"] = branches };

    // A schema `false` allows nothing; NJsonSchema reads it as one that allows all.
    private static JsonObject Members(JsonNode members) => new(members.AsObject().Select(static member => KeyValuePair.Create(
        member.Key,
        (JsonNode?)(member.Value is JsonValue boolean ? boolean.GetValue<bool>() ? new JsonObject() : new JsonObject { ["not"] = new JsonObject() } : Of(member.Value!)))));
}
