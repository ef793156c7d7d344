using System.Text.Json;

namespace VirtProvision.Core.Schemas;

/// <summary>A scalar written in a schema: a member of <c>enum</c>, a <c>const</c> or a <c>default</c>.</summary>
public sealed record SchemaLiteral(SchemaType Type, string Text)
{
    /// <summary>Null when the JSON value is an object or an array.</summary>
    public static SchemaLiteral? From(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new(SchemaType.String, value.GetString()!),
        JsonValueKind.True => new(SchemaType.Boolean, "true"),
        JsonValueKind.False => new(SchemaType.Boolean, "false"),
        JsonValueKind.Null => new(SchemaType.Null, "null"),
        JsonValueKind.Number => new(value.TryGetInt64(out _) ? SchemaType.Integer : SchemaType.Number, value.GetRawText()),
        _ => null,
    };

    public override string ToString() => Text;
}
