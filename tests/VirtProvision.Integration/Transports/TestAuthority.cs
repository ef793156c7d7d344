using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VirtProvision.Integration.Transports;

/// <summary>A certificate authority of a test's own, and folders as <c>pkipath</c> means them.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly X509Certificate2 _root;

    public TestAuthority(string name = "test CA")
    {
        var request = new CertificateRequest($"CN={name}", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(30));
    }

    public string Pem => _root.ExportCertificatePem();

    /// <summary>A certificate and its key, as PEM.</summary>
    public (string Certificate, string Key) Issue(string name, bool forServer, int validFromDay = -1, int validToDay = 7)
    {
        using var certificate = Create(name, forServer, validFromDay, validToDay, out var key);
        using (key)
        {
            return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        }
    }

    /// <summary>A list that revokes a certificate given as PEM.</summary>
    public string Revoke(string certificate)
    {
        using var revoked = X509Certificate2.CreateFromPem(certificate);
        var list = new CertificateRevocationListBuilder();
        list.AddEntry(revoked);
        var identifier = X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root, includeKeyIdentifier: true, includeIssuerAndSerial: false);
        var der = list.Build(_root.SubjectName, X509SignatureGenerator.CreateForECDsa(_root.GetECDsaPrivateKey()!), 1, DateTimeOffset.UtcNow.AddDays(7), HashAlgorithmName.SHA256, identifier);
        return PemEncoding.WriteString("X509 CRL", der);
    }

    public void Dispose() => _root.Dispose();

    private X509Certificate2 Create(string name, bool forServer, int validFromDay, int validToDay, out ECDsa key)
    {
        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(forServer ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], critical: false));
        if (forServer)
        {
            var names = new SubjectAlternativeNameBuilder();
            if (IPAddress.TryParse(name, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(name);
            }

            request.CertificateExtensions.Add(names.Build());
        }

        return request.Create(_root, DateTimeOffset.UtcNow.AddDays(validFromDay), DateTimeOffset.UtcNow.AddDays(validToDay), RandomNumberGenerator.GetBytes(8));
    }
}
