using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Transports;

/// <summary>The certificates of one connection, read: whom this client trusts, and who it is itself.</summary>
internal sealed class TlsIdentity : IDisposable
{
    private TlsIdentity(TlsFiles files) => Files = files;

    public TlsFiles Files { get; }

    public X509Certificate2Collection Authorities { get; } = [];

    public SslStreamCertificateContext? ClientCertificate { get; private set; }

    public CertificateRevocationListBuilder? Revoked { get; private set; }

    /// <exception cref="LibvirtConnectException">A file that is needed is missing, or one that is there can't be read.</exception>
    public static TlsIdentity Load(TlsFiles files)
    {
        if (!File.Exists(files.Authority))
        {
            throw Unusable($"There is no CA certificate at {files.Authority}, so no host can be trusted. Put the certificate of the CA that signed the host's there, or name its folder with ?pkipath=PATH in the URI.");
        }

        var identity = new TlsIdentity(files);
        try
        {
            Read(files.Authority, identity.Authorities.ImportFromPemFile);
            if (identity.Authorities.Count == 0)
            {
                throw Unusable($"{files.Authority} can't be read as the certificate of a CA: there is none in PEM form in it.");
            }

            if (File.Exists(files.RevocationList))
            {
                Read(files.RevocationList, path => identity.Revoked = CertificateRevocationListBuilder.LoadPem(File.ReadAllText(path), out _));
            }

            if (File.Exists(files.Certificate) && File.Exists(files.Key))
            {
                Read(files.Certificate, path => identity.ClientCertificate = ClientOf(path, files.Key));
            }

            return identity;
        }
        catch
        {
            identity.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var authority in Authorities)
        {
            authority.Dispose();
        }

        ClientCertificate?.TargetCertificate.Dispose();
    }

    // The file may go on with the certificates that stand between it and the CA.
    private static SslStreamCertificateContext ClientOf(string certificate, string key)
    {
        var between = new X509Certificate2Collection();
        between.ImportFromPemFile(certificate);
        return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(certificate, key), between, offline: true);
    }

    private static void Read(string path, Action<string> read)
    {
        try
        {
            read(path);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw Unusable($"{path}, or the key that belongs to it, can't be read: {exception.Message} It must be in PEM form and readable for this user.", exception);
        }
    }

    private static LibvirtConnectException Unusable(string message, Exception? inner = null) => new(LibvirtConnectFailure.Untrusted, message, inner);
}
