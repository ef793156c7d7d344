using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Cli.Terminal;

/// <summary>The findings about the command line itself.</summary>
internal static class CommandLineDiagnostics
{
    public static Diagnostic UnknownCommand(string name, string command, string? nearest) => Error("VP9001", null,
        summary: "Unknown command",
        detail: $"\"{name}\" is not a command.{Nearest.DidYouMean(nearest)} \"{command} --help\" lists them.");

    public static Diagnostic UnknownOption(string name, string command, string? nearest) => Error("VP9002", null,
        summary: "Unknown option",
        detail: $"\"{name}\" is not an option here.{Nearest.DidYouMean(nearest)} \"{command} --help\" lists them; a file of that name is written ./{name}.");

    public static Diagnostic MissingArgument(string argument, string command) => Error("VP9003", null,
        summary: "Missing argument",
        detail: $"\"{command}\" needs {argument}. \"{command} --help\" shows examples.");

    public static Diagnostic MissingCommand() => Error("VP9004", null,
        summary: "Missing command",
        detail: "Say what to do, such as \"virt-provision plan specs/\". \"virt-provision --help\" lists the commands.");

    public static Diagnostic BadUsage(string message, string command) => Error("VP9005", null,
        summary: "Wrong usage",
        detail: $"{message} \"{command} --help\" shows how.");

    public static Diagnostic StrayWord(string word, string command) => Error("VP9013", null,
        summary: "Word that belongs to nothing",
        detail: $"\"{word}\" stands alone, and \"{command}\" takes nothing but options. A value with spaces needs quotes; a forgotten option name stands before its value.");

    public static Diagnostic BadValue(string option, string value, string expected) => Error("VP9006", null,
        summary: "Wrong value of an option",
        detail: $"{option} can't be \"{value}\": {expected}");

    public static Diagnostic NotConfirmed() => Error("VP9007", null,
        summary: "Not confirmed",
        detail: "Nothing was changed: the plan needs a yes, and standard input is no terminal to ask on. Run it again with --yes.");

    public static Diagnostic Declined() => Error("VP9008", null,
        summary: "Declined",
        detail: "Nothing was changed.");

    public static Diagnostic UnknownKind(string name, string? nearest) => Error("VP9010", null,
        summary: "Unknown kind",
        detail: $"There is no kind \"{name}\".{Nearest.DidYouMean(nearest)} \"virt-provision schema --help\" lists them.");

    public static Diagnostic NoSuchStep(string step, int steps) => Error("VP9011", null,
        summary: "No such step",
        detail: $"The installation does not have XML step {step}: {(steps is 1 ? "its only step is 1, since the first start is like all later ones" : "it has 1 (the first start) and 2 (all later ones), or all")}.");

    public static Diagnostic InstallTookLonger(string name, TimeSpan limit) => Error("VP9012", null,
        summary: "Time limit passed",
        detail: $"The installation of \"{name}\" has exceeded the specified time limit of {limit.TotalMinutes:0} minutes. The guest goes on; --wait without a number waits as long as it takes.");

    public static Diagnostic LeftInstallation(string name, bool isOff) => Error("VP9014", null,
        summary: "Interrupted",
        detail: isOff ? $"The wait was stopped, and \"{name}\" switched off as --destroy-on-exit says; it stays defined." : $"The wait was stopped. \"{name}\" goes on; \"virsh console {name}\" shows it.");

    public static Diagnostic Exclusive(string option, string other) => Error("VP9015", null,
        summary: "Options that exclude each other",
        detail: $"{option} and {other} say the same thing in two ways. Give one of them.");

    public static Diagnostic NotAllSeen(ImmutableArray<string> unseen) => Error("VP9030", null,
        summary: "Not everything could be looked into",
        detail: $"What stands on the images is not known for sure: {string.Join("; ", unseen.Take(3))}{(unseen.Length > 3 ? $"; and {unseen.Length - 3} more" : "")}. Nothing was removed. Start the pools, or go on with --force.");

    public static Diagnostic NoDomainNamed(string command) => Error("VP9040", null,
        summary: "No domain named",
        detail: $"Say which domains \"{command}\" is for: names, patterns such as 'web*', or -l LABELS. '*' is all.");

    public static Diagnostic ConsoleAsJson() => Error("VP9041", null,
        summary: "A console is no JSON",
        detail: "A console is bytes both ways, of which no document can be made. Leave -o json out.");

    public static Diagnostic OneConsole(int domains) => Error("VP9042", null,
        summary: "One console at a time",
        detail: $"--console shows one guest, and {domains} are meant.");

    public static Diagnostic FileExists(string path) => Error("VP9043", null,
        summary: "The file exists",
        detail: $"{path} is there already and was left as it is. Name another with -f, or overwrite it with --force.");

    public static Diagnostic CannotWriteFile(string path, string why) => Error("VP9044", null,
        summary: "The file can't be written",
        detail: $"{path}: {why}");

    public static Diagnostic PictureToTerminal() => Error("VP9045", null,
        summary: "A picture is no text",
        detail: "-f - writes the picture's bytes, and standard output is a terminal. Redirect it, or name a file.");

    public static Diagnostic TunnelFailed(string command, string why) => Error("VP9046", null,
        summary: "No tunnel",
        detail: $"\"{command}\" brought no tunnel about: {why}");

    public static Diagnostic ViewerFailed(string command, string why) => Error("VP9047", null,
        summary: "The viewer does not start",
        detail: $"\"{command}\" failed: {why} --print shows where to connect.");

    public static Diagnostic TooFewEvents(int heard, int wanted, int seconds) => Error("VP9048", null,
        summary: "Fewer events than asked for",
        detail: $"{heard} of {wanted} had come after {seconds} s.");

    public static Diagnostic HostOnlyDisplay(string domain) => Error("VP9049", null,
        summary: "The screen is shown to its host only",
        detail: $"\"{domain}\" listens where only programs of its host get to, and this connection brings no tunnel there. Connect by qemu+ssh, or let its graphics listen on another address.");

    public static Diagnostic Interrupted() => Error("VP9009", null,
        summary: "Interrupted",
        detail: "The run was stopped. Nothing was changed.");

    public static Diagnostic Internal(Exception exception, bool verbose) => Error("VP9099", null,
        summary: "Internal error",
        detail: $"This is a fault of virt-provision, not of your specs: {exception.GetType().Name}: {exception.Message} "
            + (verbose ? exception.ToString() : "Please report it, with the output of the same command run with VIRT_PROVISION_DEBUG=1 set."));
}
