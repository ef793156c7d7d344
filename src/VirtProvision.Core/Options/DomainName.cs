using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Options;

/// <summary>The domain's name: a field for options, but in a document it stands beside the spec.</summary>
internal static class DomainName
{
    public const string Path = "@name";

    public static OptionField Field(SchemaCatalog schemas) => new(
        [new FieldStep(Path, IsList: false)],
        IsAbsolute: true,
        schemas.ShapeOf("common.schema.json", "/$defs/resourceName"),
        "Name of the domain.",
        ["name"]);
}
