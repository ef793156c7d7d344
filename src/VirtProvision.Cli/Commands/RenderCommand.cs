using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;

namespace VirtProvision.Cli.Commands;

internal static class RenderCommand
{
    internal static Command Create(CommandContext context)
    {
        var specs = new SpecOptions();
        var command = new TaughtCommand(
            "render",
            "Print the XML that specs make. Needs no host.",
            new Example("One domain", "virt-provision render specs/web01.yaml"),
            new Example("Of many, this one and what it needs", "virt-provision render specs/ --target Domain/web01"),
            new Example("With templates of your own", "virt-provision render specs/web01.yaml --templates templates/"));
        specs.AddTo(command);
        command.SetAction((parse, cancellationToken) => Task.FromResult(Run(specs, parse, context, cancellationToken)));
        return command;
    }

    private static int Run(SpecOptions specs, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var findings = new DiagnosticBag();
        var result = specs.Read(parse, context, findings).Pipeline.Render(cancellationToken);
        result = result with { Diagnostics = [.. findings, .. result.Diagnostics] };
        return GlobalOptions.PresenterOf(parse, context)
            .Present(result.Diagnostics, result.HasErrors ? null : new XmlView(result), result.HasErrors ? ExitCode.Failed : ExitCode.Done);
    }
}
