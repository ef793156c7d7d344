using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>Connects to libvirt at a URI such as <c>qemu:///system</c>.</summary>
/// <param name="options">How the connections behave; whether they may write is decided here.</param>
public sealed class LibvirtConnector(string uri, LibvirtConnectOptions? options = null) : IHostConnector
{
    private readonly LibvirtConnectOptions _options = options ?? LibvirtConnectOptions.Default;

    public string Uri { get; } = uri;

    public bool IsLocal => LibvirtUri.Parse(Uri) is { Host: null, Transport: LibvirtTransport.Unix };

    public async Task<IHypervisorReader> ConnectReadOnlyAsync(CancellationToken cancellationToken) =>
        new LibvirtHypervisor(await OpenAsync(readOnly: true, cancellationToken).ConfigureAwait(false), token => OpenAsync(readOnly: false, token));

    public async Task<IHypervisor> ConnectAsync(CancellationToken cancellationToken) =>
        new LibvirtHypervisor(await OpenAsync(readOnly: false, cancellationToken).ConfigureAwait(false));

    private Task<LibvirtClient> OpenAsync(bool readOnly, CancellationToken cancellationToken) =>
        LibvirtClient.ConnectAsync(LibvirtUri.Parse(Uri), _options with { ReadOnly = readOnly }, cancellationToken);
}
