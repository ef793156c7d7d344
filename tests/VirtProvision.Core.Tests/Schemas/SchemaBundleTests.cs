using System.Text.Json.Nodes;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Tests.Schemas;

public sealed class SchemaBundleTests
{
    private static readonly SchemaCatalog s_schemas = SchemaFiles.Catalog(
        ("envelope.schema.json", """{"type": "object", "required": ["kind"], "properties": {"kind": {"description": "Its kind."}, "spec": {}}}"""),
        ("common.schema.json", """{"$defs": {"size": {"type": "string", "x-unit": "KiB"}, "unused": {}}}"""),
        ("storage-pool/spec.schema.json", """
            {"type": "object", "required": ["memory"], "properties": {"memory": {"description": "Memory.", "type": "object", "x-positional": "memory", "properties": {
              "memory": {"$ref": "../common.schema.json#/$defs/size", "description": "How much."}}}}}
            """));

    private static readonly JsonNode s_bundle = JsonNode.Parse(SchemaBundle.For(ResourceKind.StoragePool, s_schemas))!;

    [Fact]
    public void Every_reference_is_inside() => Assert.Equal(
        ["common.size", "storage-pool.spec", "storage-pool.spec.properties.memory.properties.memory"],
        s_bundle["$defs"]!.AsObject().Select(static definition => definition.Key));

    [Fact]
    public void A_shorthand_is_said_as_a_choice_with_the_description_outside()
    {
        var memory = s_bundle["$defs"]!["storage-pool.spec"]!["properties"]!["memory"]!;

        Assert.Equal("Memory.", memory["description"]!.GetValue<string>());
        Assert.Equal("object", memory["anyOf"]![0]!["type"]!.GetValue<string>());
        Assert.Equal("#/$defs/storage-pool.spec.properties.memory.properties.memory", memory["anyOf"]![1]!["$ref"]!.GetValue<string>());
    }

    [Fact]
    public void The_kind_is_fixed_and_a_spec_that_cannot_be_empty_is_required()
    {
        Assert.Equal("StoragePool", s_bundle["properties"]!["kind"]!["const"]!.GetValue<string>());
        Assert.Equal(["kind", "spec"], s_bundle["required"]!.AsArray().Select(static name => name!.GetValue<string>()));
    }

    [Fact]
    public void Nothing_of_our_own_words_is_left()
    {
        foreach (var text in ResourceKind.OfDocuments.Select(static kind => SchemaBundle.For(kind)).Append(SchemaBundle.ForAll()))
        {
            Assert.DoesNotContain("\"x-", text, StringComparison.Ordinal);
            Assert.DoesNotContain(".json", JsonNode.Parse(text)!["$defs"]!.ToJsonString().Replace("nvram.json", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }
}
