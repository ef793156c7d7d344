using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Images;
using VirtProvision.Runtime.Images;

namespace VirtProvision.Cli.Commands;

internal static class ImagesUpdateCommand
{
    public static readonly Example Lock = new("Lock the images of specs to what is served now", "virt-provision images update specs/");

    internal static Command Create(CommandContext context)
    {
        var specs = new SpecOptions();
        var names = new Option<string[]>("--image")
        {
            Description = "Only this image; may be repeated.",
            HelpName = "NAME",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new TaughtCommand(
            "update",
            $"Look at what images' origins serve now and write it into {ImageLock.FileName} beside the specs. No host is touched: domains that exist keep what they stand on, new disks start from the new image.",
            Lock,
            new Example("Only one", "virt-provision images update specs/ --image debian12"));
        specs.AddTo(command);
        command.Add(names);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var presenter = GlobalOptions.PresenterOf(parse, context);
            ImmutableArray<ImageUpdate> updates;
            DiagnosticBag diagnostics;
            using (var progress = new ProgressLine(context, isQuiet: presenter.IsJson))
            {
                var library = new ImageLibrary(specs.ReadWorkspace(parse, context), TimeProvider.System);
                (updates, diagnostics) = await library.UpdateAsync([.. parse.GetValue(names) ?? []], progress, cancellationToken).ConfigureAwait(false);
            }

            return presenter.Present(diagnostics, new ImageUpdatesView(updates), diagnostics.HasErrors ? ExitCode.Failed : ExitCode.Done);
        });
        return command;
    }
}
