using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>
/// The connection for questions that libvirt refuses to a read-only one, as their answer runs something: where the first may not ask them, a second one that
/// may write, opened when the first of them is asked. Nothing is ever written on it.
/// </summary>
/// <param name="openWriting">Null: those questions stay open, unless <paramref name="client"/> itself may write.</param>
internal sealed class AskingConnection(LibvirtClient client, Func<CancellationToken, Task<LibvirtClient>>? openWriting) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private Task<LibvirtClient?>? _second;

    /// <summary>Null where nobody may ask.</summary>
    public Task<LibvirtClient?> GetAsync(CancellationToken cancellationToken)
    {
        if (!client.IsReadOnly)
        {
            return Task.FromResult<LibvirtClient?>(client);
        }

        lock (_gate)
        {
            return _second ??= OpenAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_second is { } second)
        {
            await ((Task)second).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (second is { IsCompletedSuccessfully: true, Result: { } opened })
            {
                await opened.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<LibvirtClient?> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return openWriting is null ? null : await openWriting(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is LibvirtConnectException or LibvirtServerException)
        {
            // Whoever may only look gets the answers of a host that does not tell.
            return null;
        }
    }
}
