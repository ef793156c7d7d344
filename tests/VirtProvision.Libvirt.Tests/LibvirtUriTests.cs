using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Libvirt.Tests;

/// <summary>https://libvirt.org/uri.html</summary>
public sealed class LibvirtUriTests
{
    [Theory]
    [InlineData("qemu:///system", "qemu", LibvirtTransport.Unix, null, null, null, "/system", "qemu:///system")]
    [InlineData("qemu+unix:///session", "qemu", LibvirtTransport.Unix, null, null, null, "/session", "qemu:///session")]
    [InlineData("test+unix:///default", "test", LibvirtTransport.Unix, null, null, null, "/default", "test:///default")]
    [InlineData("test:///default", "test", LibvirtTransport.Unix, null, null, null, "/default", "test:///default")]
    [InlineData("qemu:///system?socket=/run/my%20sock&mode=direct", "qemu", LibvirtTransport.Unix, null, null, null, "/system", "qemu:///system")]
    [InlineData("qemu+ssh://admin@kvm.example:2222/system?keyfile=/k", "qemu", LibvirtTransport.Ssh, "admin", "kvm.example", 2222, "/system", "qemu:///system")]
    [InlineData("qemu+tcp://[fe80::1]:16509/system", "qemu", LibvirtTransport.Tcp, null, "fe80::1", 16509, "/system", "qemu:///system")]
    [InlineData("qemu://kvm.example/system", "qemu", LibvirtTransport.Tls, null, "kvm.example", null, "/system", "qemu:///system")]
    [InlineData("xen+ssh://kvm/?name=xen:///other", "xen", LibvirtTransport.Ssh, null, "kvm", null, "/", "xen:///other")]
    [InlineData("vpx://esx/dc?auto_answer=1&no_verify=1", "vpx", LibvirtTransport.Tls, null, "esx", null, "/dc", "vpx:///dc?auto_answer=1")]
    public void Takes_a_uri_apart(string text, string driver, LibvirtTransport transport, string? user, string? host, int? port, string path, string remoteName)
    {
        var uri = LibvirtUri.Parse(text);
        Assert.Equal(
            (driver, transport, user, host, port, path, remoteName), (uri.Driver, uri.Transport, uri.UserName, uri.Host, uri.Port, uri.Path, uri.RemoteName));
        Assert.Equal(text, uri.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("qemu")]
    [InlineData("/system")]
    [InlineData("qemu:/system")]
    [InlineData("qemu+pigeon:///system")]
    [InlineData("qemu+1:///system")]
    [InlineData("qemu+ssh+tcp:///system")]
    public void Says_what_a_uri_looks_like(string text)
    {
        var exception = Assert.Throws<LibvirtConnectException>(() => LibvirtUri.Parse(text));
        Assert.Equal(LibvirtConnectFailure.InvalidUri, exception.Failure);
        Assert.Contains($"\"{text}\"", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("qemu:///system", false, "", "/run/libvirt/libvirt-sock")]
    [InlineData("qemu:///system", true, "", "/run/libvirt/libvirt-sock-ro")]
    [InlineData("qemu:///system", false, "/run/libvirt/virtqemud-sock", "/run/libvirt/virtqemud-sock")]
    [InlineData("qemu:///system", true, "/run/libvirt/virtqemud-sock-ro", "/run/libvirt/virtqemud-sock-ro")]
    [InlineData("qemu:///system", false, "/run/libvirt/virtqemud-sock /run/libvirt/libvirt-sock", "/run/libvirt/virtqemud-sock")]
    [InlineData("qemu:///system?mode=direct", false, "", "/run/libvirt/virtqemud-sock")]
    [InlineData("qemu:///system?mode=legacy", false, "/run/libvirt/virtqemud-sock", "/run/libvirt/libvirt-sock")]
    [InlineData("qemu:///session", false, "", "/run/user/7/libvirt/libvirt-sock")]
    [InlineData("qemu:///session", true, "", "/run/user/7/libvirt/libvirt-sock")]
    [InlineData("test:///default", false, "", "/run/libvirt/libvirt-sock")]
    [InlineData("test+unix:///default", false, "", "/run/user/7/libvirt/libvirt-sock")]
    [InlineData("qemu:///system?socket=/tmp/s", true, "", "/tmp/s")]
    public void Finds_the_socket(string uri, bool readOnly, string existing, string path) => Assert.Equal(
        path,
        SocketPaths.For(LibvirtUri.Parse(uri), readOnly, isRoot: false, name => name == "XDG_RUNTIME_DIR" ? "/run/user/7" : null, existing.Split(' ').Contains));

    [Fact]
    public void Finds_the_session_socket_without_a_runtime_directory()
    {
        var uri = LibvirtUri.Parse("qemu:///session");
        Assert.Equal("/home/me/.cache/libvirt/libvirt-sock", SocketPaths.For(uri, false, isRoot: false, name => name == "HOME" ? "/home/me" : null, _ => false));
        Assert.Equal("/cache/libvirt/libvirt-sock", SocketPaths.For(uri, false, isRoot: false, name => name == "XDG_CACHE_HOME" ? "/cache" : null, _ => false));
    }

    [Theory]
    [InlineData("qemu:///session")]
    [InlineData("test+unix:///default")]
    public void Root_has_no_daemon_of_its_own(string uri) =>
        Assert.Equal("/run/libvirt/libvirt-sock", SocketPaths.For(LibvirtUri.Parse(uri), false, isRoot: true, _ => "/x", _ => false));

    [Theory]
    [InlineData("qemu:///session", "/usr/sbin/libvirtd /usr/sbin/virtqemud", "/usr/sbin/libvirtd")]
    [InlineData("qemu:///session", "/usr/bin/virtqemud", "/usr/bin/virtqemud")]
    [InlineData("qemu:///session?mode=direct", "/usr/sbin/libvirtd", null)]
    [InlineData("qemu:///session?socket=/tmp/s", "/usr/sbin/libvirtd", null)]
    [InlineData("qemu:///system", "/usr/sbin/libvirtd", null)]
    public void Knows_the_daemon_to_start_for_a_user(string uri, string installed, string? program)
    {
        Assert.Equal(program, SessionDaemon.ProgramFor(LibvirtUri.Parse(uri), isRoot: false, _ => null, installed.Split(' ').Contains));
        Assert.Null(SessionDaemon.ProgramFor(LibvirtUri.Parse(uri), isRoot: true, _ => null, _ => true));
        Assert.Null(SessionDaemon.ProgramFor(LibvirtUri.Parse(uri), isRoot: false, name => name == "LIBVIRT_AUTOSTART" ? "0" : null, _ => true));
    }
}
