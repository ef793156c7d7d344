using System.Xml.Linq;
using VirtProvision.Libvirt.Transports;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Runtime.Tests.Operating;

public sealed class GraphicsDisplayTests
{
    private const string Vnc = "<graphics type='vnc' port='5901' autoport='yes' listen='127.0.0.1'><listen type='address' address='127.0.0.1'/></graphics>";

    [Theory]
    [InlineData(Vnc, "vnc://127.0.0.1:5901")]
    [InlineData("<graphics type='vnc' port='5900' listen='0.0.0.0'/>", "vnc://127.0.0.1:5900")]
    [InlineData("<graphics type='vnc' port='5900' listen='::1'/>", "vnc://[::1]:5900")]
    [InlineData("<graphics type='spice' port='5902' tlsPort='5903' listen='127.0.0.1'/>", "spice://127.0.0.1:5902?tls-port=5903")]
    [InlineData("<graphics type='spice' tlsPort='5903' listen='127.0.0.1'/>", "spice://127.0.0.1?tls-port=5903")]
    [InlineData("<graphics type='vnc'><listen type='socket' socket='/run/vnc.sock'/></graphics>", "vnc+unix:///run/vnc.sock")]
    [InlineData("<graphics type='sdl'/><graphics type='vnc' port='-1'/>" + Vnc, "vnc://127.0.0.1:5901")]
    [InlineData("<graphics type='spice'><listen type='none'/></graphics>", null)]
    [InlineData("", null)]
    public void On_the_host_itself_it_is_reached_where_it_listens(string graphics, string? expected) =>
        Assert.Equal(expected, Of(graphics) is { } display ? ViewerRoute.Of(LibvirtUri.Parse("qemu:///system"), display, 1)!.Uri : null);

    [Theory]
    [InlineData("qemu+ssh://root@host:2222/system?keyfile=/k", Vnc, "vnc://127.0.0.1:7000", "-N -o ExitOnForwardFailure=yes -L 127.0.0.1:7000:127.0.0.1:5901 -p 2222 -i /k -- root@host")]
    [InlineData("qemu+ssh://host/system", "<graphics type='vnc'><listen type='socket' socket='/run/vnc.sock'/></graphics>", "vnc://127.0.0.1:7000", "-N -o ExitOnForwardFailure=yes -L 127.0.0.1:7000:/run/vnc.sock -- host")]
    [InlineData("qemu+ssh://host/system", "<graphics type='vnc' port='5900' listen='::1'/>", "vnc://127.0.0.1:7000", "-N -o ExitOnForwardFailure=yes -L 127.0.0.1:7000:[::1]:5900 -- host")]
    [InlineData("qemu+ssh://host/system", "<graphics type='vnc' port='5900' listen='0.0.0.0'/>", "vnc://host:5900", "")]
    [InlineData("qemu+tls://host/system", "<graphics type='vnc' port='5900' listen='192.0.2.9'/>", "vnc://192.0.2.9:5900", "")]
    [InlineData("qemu+tls://host/system", Vnc, null, null)]
    public void From_elsewhere_a_tunnel_leads_to_what_only_the_host_gets_to(string host, string graphics, string? uri, string? tunnel)
    {
        var route = ViewerRoute.Of(LibvirtUri.Parse(host), Of(graphics)!, 7000);

        Assert.Equal((uri, tunnel), (route?.Uri, route is null ? null : string.Join(' ', route.Tunnel)));
    }

    [Fact]
    public void Of_a_password_only_that_there_is_one_is_known()
    {
        var display = Of("<graphics type='vnc' port='5900' listen='127.0.0.1' passwd='geheim'/>")!;

        Assert.True(display.HasPassword);
        Assert.DoesNotContain("geheim", display.ToString(), StringComparison.Ordinal);
    }

    private static GraphicsDisplay? Of(string graphics) => GraphicsDisplay.Of(XElement.Parse($"<domain><devices>{graphics}</devices></domain>"));
}
