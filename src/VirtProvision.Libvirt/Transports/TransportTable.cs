using System.Diagnostics;

namespace VirtProvision.Libvirt.Transports;

/// <summary>The transports that this client speaks.</summary>
internal static class TransportTable
{
    private static readonly ImmutableArray<ITransport> s_all = [new UnixTransport(), new SshTransport(), new LibsshTransport(), new TcpTransport(), new TlsTransport(), new ExternalTransport()];

    public static ITransport For(LibvirtUri uri)
    {
        foreach (var transport in s_all)
        {
            if (transport.Serves(uri.Transport))
            {
                return transport;
            }
        }

        throw new UnreachableException($"No transport serves {uri.Transport}.");
    }
}
