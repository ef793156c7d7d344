using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;

namespace VirtProvision.Cli.Commands;

/// <summary>The options that every command has.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> Connect = new("--connect", "-c")
    {
        Description = "The host. Default: LIBVIRT_DEFAULT_URI, else qemu:///system for root and qemu:///session for others.",
        HelpName = "URI",
        Recursive = true,
    };

    public static readonly Option<OutputFormat> Output = new("--output", "-o")
    {
        Description = "text, or json: one document on standard output with the result and every diagnostic.",
        HelpName = "text|json",
        Recursive = true,
        CustomParser = static result => OptionValues.Choice(result, ("text", OutputFormat.Text), ("json", OutputFormat.Json)),
    };

    public static Presenter PresenterOf(ParseResult parse, CommandContext context)
    {
        var output = parse.GetResult(Output);
        var format = output is null || output.Errors.Any() ? OutputFormat.Text : parse.GetValue(Output);
        return new Presenter(context, format, TaughtCommand.PathOf(parse.CommandResult.Command));
    }

    /// <summary>Whether a host was named, for commands that need none: without one the same specs give the same everywhere.</summary>
    public static bool NamesHost(ParseResult parse, HostOptions hosts) => parse.GetValue(Connect) is not null || parse.GetValue(hosts.Only) is [_, ..];

    /// <summary>The same choice that virsh makes; nothing is what libvirt.conf says, or the hypervisor of this machine.</summary>
    public static string ConnectionUri(ParseResult parse, CommandContext context) => parse.GetValue(Connect) ?? context.Environment("LIBVIRT_DEFAULT_URI") ?? "";
}
