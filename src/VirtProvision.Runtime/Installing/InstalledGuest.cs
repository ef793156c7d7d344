using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Installing;

/// <summary>A guest whose installation has begun: its console, its end, and its first start as a system of its own.</summary>
public sealed class InstalledGuest(IHypervisor host, ResourceId domain, TimeProvider time) : IAsyncDisposable
{
    // libvirt has an event for it; twice a second is soon enough for a person, and can't be missed.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    public static async Task<InstalledGuest> ConnectAsync(IHostConnector host, ResourceId domain, CancellationToken cancellationToken) =>
        new(await host.ConnectAsync(cancellationToken).ConfigureAwait(false), domain, TimeProvider.System);

    public Task<bool> IsRunningAsync(CancellationToken cancellationToken) => host.IsActiveAsync(domain, cancellationToken);

    /// <summary>Null when the domain has no serial console that could be opened.</summary>
    public async Task<Stream?> OpenConsoleAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await host.OpenConsoleAsync(domain, cancellationToken).ConfigureAwait(false);
        }
        catch (LibvirtServerException)
        {
            return null;
        }
    }

    /// <returns>Whether the guest is off; false when the deadline passed.</returns>
    public async Task<bool> WaitForEndAsync(TimeSpan? deadline, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        while (await IsRunningAsync(cancellationToken).ConfigureAwait(false))
        {
            if (time.GetElapsedTime(begin) >= deadline)
            {
                return false;
            }

            await Task.Delay(s_pause, time, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Starts it with the configuration that stays.</summary>
    public Task RestartAsync(CancellationToken cancellationToken) => host.StartAsync(domain, cancellationToken);

    /// <summary>Cuts its power.</summary>
    public Task PowerOffAsync() => host.StopAsync(domain, CancellationToken.None);

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
