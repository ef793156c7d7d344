namespace VirtProvision.Runtime.Hypervisors;

/// <summary>
/// A read-only connection begun before it is certain that one is needed: the greeting takes half a dozen round trips, and the specs are read meanwhile.
/// A host that refuses is nobody's business until somebody asks for <see cref="Reader"/>.
/// </summary>
internal sealed class EarlyConnection : IAsyncDisposable
{
    private readonly CancellationTokenSource _unneeded;
    private Task? _closing;

    public EarlyConnection(IHostConnector host, CancellationToken cancellationToken)
    {
        _unneeded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Reader = host.ConnectReadOnlyAsync(_unneeded.Token);
    }

    public Task<IHypervisorReader> Reader { get; }

    /// <summary>Takes leave of the host, for which nobody has to wait before <see cref="DisposeAsync"/>.</summary>
    public void BeginClose() => _closing ??= CloseAsync();

    public async ValueTask DisposeAsync()
    {
        BeginClose();
        await _closing!.ConfigureAwait(false);
    }

    private async Task CloseAsync()
    {
        await _unneeded.CancelAsync().ConfigureAwait(false);
        await ((Task)Reader).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Reader.IsCompletedSuccessfully)
        {
            var reader = await Reader.ConfigureAwait(false);
            await reader.DisposeAsync().ConfigureAwait(false);
        }

        _unneeded.Dispose();
    }
}
