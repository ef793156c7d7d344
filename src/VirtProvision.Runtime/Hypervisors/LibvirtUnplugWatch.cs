using System.Collections.Concurrent;
using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>The events DEVICE_REMOVED and DEVICE_REMOVAL_FAILED of one domain.</summary>
internal sealed class LibvirtUnplugWatch : IUnplugWatch
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<UnplugAnswer>> _answers = new(StringComparer.Ordinal);
    private readonly LibvirtEvents<DomainDeviceRemoved> _removed;
    private readonly LibvirtEvents<DomainDeviceRemovalFailed> _failed;
    private readonly Task _reading;
    private readonly TimeProvider _time;

    private LibvirtUnplugWatch(LibvirtEvents<DomainDeviceRemoved> removed, LibvirtEvents<DomainDeviceRemovalFailed> failed, TimeProvider time)
    {
        (_removed, _failed, _time) = (removed, failed, time);
        _reading = Task.WhenAll(
            ReadAsync(removed, static one => one.Alias, UnplugAnswer.Gone),
            ReadAsync(failed, static one => one.Alias, UnplugAnswer.Refused));
    }

    public static async Task<LibvirtUnplugWatch> OpenAsync(LibvirtClient client, DomainRef domain, CancellationToken cancellationToken)
    {
        var removed = await client.WatchDevicesRemovedAsync(domain, cancellationToken).ConfigureAwait(false);
        try
        {
            return new LibvirtUnplugWatch(removed, await client.WatchDeviceRemovalFailuresAsync(domain, cancellationToken).ConfigureAwait(false), TimeProvider.System);
        }
        catch
        {
            await removed.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async Task<UnplugAnswer> WaitAsync(string alias, TimeSpan deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await AnswerTo(alias).Task.WaitAsync(deadline, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return UnplugAnswer.None;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _removed.DisposeAsync().ConfigureAwait(false);
        await _failed.DisposeAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
    }

    private async Task ReadAsync<T>(LibvirtEvents<T> events, Func<T, string> aliasOf, UnplugAnswer answer)
    {
        try
        {
            await foreach (var one in ((IAsyncEnumerable<T>)events).ConfigureAwait(false))
            {
                AnswerTo(aliasOf(one)).TrySetResult(answer);
            }
        }
        catch (LibvirtException)
        {
            // With the connection, the next call fails and says so.
        }
    }

    private TaskCompletionSource<UnplugAnswer> AnswerTo(string alias) =>
        _answers.GetOrAdd(alias, static _ => new TaskCompletionSource<UnplugAnswer>(TaskCreationOptions.RunContinuationsAsynchronously));
}
