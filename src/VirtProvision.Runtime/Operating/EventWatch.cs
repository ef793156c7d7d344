using System.Runtime.CompilerServices;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Operating;

/// <summary>What a host tells of what happens, for as long as somebody listens: a connection that is lost is made again.</summary>
/// <param name="tell">Hears of connections lost and made again.</param>
public sealed class EventWatch(IHostConnector host, TimeProvider time, Action<Diagnostic> tell)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    /// <summary>Whether a lost connection is made again; else it ends the watch.</summary>
    public bool Reconnects { get; init; } = true;

    /// <summary>Called whenever the watch stands: from then on nothing is missed.</summary>
    public Action? Standing { get; init; }

    /// <summary>What ended the watch: the first connection did not come about, or one was lost that is not made again.</summary>
    public Diagnostic? Failure { get; private set; }

    public async IAsyncEnumerable<HostEvent> ReadAsync(IReadOnlyCollection<HostEventType> types, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pause = s_firstPause;
        var isFirst = true;
        while (true)
        {
            LibvirtException? lost;
            var opened = await OpenAsync(types, cancellationToken).ConfigureAwait(false);
            if (opened.Watch is { } watch)
            {
                if (!isFirst)
                {
                    tell(OperatingDiagnostics.WatchBack(host.Uri));
                }

                isFirst = false;
                pause = s_firstPause;
                Standing?.Invoke();
                var row = watch.Watch.GetAsyncEnumerator(cancellationToken);
                try
                {
                    while (true)
                    {
                        (var one, lost) = await NextAsync(row).ConfigureAwait(false);
                        if (one is null)
                        {
                            break;
                        }

                        yield return one;
                    }
                }
                finally
                {
                    await row.DisposeAsync().ConfigureAwait(false);
                    await watch.DisposeAsync().ConfigureAwait(false);
                }
            }
            else
            {
                lost = opened.Failure;
            }

            if (lost is null)
            {
                yield break;
            }

            if (isFirst || !Reconnects || lost is LibvirtServerException)
            {
                Failure = lost is LibvirtServerException refused ? OperatingDiagnostics.CannotWatch(host.Uri, refused) : HostDiagnostics.CannotRead(host.Uri, lost);
                yield break;
            }

            tell(OperatingDiagnostics.WatchLost(host.Uri, lost.Message, pause));
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
        }
    }

    private static async Task<(HostEvent? Event, LibvirtException? Lost)> NextAsync(IAsyncEnumerator<HostEvent> row)
    {
        try
        {
            return await row.MoveNextAsync().ConfigureAwait(false) ? (row.Current, null) : (null, null);
        }
        catch (LibvirtException exception)
        {
            return (null, exception);
        }
    }

    private async Task<(OpenWatch? Watch, LibvirtException? Failure)> OpenAsync(IReadOnlyCollection<HostEventType> types, CancellationToken cancellationToken)
    {
        IHypervisorReader? reader = null;
        try
        {
            reader = await host.ConnectReadOnlyAsync(cancellationToken).ConfigureAwait(false);
            return (new OpenWatch(reader, await reader.Guests.WatchAsync(types, cancellationToken).ConfigureAwait(false)), null);
        }
        catch (LibvirtException exception)
        {
            if (reader is not null)
            {
                await reader.DisposeAsync().ConfigureAwait(false);
            }

            return (null, exception);
        }
    }

    private sealed record OpenWatch(IHypervisorReader Reader, IHostWatch Watch) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Watch.DisposeAsync().ConfigureAwait(false);
            await Reader.DisposeAsync().ConfigureAwait(false);
        }
    }
}
