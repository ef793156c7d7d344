using System.Text.Json;
using VirtProvision.Core.Documents;

namespace VirtProvision.Cli.Views;

/// <summary>A part of a spec as JSON.</summary>
internal static class SpecJson
{
    public static void Write(DocumentNode? node, Utf8JsonWriter json)
    {
        switch (node)
        {
            case ScalarNode { Kind: ScalarKind.Boolean } flag:
                json.WriteBooleanValue(flag.IsTrue);
                break;
            case ScalarNode { Kind: ScalarKind.Integer } number when number.TryGetInteger(out var value):
                json.WriteNumberValue(value);
                break;
            case ScalarNode { IsNull: false } scalar:
                json.WriteStringValue(scalar.Text);
                break;
            case SequenceNode list:
                json.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(item, json);
                }

                json.WriteEndArray();
                break;
            case MappingNode mapping:
                json.WriteStartObject();
                foreach (var entry in mapping.Entries)
                {
                    json.WritePropertyName(entry.Key.Text);
                    Write(entry.Value, json);
                }

                json.WriteEndObject();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
