using VirtProvision.Core.Cloning;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Cloning;

/// <summary>Starts guests, has each say who it is, and compares the answers.</summary>
internal sealed class IdentityVerification(IHypervisor host, TimeProvider time, IProgress<ApplyProgress>? progress)
{
    /// <summary>Starts all, and asks them where that is wanted.</summary>
    public async Task<VerifiedGuests> RunAsync(ImmutableArray<AskedGuest> guests, GuestStart start, CancellationToken cancellationToken)
    {
        var heard = new VerifiedGuests[guests.Length];
        await Parallel.ForAsync(0, guests.Length, new ParallelOptions { MaxDegreeOfParallelism = start.Parallelism, CancellationToken = cancellationToken },
            async (i, token) => heard[i] = await RunAsync(guests[i], start, token).ConfigureAwait(false)).ConfigureAwait(false);
        var identities = heard.SelectMany(static one => one.Identities).ToImmutableDictionary(StringComparer.Ordinal);
        var answers = guests.Where(guest => identities.ContainsKey(guest.Domain)).Select(guest => (guest, identities[guest.Domain])).ToArray();
        return new VerifiedGuests(identities, [.. heard.SelectMany(static one => one.Diagnostics), .. IdentityComparison.Find(answers)]);
    }

    /// <summary>Has a guest that runs say who it is.</summary>
    public async Task<VerifiedGuests> AskAsync(AskedGuest guest, TimeSpan patience, CancellationToken cancellationToken)
    {
        var id = IdOf(guest);
        progress?.Report(new ApplyProgress(id, ApplyStage.Operation, "asking"));
        if (await new GuestIdentityReader(host, time).ReadAsync(guest, patience, cancellationToken).ConfigureAwait(false) is { } identity)
        {
            return VerifiedGuests.None with { Identities = VerifiedGuests.None.Identities.Add(guest.Domain, identity) };
        }

        return VerifiedGuests.Failed(await host.IsActiveAsync(id, cancellationToken).ConfigureAwait(false)
            ? IdentityDiagnostics.NoAnswer(guest.Domain, patience.TotalSeconds, guest.HasAgent, guest is { HasConsole: true, IsToldToReport: true })
            : IdentityDiagnostics.WentOff(guest.Domain));
    }

    private async Task<VerifiedGuests> RunAsync(AskedGuest guest, GuestStart start, CancellationToken cancellationToken)
    {
        var id = IdOf(guest);
        progress?.Report(new ApplyProgress(id, ApplyStage.Operation, "starting"));
        try
        {
            await host.StartAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (LibvirtServerException exception)
        {
            return VerifiedGuests.Failed(IdentityDiagnostics.NotStarted(guest.Domain, exception.Message));
        }

        try
        {
            var heard = start.VerifiesIdentity ? await AskAsync(guest, start.Patience, cancellationToken).ConfigureAwait(false) : VerifiedGuests.None;
            return start.KeepsRunning || !await host.IsActiveAsync(id, cancellationToken).ConfigureAwait(false)
                || await GuestShutdown.RunAsync(host, id, start.ShutdownDeadline, time, cancellationToken).ConfigureAwait(false)
                ? heard
                : heard with { Diagnostics = heard.Diagnostics.Add(IdentityDiagnostics.StillRuns(guest.Domain, start.ShutdownDeadline.TotalSeconds)) };
        }
        catch (OperationCanceledException) when (!start.KeepsRunning)
        {
            await LeaveAsync(id).ConfigureAwait(false);
            throw;
        }
    }

    // Who stops the run does not wait for guests; they are asked to go, as they would have been.
    private async Task LeaveAsync(ResourceId id)
    {
        try
        {
            await host.RequestShutdownAsync(id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (LibvirtException)
        {
            // It is off, or the host is gone.
        }
    }

    private static ResourceId IdOf(AskedGuest guest) => new(ResourceKind.Domain, guest.Domain);
}
