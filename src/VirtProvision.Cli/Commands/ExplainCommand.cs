using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;

namespace VirtProvision.Cli.Commands;

internal static class ExplainCommand
{
    internal static Command Create(CommandContext context)
    {
        var specs = new SpecOptions();
        var command = new TaughtCommand(
            "explain",
            "Show which defaults new domains get, and which rule gives each. Needs no host; with --connect, the defaults are that host's.",
            new Example("Why a domain gets what its spec does not say", "virt-provision explain specs/web01.yaml"),
            new Example("On this host", "virt-provision explain specs/web01.yaml -c qemu:///system"),
            new Example("As JSON: the rule that chose the machine", "virt-provision explain web01.yaml -o json | jq '.result[].defaults[] | select(.field == \"machine\")'"));
        specs.AddTo(command);
        command.SetAction((parse, cancellationToken) => RunAsync(specs, parse, context, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SpecOptions specs, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var presenter = GlobalOptions.PresenterOf(parse, context);
        var findings = new DiagnosticBag();
        var pipeline = specs.Read(parse, context, findings).Pipeline;
        var result = await pipeline.ExplainAsync(GlobalOptions.NamedHost(parse), cancellationToken).ConfigureAwait(false);
        result = result with { Diagnostics = [.. findings, .. result.Diagnostics] };
        return presenter.Present(result.Diagnostics, result.HasErrors ? null : new ExplainView(result.Domains), result.HasErrors ? ExitCode.Failed : ExitCode.Done);
    }
}
