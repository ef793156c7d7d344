using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VirtProvision.Libvirt.Transports;

/// <summary>Whether a server's certificate is to be trusted: signed by our CA, valid today, made out to the host of the URI, not revoked.</summary>
internal sealed class TlsJudge(string host, TlsIdentity identity, bool verify)
{
    private static readonly Oid s_serverAuthentication = new("1.3.6.1.5.5.7.3.1");

    /// <summary>Why not, as the end of a sentence that began with the certificate; null where it is.</summary>
    public string? Verdict { get; private set; }

    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 server)
        {
            Verdict = "was not sent.";
            return false;
        }

        Verdict = verify ? Fault(server, sent) : null;
        return Verdict is null;
    }

    private string? Fault(X509Certificate2 server, X509Chain? sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(identity.Authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(s_serverAuthentication);
        if (sent is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        }

        if (!chain.Build(server))
        {
            return ChainFault(server, chain.ChainStatus);
        }

        if (identity.Revoked is { } revoked && revoked.RemoveEntry(server.SerialNumberBytes.Span))
        {
            return $"has been revoked, says {identity.Files.RevocationList}.";
        }

        return server.MatchesHostname(host)
            ? null
            : $"is made out to {Names(server)}, not to \"{host}\". Use one of its names in the URI, or give the host a certificate with that name among its subjectAltName.";
    }

    private string ChainFault(X509Certificate2 server, X509ChainStatus[] faults)
    {
        bool Has(X509ChainStatusFlags flag) => faults.Any(fault => fault.Status.HasFlag(flag));
        if (Has(X509ChainStatusFlags.PartialChain) || Has(X509ChainStatusFlags.UntrustedRoot))
        {
            return $"is not signed by the CA in {identity.Files.Authority}, but by \"{server.Issuer}\". Put that CA's certificate there if you trust it; if you don't know it, somebody may be in between.";
        }

        if (Has(X509ChainStatusFlags.NotTimeValid))
        {
            var now = DateTime.UtcNow;
            return now > server.NotAfter.ToUniversalTime() ? $"expired on {Day(server.NotAfter)}. The host needs a new one."
                : now < server.NotBefore.ToUniversalTime() ? $"is valid from {Day(server.NotBefore)} only. Compare both machines' clocks."
                : $"is signed by a CA whose own certificate in {identity.Files.Authority} isn't valid today.";
        }

        return Has(X509ChainStatusFlags.NotValidForUsage)
            ? "is not for servers: its extendedKeyUsage lacks serverAuth."
            : $"is not valid: {string.Join(", ", faults.Select(fault => fault.StatusInformation.TrimEnd('.', ' ')))}.";
    }

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Names(X509Certificate2 server)
    {
        var alternatives = server.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        var names = alternatives is null
            ? [server.GetNameInfo(X509NameType.SimpleName, forIssuer: false)]
            : alternatives.EnumerateDnsNames().Concat(alternatives.EnumerateIPAddresses().Select(address => address.ToString())).ToArray();
        return names.Length == 0 ? "nobody" : string.Join(", ", names.Select(name => $"\"{name}\""));
    }
}
