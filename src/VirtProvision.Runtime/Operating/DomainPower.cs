using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Operating;

/// <summary>Starts, stops and reboots domains, many at once over one connection.</summary>
public sealed class DomainPower(IHostConnector host, TimeProvider time)
{
    // A start makes a process and its cgroups: more at once only wait for each other.
    private const int StartsAtOnce = 8;

    // Some guests drop the first ACPI event while they boot.
    private static readonly TimeSpan s_askAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>Does nothing at all when a name is wrong.</summary>
    public async Task<PowerResult> RunAsync(PowerRequest request, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken)
    {
        var diagnostics = new DiagnosticBag();
        try
        {
            var hypervisor = await host.ConnectAsync(cancellationToken).ConfigureAwait(false);
            await using (hypervisor.ConfigureAwait(false))
            {
                var domains = await ChosenDomains.FindAsync(hypervisor, request.Domains, host.Uri, diagnostics, cancellationToken).ConfigureAwait(false);
                if (diagnostics.HasErrors)
                {
                    return new PowerResult([], [.. diagnostics]);
                }

                var outcomes = await RunAsync(hypervisor, domains, request, progress, cancellationToken).ConfigureAwait(false);
                return new PowerResult(outcomes, [.. diagnostics, .. outcomes.Select(static outcome => outcome.Finding).OfType<Diagnostic>()]);
            }
        }
        catch (LibvirtException exception)
        {
            return new PowerResult([], [.. diagnostics, HostDiagnostics.CannotRead(host.Uri, exception)]);
        }
    }

    private async Task<ImmutableArray<PowerOutcome>> RunAsync(
        IHypervisor hypervisor, ImmutableArray<ListedDomain> domains, PowerRequest request, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken)
    {
        var ends = await GuestEnds.OpenAsync(hypervisor.Guests, cancellationToken).ConfigureAwait(false);
        await using (ends.ConfigureAwait(false))
        {
            using var turn = new SemaphoreSlim(request.Action is PowerAction.Start ? StartsAtOnce : Math.Max(1, domains.Length));
            return [.. await Task.WhenAll(domains.Select(domain => OneAsync(hypervisor, domain, ends, turn, request, progress, cancellationToken))).ConfigureAwait(false)];
        }
    }

    private async Task<PowerOutcome> OneAsync(
        IHypervisor hypervisor, ListedDomain domain, GuestEnds ends, SemaphoreSlim turn, PowerRequest request, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken)
    {
        var id = new ResourceId(ResourceKind.Domain, domain.Name);
        var begin = time.GetTimestamp();
        var hasBegun = false;
        PowerOutcome outcome;
        try
        {
            await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                hasBegun = true;
                progress?.Report(new ApplyProgress(id, ApplyStage.Operation, request.Action switch { PowerAction.Start => "starting", PowerAction.Stop => "stopping", _ => "rebooting" }));
                outcome = request.Action switch
                {
                    PowerAction.Start => await StartAsync(hypervisor, id, domain, request, cancellationToken).ConfigureAwait(false),
                    PowerAction.Stop => await StopAsync(hypervisor, id, domain, ends, request, cancellationToken).ConfigureAwait(false),
                    _ => await RebootAsync(hypervisor, id, domain, ends, request, cancellationToken).ConfigureAwait(false),
                };
            }
            finally
            {
                turn.Release();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = hasBegun && request.Action is not PowerAction.Start
                ? new PowerOutcome(id, PowerState.Left, "asked, and left to it") { Finding = OperatingDiagnostics.StillAsked(domain.Name) }
                : new PowerOutcome(id, PowerState.Left, "left as it was") { Finding = OperatingDiagnostics.NotAsked(domain.Name) };
        }

        progress?.Report(new ApplyProgress(id, outcome.State is PowerState.Failed ? ApplyStage.Failed : ApplyStage.Done));
        return outcome with { Took = time.GetElapsedTime(begin) };
    }

    private static async Task<PowerOutcome> StartAsync(IHypervisor hypervisor, ResourceId id, ListedDomain domain, PowerRequest request, CancellationToken cancellationToken)
    {
        if (domain.IsActive)
        {
            return new PowerOutcome(id, PowerState.Already, "ran already");
        }

        try
        {
            await hypervisor.GuestControl.StartAsync(id, request.Paused, request.ForceBoot, cancellationToken).ConfigureAwait(false);
            return new PowerOutcome(id, PowerState.Done, request.Paused ? "started, paused" : "started");
        }
        catch (LibvirtServerException exception)
        {
            return await hypervisor.IsActiveAsync(id, cancellationToken).ConfigureAwait(false)
                ? new PowerOutcome(id, PowerState.Already, "ran already")
                : new PowerOutcome(id, PowerState.Failed, "failed") { Finding = OperatingDiagnostics.CannotStart(domain.Name, exception) };
        }
    }

    private async Task<PowerOutcome> StopAsync(
        IHypervisor hypervisor, ResourceId id, ListedDomain domain, GuestEnds ends, PowerRequest request, CancellationToken cancellationToken)
    {
        if (!domain.IsActive)
        {
            return new PowerOutcome(id, PowerState.Already, "was off already");
        }

        try
        {
            if (await WaitForEndAsync(hypervisor, id, ends.Of(domain.Uuid, GuestEnds.Stopped), request.Timeout, cancellationToken).ConfigureAwait(false))
            {
                return new PowerOutcome(id, PowerState.Done, "shut down");
            }

            if (!request.Force)
            {
                return new PowerOutcome(id, PowerState.Failed, "still runs") { Finding = OperatingDiagnostics.StaysUp(domain.Name, request.Timeout) };
            }

            return await CutPowerAsync(hypervisor, id, cancellationToken).ConfigureAwait(false)
                ? new PowerOutcome(id, PowerState.Done, "powered off")
                : new PowerOutcome(id, PowerState.Failed, "still runs") { Finding = OperatingDiagnostics.StaysUp(domain.Name, request.Timeout) };
        }
        catch (LibvirtServerException exception)
        {
            if (!await hypervisor.IsActiveAsync(id, cancellationToken).ConfigureAwait(false))
            {
                return new PowerOutcome(id, PowerState.Done, "shut down");
            }

            // Such as a paused one, which can't be asked.
            return request.Force && await CutPowerAsync(hypervisor, id, cancellationToken).ConfigureAwait(false)
                ? new PowerOutcome(id, PowerState.Done, "powered off")
                : new PowerOutcome(id, PowerState.Failed, "failed") { Finding = OperatingDiagnostics.CannotStop(domain.Name, exception) };
        }
    }

    private static async Task<bool> CutPowerAsync(IHypervisor hypervisor, ResourceId id, CancellationToken cancellationToken)
    {
        try
        {
            await hypervisor.StopAsync(id, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (LibvirtServerException)
        {
            return !await hypervisor.IsActiveAsync(id, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<PowerOutcome> RebootAsync(
        IHypervisor hypervisor, ResourceId id, ListedDomain domain, GuestEnds ends, PowerRequest request, CancellationToken cancellationToken)
    {
        if (!domain.IsActive)
        {
            return new PowerOutcome(id, PowerState.Failed, "does not run") { Finding = OperatingDiagnostics.NotRunning(domain.Name) };
        }

        try
        {
            var rebooted = ends.Of(domain.Uuid, GuestEnds.Rebooted);
            var stopped = ends.Of(domain.Uuid, GuestEnds.Stopped);
            await hypervisor.GuestControl.RequestRebootAsync(id, cancellationToken).ConfigureAwait(false);
            if (!ends.Hears)
            {
                return new PowerOutcome(id, PowerState.Done, "asked to reboot");
            }

            var first = await Task.WhenAny(rebooted, stopped, Task.Delay(request.Timeout, time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return first == rebooted ? new PowerOutcome(id, PowerState.Done, "rebooted")
                : first == stopped ? new PowerOutcome(id, PowerState.Failed, "went off") { Finding = OperatingDiagnostics.StoppedInstead(domain.Name) }
                : new PowerOutcome(id, PowerState.Failed, "did not reboot") { Finding = OperatingDiagnostics.NotRebooted(domain.Name, request.Timeout) };
        }
        catch (LibvirtServerException exception)
        {
            return new PowerOutcome(id, PowerState.Failed, "failed") { Finding = OperatingDiagnostics.CannotReboot(domain.Name, exception) };
        }
    }

    /// <summary>Asks, and asks again now and then: the answer is an event, or found when it is asked again.</summary>
    private async Task<bool> WaitForEndAsync(IHypervisor hypervisor, ResourceId id, Task stopped, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        do
        {
            await hypervisor.RequestShutdownAsync(id, cancellationToken).ConfigureAwait(false);
            if (!await hypervisor.IsActiveAsync(id, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            var left = timeout - time.GetElapsedTime(begin);
            await Task.WhenAny(stopped, Task.Delay(left < s_askAgainAfter ? (left < TimeSpan.Zero ? TimeSpan.Zero : left) : s_askAgainAfter, time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (stopped.IsCompleted || !await hypervisor.IsActiveAsync(id, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }
        while (time.GetElapsedTime(begin) < timeout);

        return false;
    }
}
