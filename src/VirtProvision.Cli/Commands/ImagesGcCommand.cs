using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Images;

namespace VirtProvision.Cli.Commands;

internal static class ImagesGcCommand
{
    public static readonly Example CleanUp = new("Remove images that nothing stands on", "virt-provision images gc specs/");

    internal static Command Create(CommandContext context)
    {
        var specs = ImagesCommand.OptionalSpecs();
        var changes = new ChangeOptions();
        var force = new Option<bool>("--force")
        {
            Description = "Go on though something of the host could not be looked into.",
        };
        var command = new TaughtCommand(
            "gc",
            "Remove from the host the images that were fetched, that no domain uses, that no volume stands on, and that PATH does not name. Shows for each why it goes or stays, and asks.",
            CleanUp,
            new Example("All that nobody uses, whatever specs name", "virt-provision images gc"),
            new Example("Without asking", "virt-provision images gc specs/ --yes"));
        specs.AddTo(command);
        command.Add(changes.Yes);
        command.Add(force);
        command.SetAction((parse, cancellationToken) => RunAsync(specs, parse.GetValue(changes.Yes), parse.GetValue(force), parse, context, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SpecOptions specs, bool isYes, bool isForced, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var presenter = GlobalOptions.PresenterOf(parse, context);
        var host = HostConnectors.For(GlobalOptions.ConnectionUri(parse, context));
        var (census, diagnostics) = await new ImageLibrary(specs.ReadWorkspace(parse, context), TimeProvider.System).ListAsync(host, cancellationToken).ConfigureAwait(false);
        ImmutableArray<ImageState> unused = [.. census.Images.Where(static image => image is { Declared: null, OnHost: not null, Users.IsEmpty: true })];
        var view = new ImageGcView(census, unused, []);
        if (diagnostics.HasErrors || unused.IsEmpty)
        {
            return presenter.Present(diagnostics, view, diagnostics.HasErrors ? ExitCode.Failed : ExitCode.Done);
        }

        if (!census.Unseen.IsEmpty && !isForced)
        {
            diagnostics.Add(CommandLineDiagnostics.NotAllSeen(census.Unseen));
            return presenter.Present(diagnostics, view, ExitCode.Failed);
        }

        var question = new Question(presenter, context);
        if (!await question.AskAsync(view, isYes, cancellationToken).ConfigureAwait(false))
        {
            return presenter.Present([.. diagnostics, .. question.Refusal], question.IsShown ? null : view, ExitCode.Failed);
        }

        var (removed, findings) = await ImageLibrary.RemoveAsync(host, unused, cancellationToken).ConfigureAwait(false);
        IReadOnlyCollection<Diagnostic> all = [.. diagnostics, .. findings];
        return presenter.Present(all, new ImageGcView(census, unused, removed) { IsListed = question.IsShown }, findings.HasErrors ? ExitCode.Failed : ExitCode.Done);
    }
}
