namespace VirtProvision.Runtime.Hypervisors;

/// <summary>A host whose first read-only connection is begun before anybody asks for it; whoever asks first gets that one.</summary>
internal sealed class EarlyConnector : IHostConnector, IAsyncDisposable
{
    private readonly IHostConnector _host;
    private readonly CancellationTokenSource _unneeded;
    private Task<IHypervisorReader>? _begun;

    /// <param name="begins">Whether somebody will likely ask; otherwise this is the host as it was.</param>
    public EarlyConnector(IHostConnector host, bool begins, CancellationToken cancellationToken)
    {
        _host = host;
        _unneeded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _begun = begins ? host.ConnectReadOnlyAsync(_unneeded.Token) : null;
    }

    public string Uri => _host.Uri;

    public bool IsLocal => _host.IsLocal;

    public Task<IHypervisorReader> ConnectReadOnlyAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _begun, null) is not { } begun)
        {
            return _host.ConnectReadOnlyAsync(cancellationToken);
        }

        // Who has it gives it up by a token of his own.
        cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _unneeded);
        return begun;
    }

    public Task<IHypervisor> ConnectAsync(CancellationToken cancellationToken) => _host.ConnectAsync(cancellationToken);

    /// <summary>Takes leave of the host, if nobody asked for the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _begun, null) is { } begun)
        {
            await _unneeded.CancelAsync().ConfigureAwait(false);
            await ((Task)begun).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (begun.IsCompletedSuccessfully)
            {
                await (await begun.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }

            // Not where it was handed out: whoever has it may still give it up.
            _unneeded.Dispose();
        }
    }
}
