using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime;

namespace VirtProvision.Cli.Commands;

/// <summary>Shows a plan before it is carried out, and asks unless told not to.</summary>
internal sealed class Confirmation(SpecRun run, Presenter presenter, CommandContext context, bool isYes)
{
    public bool IsPlanShown { get; private set; }

    /// <summary>The findings that stood above the plan.</summary>
    public IReadOnlyList<Diagnostic> Shown { get; private set; } = [];

    /// <summary>Why nothing was done; empty when somebody agreed.</summary>
    public IReadOnlyList<Diagnostic> Refusal { get; private set; } = [];

    public async Task<bool> AskAsync(PlanResult result, CancellationToken cancellationToken)
    {
        if (!presenter.IsJson)
        {
            Shown = result.Diagnostics;
            presenter.Warn(Shown);
            presenter.Show(new PlanView(result.Plan!, run.NamesOf(result.Graph)));
            IsPlanShown = true;
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
