using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Applying;

namespace VirtProvision.Cli.Commands;

/// <summary>What apply and destroy share: the plan is shown, somebody asked, progress shown, and the report at the end.</summary>
internal sealed class ChangingRun(SpecOptions specs, ChangeOptions changes, ParseResult parse, CommandContext context)
{
    public async Task<int> RunAsync(
        Func<Pipeline, Confirmation, IProgress<ApplyProgress>, Task<ApplyResult>> changeAsync, CancellationToken cancellationToken)
    {
        var presenter = GlobalOptions.PresenterOf(parse, context);
        var findings = new DiagnosticBag();
        var run = specs.Read(parse, context, findings);
        if (findings.HasErrors)
        {
            return presenter.Present(findings, result: null, ExitCode.Failed);
        }

        ApplyResult result;
        var confirmation = new Confirmation(run, presenter, context, parse.GetValue(changes.Yes));
        using (var progress = new ProgressLine(context, isQuiet: presenter.IsJson))
        {
            result = await changeAsync(run.Pipeline, confirmation, progress).ConfigureAwait(false);
        }

        var names = run.NamesOf(result.Graph);
        var view = result.Plan is { } plan
            ? new ApplyView(new PlanView(plan, names), result.Report is { } report ? new ReportView(report, names) : null, confirmation.IsPlanShown)
            : null;
        IReadOnlyCollection<Diagnostic> diagnostics = [.. findings, .. result.Diagnostics.Except(confirmation.Shown), .. confirmation.Refusal];
        var code = presenter.Present(diagnostics, view, ExitCodeOf(result, cancellationToken));
        GuestPasswords.Show(result.Passwords, context, presenter.IsJson);
        return code;
    }

    private static int ExitCodeOf(ApplyResult result, CancellationToken cancellationToken) => result switch
    {
        _ when cancellationToken.IsCancellationRequested => ExitCode.Interrupted,
        { HasErrors: true } or { IsDeclined: true } or { Report.Succeeded: false } => ExitCode.Failed,
        _ => ExitCode.Done,
    };
}
