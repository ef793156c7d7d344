using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Tests.Installing.Devices;

public sealed class HostDeviceTests
{
    private const string Mouse = "<capability type='usb_device'><bus>1</bus><device>3</device><product id='0x0001'/><vendor id='0x062a'/></capability>";

    private static TestHost Host() => new TestHost()
        .Device("computer", "<capability type='system'/>")
        .Device("pci_0000_15_00_1", "<parent>computer</parent><capability type='pci'><domain>0</domain><bus>21</bus><slot>0</slot><function>1</function></capability>")
        .Device("pci_0002_15_00_1", "<parent>computer</parent><capability type='pci'><domain>2</domain><bus>21</bus><slot>0</slot><function>1</function></capability>")
        .Device("net_eth0", "<parent>pci_0000_15_00_1</parent><capability type='net'><interface>eth0</interface></capability>")
        .Device("net_lo", "<parent>computer</parent><capability type='net'><interface>lo</interface></capability>")
        .Device("usb_mouse", Mouse)
        .Device("usb_twin1", "<capability type='usb_device'><bus>1</bus><device>20</device><product id='0x7e04'/><vendor id='0x03f0'/></capability>")
        .Device("usb_twin2", "<capability type='usb_device'><bus>1</bus><device>21</device><product id='0x7e04'/><vendor id='0x03f0'/></capability>")
        .Device("scsi_host0", "<parent>pci_0000_15_00_1</parent><capability type='scsi_host'><host>0</host></capability>")
        .Device("scsi_0_0_2_3", "<parent>scsi_host0</parent><capability type='scsi'><host>0</host><bus>0</bus><target>2</target><lun>3</lun></capability>")
        .Device("block_sda", "<parent>scsi_0_0_2_3</parent><capability type='storage'><block>/dev/sda</block></capability>")
        .Device("css_0_0_0023", "<parent>computer</parent><capability type='css'><capability type='mdev_types'><type id='vfio_ccw-io'><deviceAPI>vfio-ccw</deviceAPI></type></capability></capability>")
        .Device("mdev_8e37ee90_2b51_45e3_9b25_bf8283c03110", "<parent>css_0_0_0023</parent><capability type='mdev'><type id='vfio_ccw-io'/></capability>")
        .Device("mdev_35ceae7f_eea5_4f28_b7f3_7b12a3e62d3c_0000_06_00_0", "<parent>pci_0000_06_00_0</parent><capability type='mdev'><type id='nvidia-11'/><uuid>35ceae7f-eea5-4f28-b7f3-7b12a3e62d3c</uuid></capability>")
        .Device("mdev_11f92c9d_b0b0_4016_b306_a8071277f8b9", "<parent>hidden</parent><capability type='mdev'><type id='vfio_ap-passthrough'/></capability>")
        .Device("drm_card0", "<parent>pci_0000_15_00_1</parent><devnode type='dev'>/dev/dri/card0</devnode><capability type='drm'><type>primary</type></capability>")
        .Device("drm_renderD129", "<parent>pci_0000_15_00_1</parent><devnode type='dev'>/dev/dri/renderD129</devnode><devnode type='link'>/dev/dri/by-path/pci-0000:15:00.1-render</devnode><capability type='drm'><type>render</type></capability>");

    [Theory]
    [InlineData("pci_0000_15_00_1", "{source: {address: {domain: 0, bus: 21, slot: 0, function: 1}}, mode: subsystem, type: pci, managed: true}")]
    [InlineData("'15:0.1'", "{source: {address: {domain: 0, bus: 21, slot: 0, function: 1}}, mode: subsystem, type: pci, managed: true}")]
    [InlineData("'0002:15:00.1'", "{source: {address: {domain: 2, bus: 21, slot: 0, function: 1}}, mode: subsystem, type: pci, managed: true}")]
    [InlineData("net_eth0", "{source: {address: {domain: 0, bus: 21, slot: 0, function: 1}}, mode: subsystem, type: pci, managed: true}")]
    [InlineData("drm_renderD129", "{source: {address: {domain: 0, bus: 21, slot: 0, function: 1}}, mode: subsystem, type: pci, managed: true}")]
    [InlineData("usb_mouse", "{source: {vendor: {id: 0x062a}, product: {id: 0x0001}}, mode: subsystem, type: usb, managed: true}")]
    [InlineData("'0x062a:0x0001'", "{source: {vendor: {id: 0x062a}, product: {id: 0x0001}}, mode: subsystem, type: usb, managed: true}")]
    [InlineData("'062a:1'", "{source: {vendor: {id: 0x062a}, product: {id: 0x0001}}, mode: subsystem, type: usb, managed: true}")]
    [InlineData("'001.003'", "{source: {vendor: {id: 0x062a}, product: {id: 0x0001}}, mode: subsystem, type: usb, managed: true}")]
    [InlineData("usb_twin2", "{source: {vendor: {id: 0x03f0}, product: {id: 0x7e04}, address: {bus: 1, device: 21}}, mode: subsystem, type: usb, managed: true}")]
    [InlineData("'001.020'", "{source: {vendor: {id: 0x03f0}, product: {id: 0x7e04}, address: {bus: 1, device: 20}}, mode: subsystem, type: usb, managed: true}")]
    [InlineData("scsi_0_0_2_3", "{source: {adapter: {name: scsi_host0}, address: {bus: 0, target: 2, unit: 3}}, mode: subsystem, type: scsi, managed: false}")]
    [InlineData("block_sda", "{source: {adapter: {name: scsi_host0}, address: {bus: 0, target: 2, unit: 3}}, mode: subsystem, type: scsi, managed: false}")]
    [InlineData("mdev_8e37ee90_2b51_45e3_9b25_bf8283c03110", "{model: vfio-ccw, source: {address: {uuid: 8e37ee90-2b51-45e3-9b25-bf8283c03110}}, mode: subsystem, type: mdev, managed: false}")]
    [InlineData("mdev_35ceae7f_eea5_4f28_b7f3_7b12a3e62d3c_0000_06_00_0",
        "{display: false, ramfb: false, model: vfio-pci, source: {address: {uuid: 35ceae7f-eea5-4f28-b7f3-7b12a3e62d3c}}, mode: subsystem, type: mdev, managed: true}")]
    [InlineData("mdev_11f92c9d_b0b0_4016_b306_a8071277f8b9", "{model: vfio-ap, source: {address: {uuid: 11f92c9d-b0b0-4016-b306-a8071277f8b9}}, mode: subsystem, type: mdev, managed: false}")]
    [InlineData("{type: net, device: wlan0}", "{type: net, source: {interface: wlan0}, mode: capabilities, managed: true}")]
    [InlineData("{type: storage, device: /dev/vdz}", "{type: storage, source: {block: /dev/vdz}, mode: capabilities, managed: true}")]
    [InlineData("{type: misc, device: /dev/pty7}", "{type: misc, source: {char: /dev/pty7}, mode: capabilities, managed: true}")]
    [InlineData("{device: usb_mouse, source: {startupPolicy: optional}, managed: false}",
        "{source: {startupPolicy: optional, vendor: {id: 0x062a}, product: {id: 0x0001}}, managed: false, mode: subsystem, type: usb}")]
    [InlineData("{type: pci, source: {address: {bus: 1, slot: 2, function: 0}}}", "{type: pci, source: {address: {bus: 1, slot: 2, function: 0}}}")]
    public void A_host_device_is_found_by_its_name(string hostdev, string expected) => Assert.Equal(expected, Host().Item("hostdevs", hostdev));

    [Theory]
    [InlineData("foobar", "VP8320")]
    [InlineData("'1.2.3'", "VP8320")]
    [InlineData("'1:2:3:4.5'", "VP8320")]
    [InlineData("'15:xx.1'", "VP8320")]
    [InlineData("'16:0.1'", "VP8321")]
    [InlineData("'009.009'", "VP8321")]
    [InlineData("'0x03f0:0x7e04'", "VP8322")]
    [InlineData("scsi_host0", "VP8323")]
    [InlineData("net_lo", "VP8323")]
    public void A_host_device_that_no_guest_can_get_is_refused(string hostdev, string code) => Assert.Equal(code, Host().Item("hostdevs", hostdev));

    [Theory]
    [InlineData("pci_0000_15_00_1", "{type: hostdev, managed: true, source: {address: {type: pci, domain: 0, bus: 21, slot: 0, function: 1}}}")]
    [InlineData("net_eth0", "{type: hostdev, managed: true, source: {address: {type: pci, domain: 0, bus: 21, slot: 0, function: 1}}}")]
    [InlineData("'0:15:0.1'", "{type: hostdev, managed: true, source: {address: {type: pci, domain: 0, bus: 21, slot: 0, function: 1}}}")]
    [InlineData("net_lo", "VP8324")]
    [InlineData("nothing", "VP8320")]
    public void A_card_of_the_host_is_found_by_its_name(string device, string expected) => Assert.Equal(expected, Host().Item("networks", $"{{hostdev: {device}}}"));

    [Theory]
    [InlineData("{type: spice, gl: true}", "{type: spice, gl: {enable: true, rendernode: '/dev/dri/by-path/pci-0000:15:00.1-render'}}")]
    [InlineData("{type: spice, gl: {enable: true, rendernode: /dev/dri/foo}}", "{type: spice, gl: {enable: true, rendernode: /dev/dri/foo}}")]
    [InlineData("{type: spice}", "{type: spice}")]
    [InlineData("{type: vnc}", "{type: vnc}")]
    public void A_display_with_OpenGL_renders_on_the_first_device(string graphics, string expected) =>
        Assert.Equal(expected.Replace("'", "", StringComparison.Ordinal), Host().Item("graphics", graphics));

    [Fact]
    public void Without_a_render_device_the_display_is_left_as_it_is() => Assert.Equal("{type: spice, gl: {enable: true}}", new TestHost().Item("graphics", "{type: spice, gl: true}"));

    [Theory]
    [InlineData("qemu", false, "br0", "{}", "{type: bridge, bridge: br0}")]
    [InlineData("qemu", false, null, "{model: virtio}", "{model: virtio, type: network, network: default}")]
    [InlineData("qemu", true, "br0", "{}", "{type: user}")]
    [InlineData("test", false, "br0", "{}", "{type: user}")]
    [InlineData("xen", false, "br0", "{}", "{type: bridge, bridge: br0}")]
    [InlineData("qemu", false, "br0", "{backend: {type: passt}}", "{backend: {type: passt}, type: user}")]
    [InlineData("qemu", false, "br0", "{network: lan}", "{network: lan, type: network}")]
    [InlineData("qemu", false, "br0", "{network: default}", "{network: default, type: network}")]
    [InlineData("qemu", false, "br0", "{bridge: br1}", "{bridge: br1, type: bridge}")]
    [InlineData("qemu", false, "br0", "{type: user}", "{type: user}")]
    [InlineData("qemu", false, "br0", "{network: lon}", "warning VP8318")]
    public void A_card_that_says_nothing_is_connected_as_the_host_does_it(string driver, bool isSession, string? bridge, string card, string expected)
    {
        var host = Host();
        host.Facts = HostFacts.Usual with { Driver = driver, IsSession = isSession, DefaultBridge = bridge };

        Assert.Equal(expected, host.Item("networks", card));
    }
}
