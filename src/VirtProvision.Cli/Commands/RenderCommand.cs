using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Diagnostics;

namespace VirtProvision.Cli.Commands;

internal static class RenderCommand
{
    internal static Command Create(CommandContext context)
    {
        var specs = new SpecOptions();
        var command = new TaughtCommand(
            "render",
            "Print the XML that specs make, as new resources get it. Needs no host; with --connect, the defaults are that host's.",
            new Example("One domain", "virt-provision render specs/web01.yaml"),
            new Example("As this host would get it", "virt-provision render specs/web01.yaml -c qemu:///system"),
            new Example("Of many, this one and what it needs", "virt-provision render specs/ --target Domain/web01"),
            new Example("With templates of your own", "virt-provision render specs/web01.yaml --templates templates/"));
        specs.AddTo(command);
        command.SetAction((parse, cancellationToken) => RunAsync(specs, parse, context, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SpecOptions specs, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var presenter = GlobalOptions.PresenterOf(parse, context);
        var findings = new DiagnosticBag();
        var pipeline = specs.Read(parse, context, findings).Pipeline;
        var result = await pipeline.RenderAsync(GlobalOptions.NamedHost(parse), cancellationToken).ConfigureAwait(false);
        result = result with { Diagnostics = [.. findings, .. result.Diagnostics] };
        return presenter.Present(result.Diagnostics, result.HasErrors ? null : new Views.XmlView(result), result.HasErrors ? ExitCode.Failed : ExitCode.Done);
    }
}
