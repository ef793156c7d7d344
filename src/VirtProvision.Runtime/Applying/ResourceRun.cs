using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Planning;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Runtime.Applying;

/// <summary>Runs one resource's operations in order. When one fails, what the earlier ones did to this resource is taken back.</summary>
internal sealed class ResourceRun(ResourceTask task, OperationRunner runner, IProgress<ApplyProgress>? progress)
{
    private readonly List<Operation> _done = [];
    private readonly List<Operation> _undo = [];
    private readonly List<PendingChange> _pending = [];
    private readonly List<Diagnostic> _diagnostics = [];

    public async Task<ResourceOutcome> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var operation in task.Operations)
        {
            // What is whole but for its signs is not taken back.
            if (cancellationToken.IsCancellationRequested && operation is not ReleaseVolumes)
            {
                return await StoppedAsync().ConfigureAwait(false);
            }

            progress?.Report(new ApplyProgress(task.Change.Id, ApplyStage.Operation, operation.Verb));
            var result = await TryAsync(operation, cancellationToken).ConfigureAwait(false);
            _pending.AddRange(result.Pending);
            _diagnostics.AddRange(result.Notes);
            if (result.Failure is { } failure)
            {
                if (!ApplyDiagnostics.LeavesNoUndo(failure) || (task.TakesBack && ApplyDiagnostics.IsInterruption(failure)))
                {
                    await UndoAsync().ConfigureAwait(false);
                }

                return Ended(failure);
            }

            _done.Add(operation);
            if (result.Undo is { } undo)
            {
                _undo.Insert(0, undo);
            }
        }

        progress?.Report(new ApplyProgress(task.Change.Id, ApplyStage.Done));
        if (task.Change.Disruption >= Disruption.NextBoot && !IsStarted)
        {
            _pending.AddRange(task.Change.Fields.Where(static field => field.Effect is Effect.NextStart).Select(static field => new PendingChange(field, "only the next start reads it")));
        }

        var state = _pending.Count > 0 || (!task.Change.PendingRestart.IsEmpty && !IsStarted) ? OutcomeState.PendingRestart : task.Operations.IsEmpty ? OutcomeState.Unchanged : OutcomeState.Applied;
        return new ResourceOutcome(task.Change.Id, state, [.. _done], [.. _pending], [.. _diagnostics]);
    }

    private async Task<ResourceOutcome> StoppedAsync()
    {
        if (task.TakesBack)
        {
            await UndoAsync().ConfigureAwait(false);
        }

        return Ended(ApplyDiagnostics.Interrupted(task.Span, task.Change.Id));
    }

    private async Task<OperationResult> TryAsync(Operation operation, CancellationToken cancellationToken)
    {
        try
        {
            return await runner.RunAsync(operation, task, cancellationToken).ConfigureAwait(false);
        }
        catch (VolumeClaimedException exception)
        {
            return OperationResult.Failed(ApplyDiagnostics.MadeByAnother(task.Span, exception.Volume, exception.Owner));
        }
        catch (LibvirtServerException exception)
        {
            return OperationResult.Failed(ApplyDiagnostics.Refused(task.Span, operation, exception));
        }
        catch (LibvirtTimeoutException exception)
        {
            return OperationResult.Failed(ApplyDiagnostics.NoAnswer(task.Span, operation, exception.Message));
        }
        catch (LibvirtException exception)
        {
            return OperationResult.Failed(ApplyDiagnostics.ConnectionLost(task.Span, operation, exception.Message));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return OperationResult.Failed(ApplyDiagnostics.Interrupted(task.Span, task.Change.Id));
        }
    }

    // Backwards; but the old definition goes back before anything is started again: the new one may be why it didn't start.
    private async Task UndoAsync()
    {
        foreach (var undo in _undo.OrderBy(static undo => undo is StartResource))
        {
            var result = await TryAsync(undo, CancellationToken.None).ConfigureAwait(false);
            if (result.Failure is { } failure)
            {
                _diagnostics.Add(ApplyDiagnostics.CannotUndo(task.Span, undo, failure.Detail));
                return;
            }
        }

        if (_undo.Exists(static undo => undo is not ReleaseVolumes))
        {
            _diagnostics.Add(ApplyDiagnostics.Undone(task.Span, task.Change.Id, string.Join(", ", _undo.Where(static undo => undo is not ReleaseVolumes).Select(static undo => undo.Verb))));
            _done.Clear();
        }
    }

    private ResourceOutcome Ended(Diagnostic failure)
    {
        progress?.Report(new ApplyProgress(task.Change.Id, ApplyStage.Failed, failure.Summary));
        _diagnostics.Insert(0, failure);
        return new ResourceOutcome(task.Change.Id, OutcomeState.Failed, [.. _done], [.. _pending], [.. _diagnostics]);
    }

    private bool IsStarted => task.Operations.Any(static operation => operation is StartResource or StartInstall);
}
