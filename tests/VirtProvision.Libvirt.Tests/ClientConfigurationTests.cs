using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Libvirt.Tests;

/// <summary>https://libvirt.org/uri.html#uri-config</summary>
public sealed class ClientConfigurationTests
{
    [Fact]
    public void Reads_aliases_and_the_default()
    {
        var configuration = ClientConfiguration.Parse("f", """
            # a comment
            uri_aliases = [
              "hail=qemu+ssh://root@hail.cloud.example.com/system", # another
              'sleet=qemu+ssh://root@sleet.cloud.example.com/system?a=b',
            ]

            uri_default = "qemu:///system"   # the usual
            remote_mode = "auto"
            number = -1
            empty = [ ]
            """);
        Assert.Equal("qemu:///system", configuration.DefaultUri);
        Assert.Equal(["hail", "sleet"], configuration.Aliases.Keys.Order());
        Assert.Equal("qemu+ssh://root@sleet.cloud.example.com/system?a=b", configuration.Aliases["sleet"]);
    }

    [Theory]
    [InlineData("uri_default", "f:1: \"=\" is missing")]
    [InlineData("\n\nuri_default = \"qemu:///system", "f:3: A text of uri_default has no end")]
    [InlineData("uri_default = qemu:///system", "f:1: The value of uri_default")]
    [InlineData("uri_default = [\"a\"]", "f:1: uri_default is one URI")]
    [InlineData("uri_aliases = \"a=b\"", "f:1: uri_aliases is a list")]
    [InlineData("uri_aliases = [\n\"a=b\"\n\"c=d\" ]", "f:3: Between two values")]
    [InlineData("uri_aliases = [\n\"a=b\"\n", "\"]\" is missing")]
    [InlineData("uri_aliases = [\n\"a b=c\" ]", "f:2: \"a b=c\" is no alias")]
    [InlineData("uri_aliases = [ \"a\" ]", "f:1: \"a\" is no alias")]
    [InlineData("uri_default = \"a\" \"b\"", "f:1: Behind the value")]
    [InlineData("= 1", "f:1: Here stands a setting's name")]
    public void Says_where_it_is_wrong(string text, string saying)
    {
        var exception = Assert.Throws<LibvirtConnectException>(() => ClientConfiguration.Parse("f", text));
        Assert.Equal(LibvirtConnectFailure.InvalidConfiguration, exception.Failure);
        Assert.Contains(saying, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_has_a_file_of_their_own_but_root()
    {
        Assert.Equal("/etc/libvirt/libvirt.conf", ClientConfiguration.PathFor(isRoot: true, _ => "/x"));
        Assert.Equal("/home/me/.config/libvirt/libvirt.conf", ClientConfiguration.PathFor(isRoot: false, name => name == "HOME" ? "/home/me" : null));
        Assert.Equal("/c/libvirt/libvirt.conf", ClientConfiguration.PathFor(isRoot: false, name => name == "XDG_CONFIG_HOME" ? "/c" : "/home/me"));
        Assert.Equal(ClientConfiguration.Empty, ClientConfiguration.Load("/nowhere/libvirt.conf"));
    }

    [Theory]
    [InlineData("", true, null, "qemu:///system")]
    [InlineData("", false, null, "qemu:///session")]
    [InlineData("", true, "test:///default", "test:///default")]
    [InlineData("hail", true, null, "qemu+ssh://root@hail/system")]
    [InlineData("xen:///system", true, "test:///default", "xen:///system")]
    public void Chooses_as_libvirts_own_clients_do(string named, bool isRoot, string? configured, string uri) => Assert.Equal(uri, ConnectionChoice.For(named, isRoot, () => Hail(configured)).ToString());

    [Fact]
    public void An_alias_that_is_none()
    {
        var exception = Assert.Throws<LibvirtConnectException>(() => ConnectionChoice.For("hial", isRoot: true, () => Hail(null)));
        Assert.Contains("no such alias. Did you mean \"hail\"?", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_uri_needs_no_file() => Assert.Equal("qemu:///system", ConnectionChoice.For("qemu:///system", isRoot: true, () => throw new InvalidOperationException()).ToString());

    private static ClientConfiguration Hail(string? defaultUri) => ClientConfiguration.Parse("f", $"uri_aliases = [\"hail=qemu+ssh://root@hail/system\"]\n{(defaultUri is null ? "" : $"uri_default = \"{defaultUri}\"")}");
}
