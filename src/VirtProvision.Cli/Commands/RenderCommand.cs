using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime;

namespace VirtProvision.Cli.Commands;

internal static class RenderCommand
{
    internal static Command Create(CommandContext context)
    {
        var specs = new SpecOptions();
        var hosts = new HostOptions();
        var command = new TaughtCommand(
            "render",
            "Print the XML that specs make, as new resources get it. Needs no host; with --connect or --host, the defaults are those of the hosts.",
            new Example("One domain", "virt-provision render specs/web01.yaml"),
            new Example("As this host would get it", "virt-provision render specs/web01.yaml -c qemu:///system"),
            new Example("Of many, this one and what it needs", "virt-provision render specs/ --target Domain/web01"),
            new Example("With templates of your own", "virt-provision render specs/web01.yaml --templates templates/"));
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
        var result = await pipeline.RenderAsync(HostConnectors.For(GlobalOptions.ConnectionUri(parse, context)), GlobalOptions.NamesHost(parse, hosts), cancellationToken).ConfigureAwait(false);
        IReadOnlyCollection<Diagnostic> diagnostics = [.. findings, .. result.Diagnostics];
        var isFailed = diagnostics.Any(static finding => finding.IsError);
        return presenter.Present(diagnostics, isFailed ? null : FleetViews.OfXml(result), isFailed ? ExitCode.Failed : ExitCode.Done);
    }
}
