using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Schemas;

/// <summary>One self-contained JSON Schema for whole documents, in draft 2020-12's own words: for editors and any validator.</summary>
public static class SchemaBundle
{
    private static readonly JsonWriterOptions s_format = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>For documents of one kind.</summary>
    public static string For(ResourceKind kind, SchemaCatalog? schemas = null)
    {
        var catalog = schemas ?? SchemaCatalog.Embedded;
        var bundler = new SchemaBundler(catalog);
        var document = bundler.Inline("envelope.schema.json");
        document["title"] = kind.Name;
        var properties = document["properties"]!.AsObject();
        properties["kind"]!["const"] = kind.Name;
        properties["spec"] = bundler.Reference(SpecFile(kind));
        RequireSpec(document, kind, catalog);
        return Write(document, bundler);
    }

    /// <summary>For documents of any kind, by their <c>kind</c>.</summary>
    public static string ForAll(SchemaCatalog? schemas = null)
    {
        var catalog = schemas ?? SchemaCatalog.Embedded;
        var bundler = new SchemaBundler(catalog);
        var document = bundler.Inline("envelope.schema.json");
        document["properties"]!["kind"]!["enum"] = new JsonArray([.. ResourceKind.OfDocuments.Select(static kind => JsonValue.Create(kind.Name))]);
        var choices = new JsonArray();
        foreach (var kind in ResourceKind.OfDocuments)
        {
            var then = new JsonObject { ["properties"] = new JsonObject { ["spec"] = bundler.Reference(SpecFile(kind)) } };
            RequireSpec(then, kind, catalog);
            choices.Add((JsonNode)new JsonObject
            {
                ["if"] = new JsonObject { ["properties"] = new JsonObject { ["kind"] = new JsonObject { ["const"] = kind.Name } }, ["required"] = new JsonArray("kind") },
                ["then"] = then,
            });
        }

        document["allOf"] = choices;
        return Write(document, bundler);
    }

    private static string SpecFile(ResourceKind kind) => $"{kind.Folder}/spec.schema.json";

    // A missing spec is an empty one, which some kinds cannot be.
    private static void RequireSpec(JsonObject document, ResourceKind kind, SchemaCatalog catalog)
    {
        if (!SchemaValidator.IsValid(MappingNode.Empty(new SourceFile("", "").Start), catalog.SpecOf(kind)))
        {
            var required = document["required"] as JsonArray ?? [];
            required.Add((JsonNode)"spec");
            document["required"] = required;
        }
    }

    private static string Write(JsonObject document, SchemaBundler bundler)
    {
        document.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        document["$defs"] = bundler.Definitions();
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_format))
        {
            document.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
