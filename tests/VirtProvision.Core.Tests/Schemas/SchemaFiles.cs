using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Tests.Schemas;

/// <summary>Small schemas for tests of the engine: name and text by turns.</summary>
internal static class SchemaFiles
{
    public static SchemaCatalog Catalog(params (string Path, string Json)[] files) =>
        new(path => files.FirstOrDefault(file => file.Path == path).Json);

    public static SchemaShape Shape(string json) => Catalog(("test.schema.json", json)).ShapeOf("test.schema.json");
}
