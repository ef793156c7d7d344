using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Fleet;

namespace VirtProvision.Cli.Commands;

/// <summary>Shows a plan before it is carried out, and asks unless told not to.</summary>
internal sealed class Confirmation(SpecRun run, Presenter presenter, CommandContext context, bool isYes)
{
    public bool IsPlanShown { get; private set; }

    /// <summary>The findings that stood above the plan.</summary>
    public IReadOnlyList<Diagnostic> Shown { get; private set; } = [];

    /// <summary>Why nothing was done; empty when somebody agreed.</summary>
    public IReadOnlyList<Diagnostic> Refusal { get; private set; } = [];

    public async Task<bool> AskAsync(FleetResult<PlanResult> result, CancellationToken cancellationToken)
    {
        if (!presenter.IsJson)
        {
            Shown = result.Diagnostics;
            presenter.Warn(Shown);
            IsPlanShown = true;
        }

        var question = new Question(presenter, context);
        var isAgreed = await question.AskAsync(FleetViews.OfPlan(result, run.NamesOf)!, isYes, cancellationToken).ConfigureAwait(false);
        Refusal = question.Refusal;
        return isAgreed;
    }
}
