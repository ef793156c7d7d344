using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Fleet;

namespace VirtProvision.Cli.Commands;

internal static class PlanCommand
{
    internal static Command Create(CommandContext context)
    {
        var specs = new SpecOptions();
        var hosts = new HostOptions();
        var detailed = new Option<bool>("--detailed-exitcode")
        {
            Description = "Exit with 2 when there are changes; 0 means none, 1 an error.",
        };
        var command = new TaughtCommand(
            "plan",
            "Show what apply would change, field by field, and what each change costs: live, next-boot, restart, replace or data-loss. Reads the host over a read-only connection.",
            new Example("What would change on this host", "virt-provision plan specs/"),
            new Example("On another one", "virt-provision plan specs/ -c qemu:///session"),
            new Example("In CI: fail when something drifted", "virt-provision plan specs/ --detailed-exitcode"),
            new Example("On those of many hosts that are in rack a", "virt-provision plan specs/ --host rack=a"),
            new Example("Only a domain and what it needs", "virt-provision plan specs/ --target Domain/web01"));
        specs.AddTo(command);
        command.Add(detailed);
        hosts.AddTo(command);
        command.SetAction((parse, cancellationToken) => RunAsync(specs, hosts, parse.GetValue(detailed), parse, context, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SpecOptions specs, HostOptions hosts, bool isDetailed, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var presenter = GlobalOptions.PresenterOf(parse, context);
        var findings = new DiagnosticBag();
        var run = specs.Read(parse, context, findings, hosts);
        if (findings.HasErrors)
        {
            return presenter.Present(findings, result: null, ExitCode.Failed);
        }

        var result = await run.Pipeline.PlanAsync(HostConnectors.For(GlobalOptions.ConnectionUri(parse, context)), cancellationToken).ConfigureAwait(false);
        return presenter.Present([.. findings, .. result.Diagnostics], FleetViews.OfPlan(result, run.NamesOf), ExitCodeOf(result, isDetailed));
    }

    private static int ExitCodeOf(FleetResult<PlanResult> result, bool isDetailed) => result switch
    {
        { HasErrors: true } => ExitCode.Failed,
        _ when isDetailed && result.Results.Any(static host => host.Plan is { HasChanges: true }) => ExitCode.ChangesPending,
        _ => ExitCode.Done,
    };
}
