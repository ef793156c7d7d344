using System.Net.Security;
using System.Security.Authentication;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Transports;

/// <summary>A daemon behind TLS, each side known by its certificate. https://libvirt.org/kbase/tlscerts.html</summary>
internal sealed class TlsTransport : ITransport
{
    private const int UsualPort = 16514;

    // Sent by the server once it has looked at the client's certificate and address (virnettlscontext.c).
    private const byte Welcome = 1;

    public bool Serves(LibvirtTransport transport) => transport is LibvirtTransport.Tls;

    public async Task<Stream> OpenAsync(LibvirtUri uri, TransportOptions options, CancellationToken cancellationToken)
    {
        if (uri.Parameters.ContainsKey("tls_priority"))
        {
            throw new LibvirtConnectException(
                LibvirtConnectFailure.InvalidUri,
                $"The URI \"{uri}\" has tls_priority, which is GnuTLS's word for the ciphers it takes. Leave it out: this machine's OpenSSL configuration says which are taken.");
        }

        var host = TcpSockets.HostOf(uri);
        using var identity = TlsIdentity.Load(TlsFiles.Find(uri, Environment.IsPrivilegedProcess, Environment.GetEnvironmentVariable, File.Exists));
        var judge = new TlsJudge(host, identity, verify: uri.Parameters.GetValueOrDefault("no_verify") is null or "" or "0");
        var socket = await TcpSockets.ConnectAsync(uri, UsualPort, cancellationToken).ConfigureAwait(false);
        var tls = new SslStream(socket, leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = host,
                    ClientCertificateContext = identity.ClientCertificate,
                    RemoteCertificateValidationCallback = judge.Accepts,
                },
                cancellationToken).ConfigureAwait(false);
            await AwaitWelcomeAsync(tls, uri, identity, cancellationToken).ConfigureAwait(false);
            return new RecordPerMessageStream(tls);
        }
        catch (Exception exception)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw exception switch
            {
                AuthenticationException when judge.Verdict is { } verdict =>
                    new LibvirtConnectException(LibvirtConnectFailure.Untrusted, $"The certificate of {host} {verdict}", exception),
                AuthenticationException => new LibvirtConnectException(
                    LibvirtConnectFailure.TransportFailed, $"{host} and this machine could not agree on TLS: {(exception.InnerException ?? exception).Message}.", exception),
                IOException => NotWelcome(uri, identity, exception),
                _ => exception,
            };
        }
    }

    private static async Task AwaitWelcomeAsync(SslStream tls, LibvirtUri uri, TlsIdentity identity, CancellationToken cancellationToken)
    {
        var answer = new byte[1];
        var read = await tls.ReadAsync(answer, cancellationToken).ConfigureAwait(false);
        if (read == 0 || answer[0] != Welcome)
        {
            throw NotWelcome(uri, identity, inner: null);
        }
    }

    private static LibvirtConnectException NotWelcome(LibvirtUri uri, TlsIdentity identity, Exception? inner) => new(
        LibvirtConnectFailure.AuthenticationFailed,
        $"{TcpSockets.HostOf(uri)} hung up in the middle of TLS: it doesn't accept this client. "
            + (identity.ClientCertificate is null
                ? $"It wants a certificate, and there is none at {identity.Files.Certificate}."
                : $"Is {identity.Files.Certificate} signed by the CA that the host trusts, still valid, and in its tls_allowed_dn_list where it has one?"),
        inner);
}
