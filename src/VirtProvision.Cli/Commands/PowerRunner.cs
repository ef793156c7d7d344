using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Editing;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Commands;

/// <summary>What start, stop and reboot have in common.</summary>
internal static class PowerRunner
{
    public static Option<int?> Timeout(string description) => new("--timeout")
    {
        Description = description,
        HelpName = "SECONDS",
        CustomParser = static result => OptionValues.PositiveNumber(result),
    };

    public static async Task<int> RunAsync(
        DomainOptions options, Func<DomainSelection, PowerRequest> request, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var presenter = GlobalOptions.PresenterOf(parse, context);
        var findings = new DiagnosticBag();
        var selection = options.Read(parse, findings);
        if (findings.HasErrors)
        {
            return presenter.Present(findings, result: null, ExitCode.Failed);
        }

        var result = await PowerAsync(request(selection), parse, context, presenter, cancellationToken).ConfigureAwait(false);
        return presenter.Present(result.Diagnostics, result.Outcomes.IsEmpty && result.HasErrors ? null : new PowerView(result.Outcomes), ExitCodeOf(result));
    }

    public static async Task<PowerResult> PowerAsync(PowerRequest request, ParseResult parse, CommandContext context, Presenter presenter, CancellationToken cancellationToken)
    {
        var power = new DomainPower(HostConnectors.For(GlobalOptions.ConnectionUri(parse, context)), PipelineTools.Default.Time);
        using var progress = new ProgressLine(context, isQuiet: presenter.IsJson);
        return await power.RunAsync(request, progress, cancellationToken).ConfigureAwait(false);
    }

    public static int ExitCodeOf(PowerResult result) =>
        result.Outcomes.Any(static outcome => outcome.State is PowerState.Left) ? ExitCode.Interrupted : result.HasErrors ? ExitCode.Failed : ExitCode.Done;
}
