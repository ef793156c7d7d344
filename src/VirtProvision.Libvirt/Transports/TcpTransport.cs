namespace VirtProvision.Libvirt.Transports;

/// <summary>A daemon that listens on TCP, unencrypted: for networks that nobody else is on. https://libvirt.org/uri.html#tcp-transport</summary>
internal sealed class TcpTransport : ITransport
{
    private const int UsualPort = 16509;

    public bool Serves(LibvirtTransport transport) => transport is LibvirtTransport.Tcp;

    public async Task<Stream> OpenAsync(LibvirtUri uri, TransportOptions options, CancellationToken cancellationToken) =>
        await TcpSockets.ConnectAsync(uri, UsualPort, cancellationToken).ConfigureAwait(false);
}
