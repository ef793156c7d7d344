using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Applying;

/// <summary>Asks a guest to shut down and waits until it has, or until the deadline.</summary>
internal static class GuestShutdown
{
    // libvirt offers an event for this; asking 5 times a second is simpler, costs nothing next to a guest's shutdown, and can't miss it.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    // Some guests drop the first ACPI event while they boot.
    private static readonly TimeSpan s_askAgainAfter = TimeSpan.FromSeconds(5);

    /// <returns>Whether the domain is off.</returns>
    public static async Task<bool> RunAsync(IHypervisor host, ResourceId domain, TimeSpan deadline, TimeProvider time, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        var asked = begin;
        await host.RequestShutdownAsync(domain, cancellationToken).ConfigureAwait(false);
        while (await host.IsActiveAsync(domain, cancellationToken).ConfigureAwait(false))
        {
            if (time.GetElapsedTime(begin) >= deadline)
            {
                return false;
            }

            if (time.GetElapsedTime(asked) >= s_askAgainAfter)
            {
                asked = time.GetTimestamp();
                await host.RequestShutdownAsync(domain, cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(s_pause, time, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }
}
