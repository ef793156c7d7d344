using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Libvirt.Transports;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Commands;

internal static class ViewerCommand
{
    internal static Command Create(CommandContext context)
    {
        var name = ConsoleCommand.OneDomain();
        var print = new Option<bool>("--print") { Description = "Only print where to connect, and by which tunnel." };
        var command = new TaughtCommand(
            "viewer",
            "Show a guest's screen in remote-viewer, through a tunnel of the system's ssh where the host is another. Without a viewer or a display, print where to connect.",
            new Example("Show the screen", "virt-provision viewer web01"),
            new Example("Where to connect, for another viewer", "virt-provision viewer web01 --print -c qemu+ssh://root@host/system"))
        {
            name,
            print,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(parse.GetValue(name)!, parse.GetValue(print), parse, context, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string name, bool isPrinted, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var presenter = GlobalOptions.PresenterOf(parse, context);
        var findings = new DiagnosticBag();
        var host = HostConnectors.For(GlobalOptions.ConnectionUri(parse, context));
        if (await OpenedGuest.FindAsync(host, name, findings, cancellationToken).ConfigureAwait(false) is not { } guest)
        {
            return presenter.Present(findings, result: null, ExitCode.Failed);
        }

        GraphicsDisplay? display;
        await using (guest.ConfigureAwait(false))
        {
            display = await guest.FindDisplayAsync(findings, cancellationToken).ConfigureAwait(false);
        }

        if (display is null)
        {
            return presenter.Present(findings, result: null, ExitCode.Failed);
        }

        if (ViewerRoute.Of(LibvirtUri.Parse(host.Uri), display, ViewerProgram.FreePort()) is not { } route)
        {
            return presenter.Present([CommandLineDiagnostics.HostOnlyDisplay(guest.Domain.Name)], result: null, ExitCode.Failed);
        }

        var program = isPrinted || presenter.IsJson ? null : ViewerProgram.Find(context);
        if (program is null)
        {
            return presenter.Present([], new ViewerView(guest.Domain.Name, display, route), ExitCode.Done);
        }

        var failure = await program.ShowAsync(route, cancellationToken).ConfigureAwait(false);
        return presenter.Present(failure is null ? [] : [failure], result: null, failure is null ? ExitCode.Done : ExitCode.Failed);
    }
}
