using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;

namespace VirtProvision.Cli.Commands;

/// <summary>Shows what is about to be done, and asks. Without a terminal, and with JSON, only --yes is a yes.</summary>
internal sealed class Question(Presenter presenter, CommandContext context)
{
    /// <summary>Whether what is about to be done was shown.</summary>
    public bool IsShown { get; private set; }

    /// <summary>Why nothing was done; empty when somebody agreed.</summary>
    public IReadOnlyList<Diagnostic> Refusal { get; private set; } = [];

    public async Task<bool> AskAsync(IView view, bool isYes, CancellationToken cancellationToken)
    {
        if (!presenter.IsJson)
        {
            presenter.Show(view);
            IsShown = true;
        }

        if (isYes)
        {
            return true;
        }

        if (!context.InIsTerminal || presenter.IsJson)
        {
            Refusal = [CommandLineDiagnostics.NotConfirmed()];
            return false;
        }

        await context.Out.WriteAsync("\nDo this? Only \"yes\" is taken for yes: ").ConfigureAwait(false);
        await context.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
        var answer = await Task.Run(ReadLine, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (answer?.Trim() is "yes")
        {
            return true;
        }

        Refusal = [CommandLineDiagnostics.Declined()];
        return false;
    }

    // A terminal's read cannot be called off. Ctrl-C leaves it behind, and with it the reader: the process ends.
    private string? ReadLine() => new StreamReader(context.OpenInput()).ReadLine();
}
