using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Cli.Commands;

internal static class SchemaCommand
{
    internal static Command Create(CommandContext context)
    {
        var kind = new Argument<string?>("kind")
        {
            Description = $"{string.Join(", ", ResourceKind.OfDocuments.Select(static item => item.Name))}; without one, a schema for any of them.",
            HelpName = "KIND",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new TaughtCommand(
            "schema",
            "Print the JSON Schema of specs, as one self-contained file, for editors and validators (draft 2020-12).",
            new Example("For one kind", "virt-provision schema Domain > domain.schema.json"),
            new Example("In the first line of a spec, for yaml-language-server", "# yaml-language-server: $schema=domain.schema.json"))
        {
            kind,
        };
        command.SetAction(parse => Run(parse.GetValue(kind), GlobalOptions.PresenterOf(parse, context)));
        return command;
    }

    private static int Run(string? name, Presenter presenter)
    {
        if (name is null)
        {
            return presenter.Present([], new SchemaView(SchemaBundle.ForAll()), ExitCode.Done);
        }

        return ResourceKind.OfDocuments.FirstOrDefault(kind => kind.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } kind
            ? presenter.Present([], new SchemaView(SchemaBundle.For(kind)), ExitCode.Done)
            : presenter.Present([CommandLineDiagnostics.UnknownKind(name, Nearest.To(name, ResourceKind.OfDocuments.Select(static item => item.Name)))], result: null, ExitCode.Failed);
    }
}
