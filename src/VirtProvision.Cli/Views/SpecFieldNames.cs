using VirtProvision.Core.Documents;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Xml;

namespace VirtProvision.Cli.Views;

/// <summary>Names fields by the map that the templates give when they are read backwards.</summary>
internal sealed class SpecFieldNames(TemplateRenderer templates, SchemaCatalog schemas, ResourceGraph graph) : IFieldNames
{
    private readonly Lazy<Dictionary<ResourceId, MappingNode>> _specs = new(() => graph.Resources.ToDictionary(static resource => resource.Id, static resource => resource.Spec));

    public string NameOf(ResourceId id, XmlPath path) =>
        templates.MapOf(id.Kind).SpecPathOf(path, _specs.Value.GetValueOrDefault(id)) is { } name ? Shorten(name, schemas.SpecOf(id.Kind)) : path.ToString();

    // "memory.memory" is written "memory: 2GiB" in a spec: where a mapping has a shorthand, its name is enough.
    private static string Shorten(string name, SchemaShape spec)
    {
        var end = name.LastIndexOf('.');
        if (end < 0 || name[end - 1] is ']')
        {
            return name;
        }

        SchemaShape? shape = spec;
        foreach (var step in SpecPath.Parse(name[..end]).Steps)
        {
            shape = shape?.Properties.GetValueOrDefault(step.Name);
            shape = step.Key is null ? shape : shape?.Items ?? shape?.AdditionalProperties;
        }

        return shape?.Positional == name[(end + 1)..] ? name[..end] : name;
    }
}
