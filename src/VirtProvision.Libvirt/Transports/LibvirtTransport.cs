namespace VirtProvision.Libvirt.Transports;

/// <summary>How the bytes get to the daemon: what stands behind the <c>+</c> of a URI's scheme. https://libvirt.org/uri.html</summary>
public enum LibvirtTransport
{
    Unix,
    Ssh,
    Libssh,
    Libssh2,
    Tcp,
    Tls,
    Ext,
}
