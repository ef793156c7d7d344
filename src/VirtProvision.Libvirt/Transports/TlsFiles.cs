namespace VirtProvision.Libvirt.Transports;

/// <summary>Where the certificates of libvirt's clients lie. https://libvirt.org/kbase/tlscerts.html</summary>
/// <param name="RevocationList">Certificates of servers that count no more; it need not exist.</param>
/// <param name="Certificate">This client's own; it need not exist.</param>
internal sealed record TlsFiles(string Authority, string RevocationList, string Certificate, string Key)
{
    /// <summary>By the rules of libvirt's own client (virnettlscontext.c): all in one folder when the URI names it, else the user's own files where there are such, else the system's.</summary>
    public static TlsFiles Find(LibvirtUri uri, bool isRoot, Func<string, string?> environment, Func<string, bool> exists)
    {
        if (uri.Parameters.GetValueOrDefault("pkipath") is { Length: > 0 } folder)
        {
            return InOneFolder(folder);
        }

        var system = new TlsFiles("/etc/pki/CA/cacert.pem", "/etc/pki/CA/cacrl.pem", "/etc/pki/libvirt/clientcert.pem", "/etc/pki/libvirt/private/clientkey.pem");
        if (isRoot || environment("HOME") is not { Length: > 0 } home)
        {
            return system;
        }

        var own = InOneFolder(Path.Combine(home, ".pki", "libvirt"));
        var hasOwnPair = exists(own.Certificate) && exists(own.Key);
        return new TlsFiles(
            exists(own.Authority) ? own.Authority : system.Authority,
            exists(own.RevocationList) ? own.RevocationList : system.RevocationList,
            hasOwnPair ? own.Certificate : system.Certificate,
            hasOwnPair ? own.Key : system.Key);
    }

    private static TlsFiles InOneFolder(string folder) => new(
        Path.Combine(folder, "cacert.pem"), Path.Combine(folder, "cacrl.pem"), Path.Combine(folder, "clientcert.pem"), Path.Combine(folder, "clientkey.pem"));
}
