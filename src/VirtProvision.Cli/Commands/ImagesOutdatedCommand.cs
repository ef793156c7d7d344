using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Runtime.Images;

namespace VirtProvision.Cli.Commands;

internal static class ImagesOutdatedCommand
{
    public static readonly Example Ask = new("Ask whether newer images were published", "virt-provision images outdated specs/");

    internal static Command Create(CommandContext context)
    {
        var specs = new SpecOptions();
        var detailed = new Option<bool>("--detailed-exitcode")
        {
            Description = "Exit with 2 when an image is outdated; 0 means none, 1 an error.",
        };
        var command = new TaughtCommand(
            "outdated",
            "Ask where images come from whether they serve another content than the locked one: by the checksum file, else by ETag or time. Downloads no image and changes nothing.",
            Ask,
            new Example("In CI: fail when there is something newer", "virt-provision images outdated specs/ --detailed-exitcode"));
        specs.AddTo(command);
        command.Add(detailed);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var presenter = GlobalOptions.PresenterOf(parse, context);
            var (ages, diagnostics) = await new ImageLibrary(specs.ReadWorkspace(parse, context), TimeProvider.System).AgesAsync(cancellationToken).ConfigureAwait(false);
            return presenter.Present(diagnostics, new ImageAgesView(ages), diagnostics.HasErrors ? ExitCode.Failed
                : parse.GetValue(detailed) && ages.Any(static age => age.IsOutdated is true) ? ExitCode.ChangesPending
                : ExitCode.Done);
        });
        return command;
    }
}
