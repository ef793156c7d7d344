using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Libvirt;

/// <summary>
/// A libvirt connection. All methods may be called at once from any thread: calls share the connection and are answered as they are done,
/// so a batch is <c>Task.WhenAll</c> over single calls, but a call that depends on another must await it.
/// <para>
/// Each method fails with <see cref="LibvirtServerException"/> when the server refuses, <see cref="LibvirtConnectionLostException"/> when the connection ends,
/// <see cref="LibvirtTimeoutException"/> when no answer comes, <see cref="LibvirtProtocolException"/> when the answer isn't one, and <see cref="ArgumentException"/>
/// when an argument can't be sent at all.
/// </para>
/// </summary>
public sealed partial class LibvirtClient : IAsyncDisposable
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);

    private readonly RpcConnection _rpc;
    private readonly LibvirtConnectOptions _options;

    private LibvirtClient(RpcConnection rpc, LibvirtUri uri, LibvirtConnectOptions options)
    {
        _rpc = rpc;
        _options = options;
        Uri = uri;
    }

    public LibvirtUri Uri { get; }

    public bool IsReadOnly => _options.ReadOnly;

    /// <exception cref="LibvirtConnectException">No connection came about; its failure says why.</exception>
    /// <exception cref="LibvirtServerException">The daemon answers, but can't open the driver that the URI names.</exception>
    public static async Task<LibvirtClient> ConnectAsync(LibvirtUri uri, LibvirtConnectOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(uri);
        options ??= LibvirtConnectOptions.Default;
        return new LibvirtClient(await Handshake.ConnectAsync(uri, options, cancellationToken).ConfigureAwait(false), uri, options);
    }

    public Task<string> GetHostnameAsync(CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(ConnectionProcedures.GetHostname, default, cancellationToken);

    /// <summary>The URI as the server resolved it.</summary>
    public Task<string> GetUriAsync(CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(ConnectionProcedures.GetUri, default, cancellationToken);

    /// <summary>The driver's name, such as <c>QEMU</c> or <c>TEST</c>.</summary>
    public Task<string> GetDriverTypeAsync(CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(ConnectionProcedures.GetDriverType, default, cancellationToken);

    /// <summary>The hypervisor's version.</summary>
    public Task<Version> GetVersionAsync(CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(ConnectionProcedures.GetVersion, default, cancellationToken);

    /// <summary>The daemon's version.</summary>
    public Task<Version> GetLibvirtVersionAsync(CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(ConnectionProcedures.GetLibVersion, default, cancellationToken);

    public Task<bool> SupportsAsync(ConnectionFeature feature, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(ConnectionProcedures.SupportsFeature, feature, cancellationToken);

    /// <summary>What the host can do, as XML. https://libvirt.org/formatcaps.html</summary>
    public Task<string> GetCapabilitiesAsync(CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(ConnectionProcedures.GetCapabilities, default, cancellationToken);

    /// <summary>What a domain on this host can have, as XML; refused on a read-only connection, though it changes nothing. https://libvirt.org/formatdomaincaps.html</summary>
    public Task<string> GetDomainCapabilitiesAsync(DomainCapabilitiesQuery? query = null, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(ConnectionProcedures.GetDomainCapabilities, query ?? new DomainCapabilitiesQuery(), cancellationToken);

    /// <summary>The CPU that all the given ones (<c>&lt;cpu&gt;</c> elements) can stand in for, as a domain of that machine would have it; refused on a read-only connection, though it changes nothing.</summary>
    public Task<string> BaselineHypervisorCpuAsync(
        DomainCapabilitiesQuery query, ImmutableArray<string> cpus, CpuBaselineFlags flags = CpuBaselineFlags.None, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(ConnectionProcedures.BaselineHypervisorCpu, (query, cpus, flags), cancellationToken);

    /// <summary>Takes leave of the server, briefly, and closes the connection; calls that still wait end as lost.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(s_farewell, _options.TimeProvider);
        try
        {
            await _rpc.CallAsync(ConnectionProcedures.Close, default, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is LibvirtException or OperationCanceledException)
        {
            // It is gone already, or doesn't answer: nothing is owed to it any more.
        }

        await _rpc.DisposeAsync().ConfigureAwait(false);
    }

    // "Not there" is an answer, not a failure.
    private static async Task<T?> OrNullAsync<T>(Task<T> lookup)
        where T : class
    {
        try
        {
            return await lookup.ConfigureAwait(false);
        }
        catch (LibvirtServerException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }
}
