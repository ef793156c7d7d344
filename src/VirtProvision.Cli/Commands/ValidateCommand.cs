using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime;

namespace VirtProvision.Cli.Commands;

internal static class ValidateCommand
{
    internal static Command Create(CommandContext context)
    {
        var specs = new SpecOptions();
        var command = new TaughtCommand(
            "validate",
            "Check specs: YAML, schema, references among them, templates. Needs no host. Every finding of a run is shown at once.",
            new Example("Everything below a folder", "virt-provision validate specs/"),
            new Example("With variables", "virt-provision validate specs/ --values staging.yaml --set CPUS=4"),
            new Example("What another program prints", "kustomize build overlays/prod | virt-provision validate -"),
            new Example("For a program to read", "virt-provision validate specs/ -o json"));
        specs.AddTo(command);
        command.SetAction((parse, cancellationToken) => Task.FromResult(Run(specs, parse, context, cancellationToken)));
        return command;
    }

    private static int Run(SpecOptions specs, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var findings = new DiagnosticBag();
        var result = specs.Read(parse, context, findings).Pipeline.Validate(HostConnectors.For(GlobalOptions.ConnectionUri(parse, context)), cancellationToken);
        IReadOnlyCollection<Diagnostic> diagnostics = [.. findings, .. result.Diagnostics];
        var errors = diagnostics.Count(static finding => finding.IsError);
        return GlobalOptions.PresenterOf(parse, context)
            .Present(diagnostics, new ValidationView(result, errors), errors > 0 ? ExitCode.Failed : ExitCode.Done);
    }
}
