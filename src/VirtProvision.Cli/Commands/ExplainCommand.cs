using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime;

namespace VirtProvision.Cli.Commands;

internal static class ExplainCommand
{
    internal static Command Create(CommandContext context)
    {
        var specs = new SpecOptions();
        var hosts = new HostOptions();
        var command = new TaughtCommand(
            "explain",
            "Show which defaults new domains get, and which rule gives each. Needs no host; with --connect or --host, the defaults are those of the hosts.",
            new Example("Why a domain gets what its spec does not say", "virt-provision explain specs/web01.yaml"),
            new Example("On this host", "virt-provision explain specs/web01.yaml -c qemu:///system"),
            new Example("As JSON: the rule that chose the machine", "virt-provision explain web01.yaml -o json | jq '.result[].defaults[] | select(.field == \"machine\")'"));
        specs.AddTo(command);
        hosts.AddTo(command);
        command.SetAction((parse, cancellationToken) => RunAsync(specs, hosts, parse, context, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SpecOptions specs, HostOptions hosts, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var presenter = GlobalOptions.PresenterOf(parse, context);
        var findings = new DiagnosticBag();
        var pipeline = specs.Read(parse, context, findings, hosts).Pipeline;
        var result = await pipeline.ExplainAsync(HostConnectors.For(GlobalOptions.ConnectionUri(parse, context)), GlobalOptions.NamesHost(parse, hosts), cancellationToken).ConfigureAwait(false);
        IReadOnlyCollection<Diagnostic> diagnostics = [.. findings, .. result.Diagnostics];
        var isFailed = diagnostics.Any(static finding => finding.IsError);
        return presenter.Present(diagnostics, isFailed ? null : FleetViews.OfDefaults(result), isFailed ? ExitCode.Failed : ExitCode.Done);
    }
}
