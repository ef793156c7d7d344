using VirtProvision.Core.Cloning;
using VirtProvision.Runtime.Applying;

namespace VirtProvision.Runtime.Cloning;

/// <summary>Runs that make up names at the same time make up the same ones: who comes second goes on to the next.</summary>
public static class CloneContest
{
    // Each time somebody else got on, so it ends; this is for the case that it does not.
    private const int MostRounds = 20;

    /// <summary>Makes what was prepared, as other clones where other runs took the names.</summary>
    /// <returns>What the clones are in the end, and what became of them.</returns>
    public static async Task<(PreparedClones Prepared, CloneResult Result)> RunAsync(DomainCloner cloner, PreparedClones prepared, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken)
    {
        var result = await cloner.RunAsync(prepared, progress, cancellationToken).ConfigureAwait(false);
        for (var round = 0; round < MostRounds && !cancellationToken.IsCancellationRequested && prepared.Order.Request.Names.IsEmpty; round++)
        {
            if (Lost(result) is not { Length: > 0 } lost)
            {
                break;
            }

            var request = prepared.Order.Request;
            request = request with { Count = lost.Length, Avoided = request.Avoided.Union(prepared.Plan!.Clones.Select(static clone => clone.Name)) };
            var next = await cloner.PrepareAsync(prepared.Order with { Request = request }, cancellationToken).ConfigureAwait(false);
            if (next.HasErrors)
            {
                return (prepared, new CloneResult(result.Report, [.. result.Diagnostics, .. next.Diagnostics.Where(static finding => finding.IsError)]));
            }

            var again = await cloner.RunAsync(next, progress, cancellationToken).ConfigureAwait(false);
            (prepared, result) = Merge(prepared, result, lost, next, again);
        }

        return (prepared, result);
    }

    private static int[] Lost(CloneResult result) =>
        [.. (result.Report?.Outcomes ?? []).Index().Where(static item => item.Item.State is OutcomeState.Failed && item.Item.Diagnostics.Any(ApplyDiagnostics.IsLostRace)).Select(static item => item.Index)];

    private static (PreparedClones Prepared, CloneResult Result) Merge(PreparedClones prepared, CloneResult result, int[] lost, PreparedClones next, CloneResult again)
    {
        if (again.Report is null)
        {
            return (prepared, new CloneResult(result.Report, again.Diagnostics));
        }

        var clones = prepared.Plan!.Clones.ToBuilder();
        var outcomes = result.Report!.Outcomes.ToBuilder();
        var xml = prepared.Xml.ToBuilder();
        for (var i = 0; i < lost.Length; i++)
        {
            (clones[lost[i]], outcomes[lost[i]], xml[lost[i]]) = (next.Plan!.Clones[i], again.Report.Outcomes[i], next.Xml[i]);
        }

        // What was said of the clones that were lost is of no interest any more.
        var forgotten = lost.SelectMany(index => result.Report.Outcomes[index].Diagnostics).ToHashSet();
        var merged = prepared with { Order = next.Order with { Request = next.Order.Request with { Count = prepared.Order.Request.Count } }, Plan = prepared.Plan with { Clones = clones.ToImmutable() }, Xml = xml.ToImmutable() };
        return (merged, new CloneResult(new ApplyReport(outcomes.ToImmutable()), [.. result.Diagnostics.Where(finding => !forgotten.Contains(finding)), .. again.Diagnostics])
        {
            Identities = result.Identities.AddRange(again.Identities),
        });
    }
}
