using System.Collections.Concurrent;
using VirtProvision.Runtime.Applying;

namespace VirtProvision.Runtime.Fleet;

/// <summary>A change of many hosts: each is looked at, somebody is asked once, and each is changed.</summary>
/// <param name="LookAsync">Plans for one host.</param>
internal sealed record FleetChange(
    ApplyOptions Options,
    Func<FleetHost, CancellationToken, Task<HostLook>> LookAsync,
    Func<FleetResult<PlanResult>, CancellationToken, Task<bool>> ConfirmAsync,
    IProgress<ApplyProgress>? Progress,
    CancellationToken CancellationToken)
{
    /// <summary>Where no spec speaks of hosts.</summary>
    public async Task<ApplyResult> OnAsync(FleetHost host)
    {
        var look = await LookAsync(host, CancellationToken).ConfigureAwait(false);
        await using (look.ConfigureAwait(false))
        {
            return await host.Pipeline.CarryOutAsync(
                look, host.Connector, Options, (plan, token) => ConfirmAsync(FleetResult.Of(plan), token), Progress, CancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<ImmutableArray<HostRun<ApplyResult>>> OnAllAsync(FleetWorkspace fleet, int atOnce)
    {
        var looks = new ConcurrentDictionary<FleetHost, HostLook>(ReferenceEqualityComparer.Instance);
        try
        {
            var planned = await HostTurns.EachAsync(fleet.Hosts, atOnce, skips: true, PlanAsync, CancellationToken).ConfigureAwait(false);
            var isAgreed = !looks.Values.Any(look => Pipeline.HasWork(look, Options))
                || await ConfirmAsync(new FleetResult<PlanResult>(planned, fleet.Findings), CancellationToken).ConfigureAwait(false);

            // Where nothing could be planned, that is the result.
            var failed = fleet.Hosts.Zip(planned).Where(pair => !looks.ContainsKey(pair.First)).ToDictionary(static pair => pair.First, static pair => pair.Second);
            var changed = await HostTurns.EachAsync([.. fleet.Hosts.Where(looks.ContainsKey)], atOnce, skips: true, host => CarryOutAsync(host, looks[host], isAgreed), CancellationToken.None).ConfigureAwait(false);
            var results = fleet.Hosts.Where(looks.ContainsKey).Zip(changed).ToDictionary(static pair => pair.First, static pair => pair.Second);
            return [.. fleet.Hosts.Select(host => results.TryGetValue(host, out var run) ? Interrupted(run) : new HostRun<ApplyResult>(failed[host].Name, failed[host].Uri, failed[host].State, null)
            {
                Reason = failed[host].Reason,
                Diagnostics = failed[host].Diagnostics,
            })];
        }
        finally
        {
            foreach (var look in looks.Values)
            {
                await look.DisposeAsync().ConfigureAwait(false);
            }
        }

        async Task<PlanResult> PlanAsync(FleetHost host)
        {
            var look = await LookAsync(host, CancellationToken).ConfigureAwait(false);
            looks[host] = look;
            return look.ToPlan();
        }
    }

    // Once somebody agreed, every host has an end of its own, however the run ends: what was done must be told.
    private async Task<ApplyResult> CarryOutAsync(FleetHost host, HostLook look, bool isAgreed)
    {
        var progress = Progress is null ? null : new HostProgress(Progress, host.Label);
        try
        {
            CancellationToken.ThrowIfCancellationRequested();
            return await host.Pipeline.CarryOutAsync(look, host.Connector, Options, (_, _) => Task.FromResult(isAgreed), progress, CancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (CancellationToken.IsCancellationRequested)
        {
            look.Diagnostics.Add(FleetRunDiagnostics.StoppedBefore());
            return look.ToResult(report: null);
        }
    }

    private static HostRun<ApplyResult> Interrupted(HostRun<ApplyResult> run) =>
        run.Diagnostics.Any(static finding => finding.Code == FleetRunDiagnostics.StoppedBefore().Code) ? run with { State = HostState.Interrupted } : run;
}
