using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Applying;

public enum OutcomeState
{
    /// <summary>It was as wanted before.</summary>
    Unchanged,

    Applied,

    /// <summary>The persistent configuration is as wanted; the running object takes the rest at its next start.</summary>
    PendingRestart,

    Failed,

    /// <summary>Not begun: something it needs failed, the change costs more than allowed, the run was stopped or the connection was lost.</summary>
    Skipped,
}

/// <summary>A change that the running object does not have yet, and why.</summary>
public sealed record PendingChange(FieldChange Change, string Reason);

/// <summary>What became of one resource.</summary>
/// <param name="Done">The operations that succeeded and were not undone.</param>
public sealed record ResourceOutcome(
    ResourceId Id,
    OutcomeState State,
    ImmutableArray<Operation> Done,
    ImmutableArray<PendingChange> Pending,
    ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>What became of each planned field of an object that exists: applied, pending or failed.</summary>
    public ImmutableArray<FieldOutcome> Fields { get; init; } = [];
}

/// <summary>What became of a plan, in the plan's order.</summary>
public sealed record ApplyReport(ImmutableArray<ResourceOutcome> Outcomes)
{
    public bool Succeeded => Outcomes.All(static outcome => outcome.State is not (OutcomeState.Failed or OutcomeState.Skipped));

    public int Count(OutcomeState state) => Outcomes.Count(outcome => outcome.State == state);
}
