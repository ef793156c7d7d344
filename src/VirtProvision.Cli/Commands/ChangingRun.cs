using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Fleet;

namespace VirtProvision.Cli.Commands;

/// <summary>What apply and destroy share: the plan is shown, somebody asked, progress shown, and the report at the end.</summary>
internal sealed class ChangingRun(SpecOptions specs, ChangeOptions changes, HostOptions hosts, ParseResult parse, CommandContext context)
{
    public async Task<int> RunAsync(
        Func<FleetPipeline, Confirmation, IProgress<ApplyProgress>, Task<FleetResult<ApplyResult>>> changeAsync, CancellationToken cancellationToken)
    {
        var presenter = GlobalOptions.PresenterOf(parse, context);
        var findings = new DiagnosticBag();
        var run = specs.Read(parse, context, findings, hosts);
        if (findings.HasErrors)
        {
            return presenter.Present(findings, result: null, ExitCode.Failed);
        }

        FleetResult<ApplyResult> result;
        var confirmation = new Confirmation(run, presenter, context, parse.GetValue(changes.Yes));
        using (var progress = new ProgressLine(context, isQuiet: presenter.IsJson))
        {
            result = await changeAsync(run.Pipeline, confirmation, progress).ConfigureAwait(false);
        }

        var view = FleetViews.OfChange(result, run.NamesOf, confirmation.IsPlanShown);
        IReadOnlyCollection<Diagnostic> diagnostics = [.. findings, .. result.Diagnostics.Except(confirmation.Shown), .. confirmation.Refusal];
        var code = presenter.Present(diagnostics, view, ExitCodeOf(result, cancellationToken));
        GuestPasswords.Show(result.Results.SelectMany(static host => host.Passwords), context, presenter.IsJson);
        return code;
    }

    private static int ExitCodeOf(FleetResult<ApplyResult> result, CancellationToken cancellationToken) => result switch
    {
        _ when cancellationToken.IsCancellationRequested => ExitCode.Interrupted,
        { HasErrors: true } => ExitCode.Failed,
        _ when result.Results.Any(static host => host is { IsDeclined: true } or { Report.Succeeded: false }) => ExitCode.Failed,
        _ => ExitCode.Done,
    };
}
