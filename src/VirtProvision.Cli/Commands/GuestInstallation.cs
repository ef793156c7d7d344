using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Cli.Commands;

/// <summary>Carries an installation out and stays with the guest as long as the user wants to: on its console, or waiting for its end.</summary>
internal sealed class GuestInstallation(
    Installation installation, PreparedInstallation prepared, IHostConnector host, IFieldNames names, InstallOptions options, ParseResult parse, CommandContext context, Presenter presenter)
{
    private readonly string _name = prepared.Domain!.Domain.Id.Name;
    private readonly bool _isQuiet = parse.GetValue(options.Quiet) || presenter.IsJson;

    public async Task<int> RunAsync(DiagnosticBag findings, CancellationToken cancellationToken)
    {
        presenter.Warn(presenter.IsJson ? [] : [.. findings]);
        ApplyResult result;
        using (var progress = new ProgressLine(context, _isQuiet))
        {
            result = await installation.RunAsync(prepared, progress, cancellationToken).ConfigureAwait(false);
        }

        IReadOnlyCollection<Diagnostic> fresh = presenter.IsJson ? [.. findings, .. result.Diagnostics.Except(findings)] : [.. result.Diagnostics.Except(findings)];
        if (result.HasErrors || result.Report is not { Succeeded: true } report)
        {
            return presenter.Present(fresh, ViewOf(result), cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Failed);
        }

        if (!_isQuiet)
        {
            presenter.Show(new ReportView(report, names));
        }

        GuestPasswords.Show(result.Passwords, context, _isQuiet);
        try
        {
            fresh = [.. fresh, .. await StayAsync(cancellationToken).ConfigureAwait(false)];
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var left = CommandLineDiagnostics.LeftInstallation(_name, parse.GetValue(options.DestroyOnExit));
            return presenter.Present([.. fresh, left], presenter.IsJson ? ViewOf(result) : null, ExitCode.Interrupted);
        }

        return presenter.Present(fresh, presenter.IsJson ? ViewOf(result) : null, fresh.Any(static finding => finding.IsError) ? ExitCode.Failed : ExitCode.Done);
    }

    private ApplyView ViewOf(ApplyResult result) =>
        new(new PlanView(prepared.Plan!, names), result.Report is { } report ? new ReportView(report, names) : null, isPlanShown: true);

    private async Task<IReadOnlyList<Diagnostic>> StayAsync(CancellationToken cancellationToken)
    {
        var wait = WaitOf(parse.GetValue(options.Wait), parse.GetResult(options.Wait) is { Implicit: false });
        var console = ConsoleOf();
        if (console is GuestConsole.None && wait is null)
        {
            Say("The guest runs. Its installation may be in progress; \"virsh console\" or virt-viewer shows it.");
            return [];
        }

        var guest = await InstalledGuest.ConnectAsync(host, prepared.Domain!.Domain.Id, cancellationToken).ConfigureAwait(false);
        await using (guest.ConfigureAwait(false))
        {
            try
            {
                return await StayAsync(guest, console, wait, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (parse.GetValue(options.DestroyOnExit) && await guest.IsRunningAsync(CancellationToken.None).ConfigureAwait(false))
                {
                    await guest.PowerOffAsync().ConfigureAwait(false);
                }
            }
        }
    }

    private async Task<IReadOnlyList<Diagnostic>> StayAsync(InstalledGuest guest, GuestConsole console, TimeSpan? wait, CancellationToken cancellationToken)
    {
        if (console is GuestConsole.Text && await ShowConsoleAsync(guest, cancellationToken).ConfigureAwait(false) && wait is null)
        {
            Say("Left the console; the guest goes on.");
            return [];
        }

        if (!await guest.WaitForEndAsync(wait == Timeout.InfiniteTimeSpan ? null : wait ?? TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
        {
            return wait is null ? [] : [CommandLineDiagnostics.InstallTookLonger(_name, wait.Value)];
        }

        if (prepared.Domain!.First is null || parse.GetValue(options.NoReboot) || parse.GetValue(options.Transient))
        {
            Say("Domain creation completed. The guest is off.");
            return [];
        }

        await guest.RestartAsync(cancellationToken).ConfigureAwait(false);
        Say("The installation has ended. Restarting guest.");
        if (console is GuestConsole.Text)
        {
            await ShowConsoleAsync(guest, cancellationToken).ConfigureAwait(false);
        }

        return [];
    }

    /// <returns>Whether the user left the console while the guest ran on.</returns>
    private async Task<bool> ShowConsoleAsync(InstalledGuest guest, CancellationToken cancellationToken)
    {
        var stream = await guest.OpenConsoleAsync(cancellationToken).ConfigureAwait(false);
        if (stream is null)
        {
            return false;
        }

        await using (stream.ConfigureAwait(false))
        {
            using var output = Console.OpenStandardOutput();
            if (!context.InIsTerminal)
            {
                return await SerialConsole.RunAsync(stream, input: null, output, cancellationToken).ConfigureAwait(false);
            }

            Say("Connected to the serial console. Ctrl-] leaves it.");
            using var raw = new RawTerminal();
            using var input = context.OpenInput();
            return await SerialConsole.RunAsync(stream, input, output, cancellationToken).ConfigureAwait(false);
        }
    }

    // Where nobody looks, no console is opened unasked.
    private GuestConsole ConsoleOf()
    {
        if (parse.GetValue(options.NoAutoConsole) || presenter.IsJson)
        {
            return GuestConsole.None;
        }

        return parse.GetValue(options.AutoConsole) switch
        {
            "none" => GuestConsole.None,
            "text" => GuestConsole.Text,
            "graphical" => GuestConsole.Graphical,
            _ when !context.InIsTerminal || !context.OutIsTerminal => GuestConsole.None,
            _ => prepared.Domain!.Final.Element("devices")?.Element("graphics") is null ? GuestConsole.Text : GuestConsole.Graphical,
        };
    }

    private static TimeSpan? WaitOf(int? minutes, bool isGiven) => (isGiven, minutes) switch
    {
        (false, _) or (_, 0) => null,
        (_, null or < 0) => Timeout.InfiniteTimeSpan,
        _ => TimeSpan.FromMinutes(minutes.Value),
    };

    private void Say(string text)
    {
        if (!_isQuiet)
        {
            context.Out.WriteLine(text);
            context.Out.Flush();
        }
    }

    private enum GuestConsole
    {
        None,
        Text,
        Graphical,
    }
}
