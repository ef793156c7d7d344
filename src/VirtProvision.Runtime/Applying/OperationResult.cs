using VirtProvision.Core.Diagnostics;

namespace VirtProvision.Runtime.Applying;

/// <summary>What one operation came to.</summary>
/// <param name="Failure">Why it failed; null when it did what it should.</param>
/// <param name="Undo">What takes it back, should a later operation of the same resource fail; null when there is nothing to take back.</param>
internal sealed record OperationResult(Diagnostic? Failure, Operation? Undo, ImmutableArray<PendingChange> Pending, ImmutableArray<Diagnostic> Notes)
{
    public static readonly OperationResult Done = new(null, null, [], []);

    public static OperationResult Undoable(Operation undo) => Done with { Undo = undo };

    public static OperationResult Failed(Diagnostic failure) => Done with { Failure = failure };
}
