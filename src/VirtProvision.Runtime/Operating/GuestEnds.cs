using System.Collections.Concurrent;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Operating;

/// <summary>Hears which guests have stopped or rebooted; so have it before asking them to.</summary>
internal sealed class GuestEnds : IAsyncDisposable
{
    public const string Stopped = "stopped";
    public const string Rebooted = "rebooted";

    private readonly ConcurrentDictionary<(Guid Domain, string What), TaskCompletionSource> _heard = new();
    private readonly IHostWatch? _watch;
    private readonly Task _reading;

    private GuestEnds(IHostWatch? watch)
    {
        _watch = watch;
        _reading = watch is null ? Task.CompletedTask : ReadAsync(watch);
    }

    /// <summary>Whether anything is heard: not of a driver without events.</summary>
    public bool Hears => _watch is not null;

    public static async Task<GuestEnds> OpenAsync(IGuestReader guests, CancellationToken cancellationToken)
    {
        try
        {
            return new GuestEnds(await guests.WatchAsync([HostEventType.Lifecycle], cancellationToken).ConfigureAwait(false));
        }
        catch (LibvirtServerException exception) when (exception.Code is LibvirtErrorCode.NoSupport)
        {
            return new GuestEnds(null);
        }
    }

    public Task Of(Guid domain, string what) =>
        _heard.GetOrAdd((domain, what), static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public async ValueTask DisposeAsync()
    {
        if (_watch is not null)
        {
            await _watch.DisposeAsync().ConfigureAwait(false);
        }

        await _reading.ConfigureAwait(false);
    }

    private async Task ReadAsync(IHostWatch watch)
    {
        try
        {
            await foreach (var one in ((IAsyncEnumerable<HostEvent>)watch).ConfigureAwait(false))
            {
                if (one.What is Stopped or Rebooted && _heard.TryGetValue((one.Uuid, one.What), out var waiting))
                {
                    waiting.TrySetResult();
                }
            }
        }
        catch (LibvirtException)
        {
            // With the connection, the next call fails and says so.
        }
    }
}
