using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Comparison;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Applying;

/// <summary>The second look: libvirt answers success for values that it ignores or rewrites, so what was applied is read again.</summary>
internal static class ConvergenceCheck
{
    public static async Task<ImmutableArray<RefusedValue>> RunAsync(
        IHypervisorReader host, ImmutableArray<ResourceTask> tasks, ApplyReport report, ObservedHost before, CancellationToken cancellationToken)
    {
        var applied = report.Outcomes
            .Where(static outcome => outcome.State is OutcomeState.Applied or OutcomeState.PendingRestart && !outcome.Done.IsEmpty)
            .Select(static outcome => outcome.Id)
            .ToHashSet();

        // Made for a first start and gone after it.
        applied.ExceptWith(tasks.SelectMany(static task => task.Change.Install?.OnlyForStart ?? []));
        var changed = tasks.Where(task => applied.Contains(task.Change.Id) && task.Change is { DesiredXml: not null } or { Layers: not null }).ToArray();
        if (changed.Length == 0)
        {
            return [];
        }

        var request = new ObservationRequest([.. changed.Select(static task => task.Change.Id)], [], []);
        var after = await host.ObserveAsync(request, cancellationToken).ConfigureAwait(false);
        var remaining = new RefusedValue[changed.Length][];
        Parallel.For(0, changed.Length, i => remaining[i] = [.. Remaining(changed[i], before.Find(changed[i].Change.Id), after.Find(changed[i].Change.Id))]);
        return [.. remaining.SelectMany(static item => item)];
    }

    private static IEnumerable<RefusedValue> Remaining(ResourceTask task, ObservedResource? before, ObservedResource? after)
    {
        var id = task.Change.Id;
        if (after is null)
        {
            return [new RefusedValue(id, "", ApplyDiagnostics.NotConverged(task.Span, id, "the object", "present", null))];
        }

        if (task.Change.Layers is not null)
        {
            return Said(task, PatchPlanner.Compare(task.Change, after.Inactive).Changes);
        }

        var lastApplied = before is null ? null : Remembering.LastApplied(id.Kind, before.Inactive);
        var result = XmlComparer.Compare(KindFacts.For(id.Kind), lastApplied, task.Change.DesiredXml!, after.Inactive);
        return Said(task, result.Changes);
    }

    private static IEnumerable<RefusedValue> Said(ResourceTask task, ImmutableArray<FieldChange> remaining) => remaining
        .Where(static change => !change.IsSecret)
        .Select(change => new RefusedValue(
            task.Change.Id, change.Path.ToString(), ApplyDiagnostics.NotConverged(task.Span, task.Change.Id, change.Path.ToString(), change.After, change.Before)));
}
