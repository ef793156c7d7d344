using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Libvirt.Tests;

/// <summary>Where certificates are looked for: https://libvirt.org/kbase/tlscerts.html</summary>
public sealed class TlsFilesTests
{
    [Fact]
    public void Root_takes_the_system_s()
    {
        var files = Find("qemu://host/system", isRoot: true, exists: []);
        Assert.Equal(new TlsFiles("/etc/pki/CA/cacert.pem", "/etc/pki/CA/cacrl.pem", "/etc/pki/libvirt/clientcert.pem", "/etc/pki/libvirt/private/clientkey.pem"), files);
    }

    [Fact]
    public void A_user_s_own_come_first_each_where_it_is_there()
    {
        var files = Find("qemu://host/system", isRoot: false, exists: ["/home/me/.pki/libvirt/cacert.pem", "/home/me/.pki/libvirt/clientcert.pem"]);
        Assert.Equal("/home/me/.pki/libvirt/cacert.pem", files.Authority);
        Assert.Equal("/etc/pki/libvirt/clientcert.pem", files.Certificate); // Its key is missing.
    }

    [Fact]
    public void The_uri_s_folder_has_all()
    {
        var files = Find("qemu://host/system?pkipath=/p", isRoot: true, exists: []);
        Assert.Equal(new TlsFiles("/p/cacert.pem", "/p/cacrl.pem", "/p/clientcert.pem", "/p/clientkey.pem"), files);
    }

    private static TlsFiles Find(string uri, bool isRoot, string[] exists) =>
        TlsFiles.Find(LibvirtUri.Parse(uri), isRoot, name => name == "HOME" ? "/home/me" : null, exists.Contains);
}
