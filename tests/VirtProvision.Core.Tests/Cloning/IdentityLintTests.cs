using System.Xml.Linq;
using VirtProvision.Core.Chains;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Tests.Cloning;

public sealed class IdentityLintTests
{
    [Theory]
    [InlineData("MAC address", "52:54:00:00:00:0a", "<devices><interface><mac address='52:54:00:00:00:0A'/></interface></devices>")]
    [InlineData("interface ID", "x", "<devices><interface><virtualport type='openvswitch'><parameters interfaceid='X'/></virtualport></interface></devices>")]
    [InlineData("disk that is written to", "/i/a", "<devices><disk><source file='/i//a'/></disk></devices>")]
    [InlineData("port of a display", "5901", "<devices><graphics port='5901'/></devices>")]
    [InlineData("file or socket of a console", "/l/a.log", "<devices><serial type='file'><source path='/l/a.log'/></serial><console type='file'><source path='/l/a.log'/></console></devices>")]
    [InlineData("VSOCK address", "3", "<devices><vsock><cid auto='no' address='3'/></vsock></devices>")]
    [InlineData("file of firmware variables", "/n/a.fd", "<os><nvram>/n/a.fd</nvram></os>")]
    [InlineData("SMBIOS UUID", "a", "<sysinfo><system><entry name='uuid'>A</entry></system></sysinfo>")]
    [InlineData("VM generation ID", "a", "<genid>A</genid>")]
    public void What_two_have_is_found(string what, string value, string xml)
    {
        var found = Assert.Single(Find(Domain("b", xml), Domain("a", xml), Domain("c", "")));
        Assert.Equal((what, value, "a b"), (found.What, found.Value, string.Join(' ', found.Domains)));
    }

    [Theory]
    [InlineData("<devices><disk><source file='/i/a'/><readonly/></disk></devices>")]
    [InlineData("<devices><disk><source file='/i/a'/><shareable/></disk></devices>")]
    [InlineData("<devices><disk device='cdrom'><source file='/i/a'/></disk></devices>")]
    [InlineData("<devices><graphics port='-1'/></devices>")]
    [InlineData("<devices><vsock><cid auto='yes' address='3'/></vsock></devices>")]
    [InlineData("<devices><serial type='pty'/></devices>")]
    [InlineData("<genid/>")]
    public void What_may_be_shared_is_no_finding(string xml) => Assert.Empty(Find(Domain("a", xml), Domain("b", xml)));

    [Fact]
    public void One_domain_may_have_a_thing_twice() =>
        Assert.Empty(Find(Domain("a", "<devices><interface><mac address='x'/></interface><interface><mac address='x'/></interface></devices>")));

    private static ImmutableArray<SharedIdentity> Find(params HostDomain[] domains) => IdentityLint.Find(domains, ImageGraph.Of([], domains));

    private static HostDomain Domain(string name, string xml) => new(name, Guid.Empty, XElement.Parse($"<domain>{xml}</domain>"));
}
