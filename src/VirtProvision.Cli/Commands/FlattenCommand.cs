using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Cloning;

namespace VirtProvision.Cli.Commands;

internal static class FlattenCommand
{
    // Each reads and writes the same disks.
    private const int DomainsAtOnce = 2;

    internal static Command Create(CommandContext context)
    {
        var names = new Argument<string[]>("domain") { Description = "Domains by name.", HelpName = "DOMAIN", Arity = ArgumentArity.OneOrMore };
        var disks = new Option<string[]>("--disk") { Description = "Only this disk (vda).", HelpName = "TARGET" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what stands on what, and change nothing." };
        var command = new TaughtCommand(
            "flatten",
            "Copy into the disks of domains what they stand on, so that they stand alone and their bases may change or go. In place, while the guest runs or is off.",
            new Example("Free a golden image of its linked clones", "virt-provision flatten web-1 web-2"),
            new Example("What stands on what", "virt-provision flatten web-1 --dry-run"))
        {
            names,
            disks,
            dryRun,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(parse.GetValue(names)!, parse.GetValue(disks) ?? [], parse.GetValue(dryRun), parse, context, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] names, string[] disks, bool isDry, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var presenter = GlobalOptions.PresenterOf(parse, context);
        var flattener = new DomainFlattener(HostConnectors.For(GlobalOptions.ConnectionUri(parse, context)), PipelineTools.Default.Time);
        var prepared = await flattener.PrepareAsync(names, disks, cancellationToken).ConfigureAwait(false);
        if (prepared.HasErrors)
        {
            return presenter.Present(prepared.Diagnostics, result: null, ExitCode.Failed);
        }

        if (isDry)
        {
            return presenter.Present(prepared.Diagnostics, new FlattenView(prepared.Domains!.Value, report: null), ExitCode.Done);
        }

        CloneResult result;
        using (var progress = new ProgressLine(context, isQuiet: presenter.IsJson))
        {
            result = await flattener.RunAsync(prepared, DomainsAtOnce, progress, cancellationToken).ConfigureAwait(false);
        }

        IReadOnlyCollection<Diagnostic> findings = [.. prepared.Diagnostics, .. result.Diagnostics];
        var code = result.Succeeded ? ExitCode.Done : cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Failed;
        return presenter.Present(findings, result.Report is { } report ? new FlattenView(prepared.Domains!.Value, report) : null, code);
    }
}
