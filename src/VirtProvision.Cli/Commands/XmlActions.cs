using System.CommandLine;
using System.CommandLine.Parsing;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Editing;
using VirtProvision.Core.Options;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Editing;

namespace VirtProvision.Cli.Commands;

/// <summary>The actions of a command line in their order, each with the options that belong to it.</summary>
/// <param name="Builds">XML is built, and no domain edited.</param>
internal sealed record XmlActions(ImmutableArray<RequestedEdit> Edits, bool Builds)
{
    /// <summary>What is asked of a single device; every finding at once.</summary>
    public static XmlActions Read(ParseResult parse, XmlOptions options, DiagnosticBag diagnostics)
    {
        var words = new XmlWords(parse, options).ToArray();
        XmlWord[] actions = [.. words.Where(static word => word.Kind is XmlWordKind.Action)];
        if (Misspelt(words, options, diagnostics))
        {
            return new XmlActions([], Builds: false);
        }

        var builds = actions.Any(static action => action.Name is "--build-xml");
        if (actions is [])
        {
            diagnostics.Add(XmlDiagnostics.NoAction());
            return new XmlActions([], builds);
        }

        if (builds && actions.Length > 1)
        {
            diagnostics.Add(XmlDiagnostics.OnlyAlone("--build-xml"));
            return new XmlActions([], builds);
        }

        var edits = ImmutableArray.CreateBuilder<RequestedEdit>();
        foreach (var (action, own) in Grouped(words, actions, diagnostics))
        {
            Add(action, own, actions, edits, diagnostics);
        }

        return new XmlActions(edits.ToImmutable(), builds);
    }

    /// <summary>An action that may take a value takes an option that nobody knows for it.</summary>
    private static bool Misspelt(XmlWord[] words, XmlOptions options, DiagnosticBag diagnostics)
    {
        var names = options.Everything.Select(static option => option.Name).Concat(OptionCatalog.Embedded.All.Where(static option => XmlCommand.Vocabulary(option) is not null).Select(static option => option.Name)).ToArray();
        foreach (var word in words.Where(static word => word.Kind is not XmlWordKind.Vocabulary).Select(static word => word.Value).OfType<string>().Where(static value => value.StartsWith("--", StringComparison.Ordinal)))
        {
            diagnostics.Add(CommandLineDiagnostics.UnknownOption(word, $"{RootCommands.Program} {XmlCommand.Name}", Nearest.To(word, names)));
        }

        return diagnostics.HasErrors;
    }

    /// <summary>A single action has all options, wherever they stand; of several each has those behind it.</summary>
    private static IEnumerable<(XmlWord Action, XmlWord[] Own)> Grouped(XmlWord[] words, XmlWord[] actions, DiagnosticBag diagnostics)
    {
        if (actions is [var only])
        {
            return [(only, [.. words.Where(static word => word.Kind is not XmlWordKind.Action)])];
        }

        foreach (var stray in words.TakeWhile(static word => word.Kind is not XmlWordKind.Action))
        {
            diagnostics.Add(XmlDiagnostics.BeforeActions(stray.Name));
        }

        return actions.Select(action => (action, words.SkipWhile(word => word != action).Skip(1).TakeWhile(static word => word.Kind is not XmlWordKind.Action).ToArray()));
    }

    private static void Add(XmlWord action, XmlWord[] own, XmlWord[] actions, ImmutableArray<RequestedEdit>.Builder edits, DiagnosticBag diagnostics)
    {
        string[] names = [.. own.Select(static word => word.Name).Distinct()];
        if (names is [])
        {
            diagnostics.Add(actions is [_] ? XmlDiagnostics.NoChange(action.Name) : XmlDiagnostics.Conflict(action.Name, actions.First(other => other != action).Name));
        }
        else if (names.Length > 1)
        {
            diagnostics.Add(XmlDiagnostics.ManyChanges(action.Name, names));
        }
        else if (own[0].Kind is XmlWordKind.Conversion)
        {
            if (action.Name is "--edit")
            {
                edits.Add(new RequestedEdit(names[0] is "--convert-to-q35" ? EditAction.ConvertToQ35 : EditAction.ConvertToVnc, names[0], own[^1].Value, []));
            }
            else
            {
                diagnostics.Add(XmlDiagnostics.NotTogether(action.Name, names[0]));
            }
        }
        else
        {
            Check(action, own, diagnostics);
            edits.Add(new RequestedEdit(KindOf(action), action.Name, action.Value, [.. own.Select(static word => new OptionUse(word.Name, word.Value))]));
        }
    }

    private static void Check(XmlWord action, XmlWord[] own, DiagnosticBag diagnostics)
    {
        var option = own[0].Name;
        var isItem = EditPlace.Of(OptionCatalog.Embedded.Find(option)!, TemplateRenderer.Embedded).IsItem;
        if (action.Name is "--add-device" or "--remove-device" && !isItem)
        {
            diagnostics.Add(XmlDiagnostics.CannotUse(action.Name, option));
        }
        else if (action.Name is "--build-xml" && option is "--xml")
        {
            diagnostics.Add(XmlDiagnostics.NotTogether(action.Name, option));
        }
        else if (action.Name is "--remove-device" && own.Any(static word => word.Value is null or ""))
        {
            diagnostics.Add(XmlDiagnostics.NeedsSelector(action.Name, option));
        }
    }

    private static EditAction KindOf(XmlWord action) => action.Name switch
    {
        "--edit" => EditAction.Edit,
        "--remove-device" => EditAction.Remove,
        _ => EditAction.Add,
    };
}
