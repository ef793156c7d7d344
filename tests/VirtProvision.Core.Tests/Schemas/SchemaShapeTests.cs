using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Tests.Schemas;

public sealed class SchemaShapeTests
{
    [Fact]
    public void A_reference_leads_to_another_file_and_what_stands_beside_it_wins()
    {
        var catalog = SchemaFiles.Catalog(
            ("domain/spec.schema.json", """{"properties": {"memory": {"$ref": "../common.schema.json#/$defs/size", "x-unit": "KiB", "description": "Memory."}}}"""),
            ("common.schema.json", """{"$defs": {"size": {"type": "string", "description": "An amount.", "x-unit": "bytes"}}}"""));

        var memory = catalog.ShapeOf("domain/spec.schema.json").Properties["memory"];

        Assert.Equal(("KiB", "Memory.", SchemaType.String), (memory.Unit, memory.Description, memory.Types));
    }

    [Fact]
    public void The_members_of_all_branches_are_members_in_declared_order()
    {
        var shape = SchemaFiles.Shape("""
            {
              "type": "object",
              "properties": {"type": {"type": "string"}, "a": {"type": "string"}},
              "allOf": [{"properties": {"b": {"type": "integer"}}}],
              "oneOf": [{"properties": {"type": {"const": "x"}, "c": {"type": "boolean"}}}, {"properties": {"d": true, "a": false}}],
              "if": {"properties": {"type": {"const": "x"}}},
              "then": {"required": ["c"], "properties": {"a": {"minLength": 2}}}
            }
            """);

        Assert.Equal(["type", "a", "b", "c"], shape.Properties.Keys);
        Assert.Equal(SchemaType.String, shape.Properties["a"].Types);
        Assert.Equal(SchemaType.Object, shape.Types);
    }

    [Fact]
    public void A_choice_has_the_types_of_all_its_branches()
    {
        var shape = SchemaFiles.Shape("""{"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^x"}]}""");

        Assert.Equal(SchemaType.Integer | SchemaType.String, shape.Types);
    }

    [Fact]
    public void A_schema_may_contain_itself()
    {
        var shape = SchemaFiles.Shape("""{"type": "object", "properties": {"backing": {"$ref": "#"}, "list": {"type": "array", "items": {"$ref": "#"}}}}""");

        Assert.Equal(["backing", "list"], shape.Properties["backing"].Properties["list"].Items!.Properties.Keys);
    }

    [Fact]
    public void Annotations_of_ours_are_read()
    {
        var shape = SchemaFiles.Shape("""
            {"type": "object", "x-positional": "volume", "properties": {
              "volume": {"type": "string", "x-reference": {"kind": "StorageVolume", "pool": "pool"}, "x-aliases": ["vol"]},
              "share": {"type": "boolean", "x-boolean": "yes-no", "default": false},
              "password": {"type": "string", "x-secret": true},
              "running": {"type": "boolean", "x-xml-ignore": true},
              "mode": {"enum": ["a", "b"]}}}
            """);

        Assert.Equal("volume", shape.Positional);
        Assert.Equal(new SchemaReference("StorageVolume", "pool"), shape.Properties["volume"].Reference);
        Assert.Equal(["vol"], shape.Properties["volume"].Aliases.ToArray());
        Assert.Equal("yes-no", shape.Properties["share"].BooleanStyle);
        Assert.Equal("false", shape.Properties["share"].Default!.Text);
        Assert.True(shape.Properties["password"].IsSecret);
        Assert.True(shape.Properties["running"].IgnoredInXml);
        Assert.Equal(["a", "b"], shape.Properties["mode"].Choices.Select(value => value.Text));
    }

    [Theory]
    [InlineData("""{"unevaluatedProperties": false}""", "unevaluatedProperties")]
    [InlineData("""{"properties": {"a": {"contains": {}}}}""", "test.schema.json#/properties/a/contains")]
    [InlineData("""{"format": "email"}""", "email")]
    [InlineData("""{"x-unit": "furlong"}""", "furlong")]
    [InlineData("""{"type": "text"}""", "text")]
    [InlineData("""{"then": {}}""", "if")]
    [InlineData("""{"properties": {"a": true, "a": true}}""", "twice")]
    [InlineData("""[]""", "object")]
    [InlineData("""{"minItems": "2"}""", "test.schema.json")]
    [InlineData("""{"type": """, "test.schema.json")]
    public void What_the_evaluator_does_not_know_does_not_load(string json, string named)
    {
        var exception = Assert.Throws<SchemaLoadException>(() => SchemaFiles.Shape(json));

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_to_nothing_says_so_when_it_is_followed()
    {
        var shape = () => SchemaFiles.Shape("""{"properties": {"a": {"$ref": "nowhere.json#/x"}}}""").Properties["a"];

        Assert.Contains("nowhere.json", Assert.Throws<SchemaLoadException>(shape).Message, StringComparison.Ordinal);
    }
}
