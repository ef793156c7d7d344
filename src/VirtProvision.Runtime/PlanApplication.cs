using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime;

/// <summary>Carries a plan out: operations, their execution, and the second look.</summary>
internal sealed class PlanApplication(IHostConnector host, PipelineTools tools, IProgress<ApplyProgress>? progress)
{
    public async Task<ApplyResult> RunAsync(HostLook look, ApplyOptions options, CancellationToken cancellationToken)
    {
        var tasks = OperationPlanner.Tasks(look.Plan!, look.Graph, options);
        if (tasks.All(static task => task.Operations.IsEmpty))
        {
            return look.ToResult(Executor.Untouched(tasks));
        }

        await look.Spool.FillAsync(look.Uploads, progress, look.Diagnostics, cancellationToken).ConfigureAwait(false);
        var images = Preflight.Images(tasks, look.Diagnostics);
        await Preflight.HashesAsync(tasks, images, progress, look.Diagnostics, cancellationToken).ConfigureAwait(false);
        if (look.Diagnostics.HasErrors)
        {
            return look.ToResult(report: null);
        }

        try
        {
            var hypervisor = await host.ConnectAsync(cancellationToken).ConfigureAwait(false);
            await using (hypervisor.ConfigureAwait(false))
            {
                var runner = new OperationRunner(hypervisor, images, Remembering.Default, progress, tools.Time);
                await using var end = runner.ConfigureAwait(false);
                var complete = tasks.Select(task => Creation.Complete(task, Remembering.Default, tools.NewId));
                var report = await new Executor(runner, progress, options.Parallelism).RunAsync([.. complete], look.Graph, cancellationToken).ConfigureAwait(false);
                if (report.Outcomes.Count(Executor.IsNotBegun) is var notBegun and > 0)
                {
                    look.Diagnostics.Add(ApplyDiagnostics.NotBegun(report.Count(OutcomeState.Applied) + report.Count(OutcomeState.PendingRestart), notBegun));
                }

                var refused = await LookAgainAsync(hypervisor, look, tasks, report, cancellationToken).ConfigureAwait(false);
                return look.ToResult(new ApplyReport([.. report.Outcomes.Zip(tasks, (outcome, task) => outcome with { Fields = FieldOutcome.Of(task.Change, outcome, refused) })]));
            }
        }
        catch (LibvirtException exception)
        {
            look.Diagnostics.Add(HostDiagnostics.CannotRead(host.Uri, exception));
            return look.ToResult(report: null);
        }
    }

    private static async Task<ImmutableArray<RefusedValue>> LookAgainAsync(IHypervisor hypervisor, HostLook look, ImmutableArray<ResourceTask> tasks, ApplyReport report, CancellationToken cancellationToken)
    {
        // A run that was stopped or cut off has said so for each resource; there is no host to look at, or no time.
        if (cancellationToken.IsCancellationRequested || report.Outcomes.Any(static outcome => outcome.Diagnostics.Any(ApplyDiagnostics.IsConnectionLost)))
        {
            return [];
        }

        try
        {
            var refused = await ConvergenceCheck.RunAsync(hypervisor, tasks, report, look.Observed, cancellationToken).ConfigureAwait(false);
            look.Diagnostics.AddRange(refused.Select(static value => value.Finding));
            return refused;
        }
        catch (LibvirtException exception)
        {
            look.Diagnostics.Add(ApplyDiagnostics.NotVerified(exception.Message));
        }
        catch (OperationCanceledException)
        {
            // Everything was done by then; only the look was cut short.
        }

        return [];
    }
}
