using System.CommandLine;
using VirtProvision.Core.Options;

namespace VirtProvision.Cli.Commands;

/// <summary>The options that say what a domain shall be, as the catalogue of the spec's vocabulary has them.</summary>
internal sealed class VocabularyOptions
{
    private readonly ImmutableArray<(OptionDefinition Definition, Option<string[]> Option)> _options;

    /// <param name="explains">Whether help was asked for: what an option does is read out of the schemas.</param>
    /// <param name="has">Which options the command has; null for all.</param>
    public VocabularyOptions(OptionCatalog catalog, bool explains, Func<OptionDefinition, bool>? has = null) =>
        _options = [.. catalog.All.Where(definition => has?.Invoke(definition) is not false).Select(definition => (definition, Make(definition, explains ? FirstSentence(catalog.DescriptionOf(definition)) : null)))];

    public IEnumerable<Option> All => _options.Select(static pair => pair.Option);

    /// <summary>What was said, option by option, in the order in which each option was repeated.</summary>
    public IEnumerable<OptionUse> Read(ParseResult parse)
    {
        foreach (var (definition, option) in _options)
        {
            if (parse.GetResult(option) is not { Implicit: false } result)
            {
                continue;
            }

            foreach (var token in result.Tokens)
            {
                yield return new OptionUse(definition.Name, token.Value);
            }

            // Those that stand alone, and those that may and did.
            for (var bare = result.IdentifierTokenCount - result.Tokens.Count; bare > 0; bare--)
            {
                yield return new OptionUse(definition.Name, null);
            }
        }
    }

    private static string FirstSentence(string text) => text.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end ? text[..(end + 1)] : text;

    private static Option<string[]> Make(OptionDefinition definition, string? description) => new(definition.Name, [.. definition.Spellings.Skip(1)])
    {
        Description = description,
        HelpName = definition.Arity is OptionArity.None ? null : definition.Arity is OptionArity.Optional ? "[VALUE]" : "VALUE",
        Hidden = definition.IsLegacy,
        Arity = definition.Arity switch
        {
            OptionArity.None => ArgumentArity.Zero,
            OptionArity.Optional => ArgumentArity.ZeroOrMore,
            _ => ArgumentArity.OneOrMore,
        },
    };
}
