using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Commands;

internal static class ConsoleCommand
{
    internal static Command Create(CommandContext context)
    {
        var name = OneDomain();
        var device = new Option<string?>("--device") { Description = "Another console or serial port than the first, by its alias (serial1).", HelpName = "ALIAS" };
        var force = new Option<bool>("--force") { Description = "Take the console from whoever has it open." };
        var command = new TaughtCommand(
            "console",
            "Open a guest's serial console on this terminal, over any connection. Ctrl-] leaves it. Without a terminal, standard input goes to the guest and its output to standard output, until the guest is gone or the command is stopped.",
            new Example("Log in on the serial console", "virt-provision console web01"),
            new Example("On another host", "virt-provision console web01 -c qemu+ssh://root@host/system"),
            new Example("Write down what a guest says", "virt-provision console web01 < /dev/null > web01.log"))
        {
            name,
            device,
            force,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(parse.GetValue(name)!, parse.GetValue(device), parse.GetValue(force), parse, context, cancellationToken));
        return command;
    }

    internal static Argument<string> OneDomain() => new("domain") { Description = "A domain by name, UUID or id.", HelpName = "DOMAIN" };

    private static async Task<int> RunAsync(string name, string? device, bool force, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var presenter = GlobalOptions.PresenterOf(parse, context);
        var findings = new DiagnosticBag();
        if (presenter.IsJson)
        {
            return presenter.Present([CommandLineDiagnostics.ConsoleAsJson()], result: null, ExitCode.Failed);
        }

        var guest = await OpenedGuest.FindAsync(HostConnectors.For(GlobalOptions.ConnectionUri(parse, context)), name, findings, cancellationToken).ConfigureAwait(false);
        if (guest is null)
        {
            return presenter.Present(findings, result: null, ExitCode.Failed);
        }

        await using (guest.ConfigureAwait(false))
        {
            return await guest.OpenConsoleAsync(device, force, findings, cancellationToken).ConfigureAwait(false) is { } stream
                ? await GuestTerminal.ShowAsync(stream, context, cancellationToken).ConfigureAwait(false)
                : presenter.Present(findings, result: null, ExitCode.Failed);
        }
    }
}
