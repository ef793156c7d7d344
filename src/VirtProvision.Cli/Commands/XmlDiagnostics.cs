using VirtProvision.Core.Diagnostics;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Cli.Commands;

/// <summary>What can be wrong with the words of the xml command. Codes 92xx.</summary>
internal static class XmlDiagnostics
{
    public static Diagnostic NoAction() => Error("VP9201", null,
        summary: "No action",
        detail: "One of --edit, --add-device, --remove-device, --build-xml must be specified. \"virt-provision xml --help\" shows examples.");

    public static Diagnostic NoChange(string action) => Error("VP9202", null,
        summary: "No change",
        detail: $"No change specified. {action} is followed by the option that says what, such as {action} {(action is "--edit" ? "--memory 2048" : "--disk target=vdb")}.");

    public static Diagnostic ManyChanges(string action, IEnumerable<string> options) => Error("VP9203", null,
        summary: "More than one change for one action",
        detail: $"Only one change operation may be specified for each action: this {action} has {string.Join(" and ", options)}. Repeat {action} before each of them.");

    public static Diagnostic Conflict(string action, string other) => Error("VP9204", null,
        summary: "Actions that conflict",
        detail: $"Conflicting options {action}, {other}: nothing says what {action} is to change. Each action is followed by its own option.");

    public static Diagnostic BeforeActions(string option) => Error("VP9205", null,
        summary: "Option that belongs to no action",
        detail: $"{option} stands before all actions. With several actions each is followed by its own option.");

    public static Diagnostic CannotUse(string action, string option) => Error("VP9206", null,
        summary: "Option that the action does not take",
        detail: $"Cannot use {action} with {option}: it is no device of which there can be several. Use --edit.");

    public static Diagnostic OnlyAlone(string action) => Error("VP9207", null,
        summary: "Action that stands alone",
        detail: $"{action} builds XML and edits no domain. It cannot be combined with other actions.");

    public static Diagnostic NotTogether(string option, string other) => Error("VP9208", null,
        summary: "Options that exclude each other",
        detail: $"Cannot use {option} with {other}.");

    public static Diagnostic NotWithInput(string option) => Error("VP9209", null,
        summary: "Option that needs a domain",
        detail: $"Can't use {option} with stdin: the XML comes from standard input, and no domain is named.");

    public static Diagnostic NoDomain() => Error("VP9210", null,
        summary: "No domain",
        detail: "A domain must be specified: its name, UUID or id, a pattern such as 'web*', --all, or XML on standard input.");

    public static Diagnostic NoInputXml(string why) => Error("VP9211", null,
        summary: "Standard input is not XML",
        detail: $"A domain must be specified, or its XML given on standard input. What is there cannot be read: {why}");

    public static Diagnostic NotADomain(string root) => Error("VP9212", null,
        summary: "Standard input is not a domain",
        detail: $"The XML on standard input is a <{root}>, and must be a <domain>.");

    public static Diagnostic NoSystem(string action) => Error("VP9213", null,
        summary: "Option that the action does not take",
        detail: $"--osinfo/--os-variant is not supported with {action}: it decides the defaults of new devices. To write a domain's system down, use --edit --metadata os_name=NAME.");

    public static Diagnostic NeedsSelector(string action, string option) => Error("VP9215", null,
        summary: "Nothing says which",
        detail: $"{action} {option} needs to know which: a number from 1, all, or what it is like, such as --disk target=vdb.");

    public static Diagnostic WrongLabels(string labels) => Error("VP9214", null,
        summary: "Not a choice of labels",
        detail: $"\"{labels}\" can't be read. Write tier=web, env!=test, owner (has it) or !owner (has it not), several with commas.");

    public static Diagnostic NoAnswer() => Error("VP9216", null,
        summary: "Not confirmed",
        detail: "--confirm asks, and with -o json nobody can be asked. Leave one of them out.");
}
