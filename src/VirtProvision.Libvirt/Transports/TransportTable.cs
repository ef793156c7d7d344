using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Transports;

/// <summary>The transports that this client speaks.</summary>
internal static class TransportTable
{
    private static readonly ImmutableArray<ITransport> s_all = [new UnixTransport(), new SshTransport(), new TcpTransport(), new TlsTransport(), new ExternalTransport()];

    public static ITransport For(LibvirtUri uri)
    {
        foreach (var transport in s_all)
        {
            if (transport.Serves(uri.Transport))
            {
                return transport;
            }
        }

        throw new LibvirtConnectException(
            LibvirtConnectFailure.UnsupportedTransport,
            $"The URI \"{uri}\" asks for the transport \"{uri.Transport.ToString().ToLowerInvariant()}\", which this version can't speak. Run on the host itself with a URI such as \"{uri.Driver}:///system\".");
    }
}
