using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Options;

/// <summary>A sub-option as it is explained to people.</summary>
/// <param name="Names">Its names, the one to use first; <c>[N]</c> where an item's number may stand.</param>
/// <param name="Value">What it takes: the words, or a word for the sort of value.</param>
public sealed record OptionHelpEntry(ImmutableArray<string> Names, string Value, string Description);

/// <summary>What <c>--disk help</c> (or <c>--disk ?</c>) tells: the sub-options of an option, from the schema.</summary>
/// <param name="Positional">The sub-options that leading values without a name are of.</param>
public sealed record OptionHelp(OptionDefinition Option, string Description, ImmutableArray<string> Positional, ImmutableArray<OptionHelpEntry> Entries)
{
    public static bool IsRequest(OptionUse use) => use.Value is "help" or "?";

    public static OptionHelp Of(OptionDefinition option, OptionCatalog? catalog = null)
    {
        catalog ??= OptionCatalog.Embedded;
        var explained = option.Instead is null ? option : catalog.Find(option.Instead)!;
        if (explained.Makes is null || !catalog.ShapeOf(explained).IsObject)
        {
            return new OptionHelp(option, catalog.DescriptionOf(option), [], []);
        }

        var fields = catalog.FieldsOf(explained);
        return new OptionHelp(option, catalog.DescriptionOf(option), explained.Positional,
        [
            .. ShorthandCatalog.Of(explained.Name).Names.Select(static name => new OptionHelpEntry([Numbered(name.Name)], "VALUE", name.Description)),
            .. explained.Meanings.Where(meaning => fields.Find(meaning.Key) is null).Select(static meaning => new OptionHelpEntry([meaning.Key], string.Join('|', meaning.Value.Keys.Order(StringComparer.Ordinal)), "A short word for other sub-options.")),
            .. fields.All.Where(field => field.Names.Any(name => fields.Means(name, field))).Select(field => Entry(field, fields)),
            new OptionHelpEntry(["clearxml"], "yes|no", "Start afresh: what was there already goes."),
        ]);
    }

    private static OptionHelpEntry Entry(OptionField field, OptionFields fields) =>
        new([.. field.Names.Where(name => fields.Means(name, field)).Select(Numbered)], ValueOf(field.Shape), field.Description ?? field.Shape.Description ?? "");

    private static string Numbered(string name) => name.Replace("[]", "[N]", StringComparison.Ordinal);

    private static string ValueOf(SchemaShape shape) =>
        shape.Types is SchemaType.Boolean ? "yes|no"
        : shape.Choices is { IsEmpty: false } choices ? string.Join('|', choices.Select(static choice => choice.Text))
        : shape.Unit is { } unit ? $"AMOUNT ({shape.OptionUnit ?? unit})"
        : shape.PathKind is not null ? "PATH"
        : shape.Types.HasFlag(SchemaType.Integer) && !shape.Types.HasFlag(SchemaType.String) ? "NUMBER"
        : "VALUE";
}
