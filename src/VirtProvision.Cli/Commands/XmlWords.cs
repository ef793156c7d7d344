using System.Collections;
using System.CommandLine;
using System.CommandLine.Parsing;
using VirtProvision.Core.Options;

namespace VirtProvision.Cli.Commands;

internal enum XmlWordKind
{
    Action,
    Conversion,
    Vocabulary,
}

/// <summary>An option of the command line that says what is done.</summary>
/// <param name="Name">In full, whatever spelling was typed.</param>
internal sealed record XmlWord(XmlWordKind Kind, string Name, string? Value, int Position);

/// <summary>The options that say what is done, in the order in which they were typed: the library keeps those of each option together.</summary>
internal sealed class XmlWords(ParseResult parse, XmlOptions options) : IEnumerable<XmlWord>
{
    public IEnumerator<XmlWord> GetEnumerator()
    {
        var tokens = parse.Tokens;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Type is TokenType.DoubleDash)
            {
                yield break;
            }

            if (tokens[i].Type is TokenType.Option && KindOf(tokens[i].Value) is var (kind, name, takesValue))
            {
                yield return new XmlWord(kind, name, takesValue && i + 1 < tokens.Count && tokens[i + 1].Type is TokenType.Argument ? tokens[i + 1].Value : null, i);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private (XmlWordKind Kind, string Name, bool TakesValue)? KindOf(string word) => word switch
    {
        _ when word == options.Edit.Name => (XmlWordKind.Action, word, true),
        _ when word == options.AddDevice.Name || word == options.RemoveDevice.Name || word == options.BuildXml.Name => (XmlWordKind.Action, word, false),
        _ when word == options.ConvertToQ35.Name || word == options.ConvertToVnc.Name => (XmlWordKind.Conversion, word, true),
        _ when XmlCommand.Vocabulary(OptionCatalog.Embedded.Find(word)) is { } definition => (XmlWordKind.Vocabulary, definition.Name, definition.Arity is not OptionArity.None),
        _ => null,
    };
}
