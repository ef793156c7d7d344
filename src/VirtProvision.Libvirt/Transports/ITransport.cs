using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Transports;

/// <summary>A way to reach a daemon. A new one is a class of this kind and a line in <see cref="TransportTable"/>.</summary>
public interface ITransport
{
    bool Serves(LibvirtTransport transport);

    /// <summary>Opens a two-way byte stream to the daemon; disposing of it ends the connection.</summary>
    /// <exception cref="LibvirtConnectException">It can't be reached; the failure says why.</exception>
    Task<Stream> OpenAsync(LibvirtUri uri, TransportOptions options, CancellationToken cancellationToken);
}
