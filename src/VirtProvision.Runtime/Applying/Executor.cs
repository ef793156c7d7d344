using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Diagnostics;

namespace VirtProvision.Runtime.Applying;

/// <summary>
/// Runs the tasks of a plan: a resource after those it needs (a deletion after those that need it), independent ones side by side.
/// Stopping it ends between two calls; whatever was begun is consistent, and the next run goes on from there.
/// </summary>
internal sealed class Executor(OperationRunner runner, IProgress<ApplyProgress>? progress, int parallelism)
{
    public async Task<ApplyReport> RunAsync(ImmutableArray<ResourceTask> tasks, ResourceGraph graph, CancellationToken cancellationToken)
    {
        // The first lost connection stops everything else: no call could succeed.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var slots = new SemaphoreSlim(parallelism);
        var byId = tasks.ToDictionary(static task => task.Change.Id);
        var needs = Needs(byId, graph);
        var running = new Dictionary<ResourceId, Task<ResourceOutcome>>(tasks.Length);
        return new ApplyReport([.. await Task.WhenAll(tasks.Select(Begin)).ConfigureAwait(false)]);

        Task<ResourceOutcome> Begin(ResourceTask task)
        {
            if (running.TryGetValue(task.Change.Id, out var begun))
            {
                return begun;
            }

            var before = needs.TryGetValue(task.Change.Id, out var ids) ? ids.Select(id => Begin(byId[id])).ToArray() : [];
            return running[task.Change.Id] = task.Operations.IsEmpty && task.Refusal is null
                ? Task.FromResult(Untouched(task))
                : RunAsync(task, before, slots, stop);
        }
    }

    private async Task<ResourceOutcome> RunAsync(ResourceTask task, Task<ResourceOutcome>[] needs, SemaphoreSlim slots, CancellationTokenSource stop)
    {
        foreach (var need in await Task.WhenAll(needs).ConfigureAwait(false))
        {
            if (need.State is OutcomeState.Failed or OutcomeState.Skipped)
            {
                return IsNotBegun(need) ? Skipped(task) : Skipped(task, ApplyDiagnostics.NeedFailed(task.Span, task.Change.Id, need.Id));
            }
        }

        if (task.Refusal is { } refusal)
        {
            return Skipped(task, refusal);
        }

        try
        {
            await slots.WaitAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Skipped(task);
        }

        try
        {
            var outcome = await new ResourceRun(task, runner, progress).RunAsync(stop.Token).ConfigureAwait(false);
            if (outcome.Diagnostics.Any(ApplyDiagnostics.IsConnectionLost))
            {
                await stop.CancelAsync().ConfigureAwait(false);
            }

            return outcome;
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>Per task, the tasks that must have ended before: what it needs, or for a deletion what needs it.</summary>
    private static Dictionary<ResourceId, List<ResourceId>> Needs(Dictionary<ResourceId, ResourceTask> tasks, ResourceGraph graph)
    {
        var needs = new Dictionary<ResourceId, List<ResourceId>>();
        foreach (var (id, dependencies) in graph.Dependencies)
        {
            foreach (var dependency in dependencies)
            {
                if (!tasks.TryGetValue(id, out var task) || !tasks.TryGetValue(dependency, out var needed))
                {
                    continue;
                }

                if (task.Change.Action is not ChangeAction.Delete)
                {
                    Add(id, dependency);
                }
                else if (needed.Change.Action is ChangeAction.Delete)
                {
                    Add(dependency, id);
                }
            }
        }

        return needs;

        void Add(ResourceId id, ResourceId before)
        {
            if (!needs.TryGetValue(id, out var list))
            {
                needs[id] = list = [];
            }

            list.Add(before);
        }
    }

    /// <summary>The report of a plan that has nothing to do, or nothing that may be done.</summary>
    public static ApplyReport Untouched(ImmutableArray<ResourceTask> tasks) =>
        new([.. tasks.Select(static task => task.Refusal is { } refusal ? Skipped(task, refusal) : Untouched(task))]);

    private static ResourceOutcome Untouched(ResourceTask task) =>
        new(task.Change.Id, task.Change.PendingRestart.IsEmpty ? OutcomeState.Unchanged : OutcomeState.PendingRestart, [], [], []);

    private static ResourceOutcome Skipped(ResourceTask task, params ImmutableArray<Diagnostic> reason) =>
        new(task.Change.Id, OutcomeState.Skipped, [], [], reason);

    /// <summary>The run was stopped before its turn came. That is said once of all of them, not of each.</summary>
    public static bool IsNotBegun(ResourceOutcome outcome) => outcome is { State: OutcomeState.Skipped, Diagnostics.IsEmpty: true };
}
