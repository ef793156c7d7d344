using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Images;

namespace VirtProvision.Cli.Commands;

internal static class ImagesListCommand
{
    internal static Command Create(CommandContext context)
    {
        var specs = ImagesCommand.OptionalSpecs();
        var command = new TaughtCommand(
            "list",
            "Show each image: where it comes from, the content it is locked to, whether the host has it, and who uses it. Without PATH those that the host has.",
            new Example("The images of specs, and of this host", "virt-provision images list specs/"),
            new Example("Those of a host alone", "virt-provision images list -c qemu:///session"));
        specs.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var presenter = GlobalOptions.PresenterOf(parse, context);
            var library = new ImageLibrary(specs.ReadWorkspace(parse, context), TimeProvider.System);
            var (census, diagnostics) = await library.ListAsync(HostConnectors.For(GlobalOptions.ConnectionUri(parse, context)), cancellationToken).ConfigureAwait(false);
            return presenter.Present(diagnostics, new ImagesView(census.Images), diagnostics.HasErrors ? ExitCode.Failed : ExitCode.Done);
        });
        return command;
    }
}
