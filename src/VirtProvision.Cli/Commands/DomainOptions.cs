using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Editing;

namespace VirtProvision.Cli.Commands;

/// <summary>How commands that do something with domains are told which.</summary>
internal sealed class DomainOptions
{
    public Argument<string[]> Names { get; } = new("domain")
    {
        Description = "Names, UUIDs or ids of domains, or patterns such as 'web*'.",
        Arity = ArgumentArity.ZeroOrMore,
        HelpName = "DOMAIN",
    };

    public Option<string?> Labels { get; } = LabelsOption("Only domains whose specs gave them these labels: tier=web,env!=test. Without DOMAIN, of all domains of the host.");

    public static Option<string?> LabelsOption(string description) => new("--selector", "-l")
    {
        Description = description,
        HelpName = "LABELS",
    };

    public void AddTo(Command command)
    {
        command.Add(Names);
        command.Add(Labels);
    }

    /// <summary>What was typed; the bag says when it names nothing or can't be read.</summary>
    public DomainSelection Read(ParseResult parse, DiagnosticBag diagnostics)
    {
        ImmutableArray<string> names = [.. parse.GetValue(Names) ?? []];
        var labels = LabelsOf(parse.GetValue(Labels), diagnostics);
        if (names.IsEmpty && labels.Requirements.IsEmpty && !diagnostics.HasErrors)
        {
            diagnostics.Add(CommandLineDiagnostics.NoDomainNamed(parse.CommandResult.Command.Name));
        }

        return new DomainSelection(names, All: names.IsEmpty) { Labels = labels };
    }

    public static LabelSelector LabelsOf(string? text, DiagnosticBag diagnostics)
    {
        if (text is null)
        {
            return LabelSelector.Everything;
        }

        if (LabelSelector.Parse(text) is { } labels)
        {
            return labels;
        }

        diagnostics.Add(XmlDiagnostics.WrongLabels(text));
        return LabelSelector.Everything;
    }
}
