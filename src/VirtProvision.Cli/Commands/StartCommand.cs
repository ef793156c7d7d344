using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Commands;

internal static class StartCommand
{
    internal static Command Create(CommandContext context)
    {
        var domains = new DomainOptions();
        var paused = new Option<bool>("--paused") { Description = "Let its processors wait until it is resumed." };
        var console = new Option<bool>("--console") { Description = "Show its serial console from the first byte on. Ctrl-] leaves it." };
        var forceBoot = new Option<bool>("--force-boot") { Description = "Boot also where the memory of the last run was kept, and drop that." };
        var command = new TaughtCommand(
            "start",
            "Start domains, several at once. One that runs already is no error.",
            new Example("Start a domain", "virt-provision start web01"),
            new Example("All that are named so", "virt-provision start 'web-*'"),
            new Example("All of a tier, as their specs labelled them", "virt-provision start -l tier=web"),
            new Example("Watch it boot", "virt-provision start web01 --console"))
        {
            paused,
            console,
            forceBoot,
        };
        domains.AddTo(command);
        command.SetAction((parse, cancellationToken) =>
        {
            var start = new StartRun(domains, parse.GetValue(paused), parse.GetValue(forceBoot), parse, context);
            return parse.GetValue(console) ? start.WithConsoleAsync(cancellationToken) : start.RunAsync(cancellationToken);
        });
        return command;
    }

    private sealed class StartRun(DomainOptions domains, bool isPaused, bool forceBoot, ParseResult parse, CommandContext context)
    {
        public Task<int> RunAsync(CancellationToken cancellationToken) =>
            PowerRunner.RunAsync(domains, selection => new PowerRequest(PowerAction.Start, selection) { Paused = isPaused, ForceBoot = forceBoot }, parse, context, cancellationToken);

        /// <summary>Its processors wait until the console is open, so that nothing it says is missed.</summary>
        public async Task<int> WithConsoleAsync(CancellationToken cancellationToken)
        {
            var presenter = GlobalOptions.PresenterOf(parse, context);
            var findings = new DiagnosticBag();
            var selection = domains.Read(parse, findings);
            if (presenter.IsJson)
            {
                findings.Add(CommandLineDiagnostics.ConsoleAsJson());
            }
            else if (selection.Names is not [_])
            {
                findings.Add(CommandLineDiagnostics.OneConsole(selection.Names.Length));
            }

            if (findings.HasErrors)
            {
                return presenter.Present(findings, result: null, ExitCode.Failed);
            }

            var host = HostConnectors.For(GlobalOptions.ConnectionUri(parse, context));
            var guest = await OpenedGuest.FindAsync(host, selection.Names[0], findings, cancellationToken).ConfigureAwait(false);
            if (guest is null)
            {
                return presenter.Present(findings, result: null, ExitCode.Failed);
            }

            await using (guest.ConfigureAwait(false))
            {
                var started = await PowerRunner.PowerAsync(
                    new PowerRequest(PowerAction.Start, selection) { Paused = true, ForceBoot = forceBoot }, parse, context, presenter, cancellationToken).ConfigureAwait(false);
                if (started.HasErrors || started.Outcomes is not [var outcome])
                {
                    return presenter.Present(started.Diagnostics, result: null, PowerRunner.ExitCodeOf(started));
                }

                var stream = await guest.OpenConsoleAsync(device: null, force: false, findings, cancellationToken).ConfigureAwait(false);
                var resumes = outcome.State is PowerState.Done && !isPaused;
                if (resumes && !await guest.ResumeAsync(findings, CancellationToken.None).ConfigureAwait(false) | stream is null)
                {
                    return presenter.Present(findings, new PowerView(started.Outcomes), ExitCode.Failed);
                }

                return stream is null
                    ? presenter.Present(findings, new PowerView(started.Outcomes), ExitCode.Failed)
                    : await GuestTerminal.ShowAsync(stream, context, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
