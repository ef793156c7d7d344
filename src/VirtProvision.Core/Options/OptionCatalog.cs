using System.Collections.Concurrent;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Options;

/// <summary>Every option that says something of a domain: virt-install's, with their sub-options from the schemas, which are read when an option is first used.</summary>
public sealed class OptionCatalog
{
    private readonly SchemaCatalog _schemas;
    private readonly Lazy<ImmutableArray<OptionDefinition>> _all;
    private readonly Lazy<Dictionary<string, OptionDefinition>> _bySpelling;
    private readonly ConcurrentDictionary<string, OptionFields> _fields = new(StringComparer.Ordinal);

    public OptionCatalog(SchemaCatalog schemas, string json)
    {
        _schemas = schemas;
        _all = new(() => OptionCatalogReader.Read(json));
        _bySpelling = new(() => All.SelectMany(static option => option.Spellings.Select(spelling => (spelling, option))).ToDictionary(static entry => entry.spelling, static entry => entry.option, StringComparer.Ordinal));
    }

    /// <summary>From the schemas that this assembly carries.</summary>
    public static OptionCatalog Embedded { get; } = new(SchemaCatalog.Embedded, KindFiles.Read("domain/options.json")!);

    public ImmutableArray<OptionDefinition> All => _all.Value;

    /// <summary>By any of its spellings, in full.</summary>
    public OptionDefinition? Find(string spelling) => _bySpelling.Value.GetValueOrDefault(spelling);

    /// <summary>What the option does, in a sentence: its own words, else the schema's for what it makes.</summary>
    public string DescriptionOf(OptionDefinition option) =>
        option.Description
        ?? (option.Instead is { } instead ? $"The same as {instead} {option.Pieces!.Replace("{}", "VALUE", StringComparison.Ordinal)}." : ShapeOf(option).Description ?? "");

    /// <summary>The shape of what the option makes; of one item when it makes items of a list.</summary>
    internal SchemaShape ShapeOf(OptionDefinition option) => ShapeAt(option.Makes!);

    internal SchemaShape Spec => _schemas.SpecOf(ResourceKind.Domain);

    internal OptionFields FieldsOf(OptionDefinition option) => _fields.GetOrAdd(option.Name, static (_, state) => state.Catalog.ReadFields(state.Option), (Catalog: this, Option: option));

    private OptionFields ReadFields(OptionDefinition option)
    {
        var fields = new OptionFields();
        var reader = new OptionFieldReader(option.Name, fields);
        reader.ReadOwn(ShapeOf(option));
        foreach (var also in option.Also)
        {
            if (also is DomainName.Path)
            {
                fields.Add(DomainName.Field(_schemas), ["name"], [], []);
            }
            else
            {
                reader.ReadForeign(ShapeAt(also), OptionPath.Parse(also));
            }
        }

        return fields;
    }

    private SchemaShape ShapeAt(string path)
    {
        if (path is DomainName.Path)
        {
            return DomainName.Field(_schemas).Shape;
        }

        var shape = Spec;
        foreach (var step in OptionPath.Parse(path))
        {
            shape = shape.Member(step.Member) ?? throw new InvalidDataException($"domain/options.json: the schema has no {path}.");
            shape = step.IsList ? shape.Items! : shape;
        }

        return shape;
    }
}
