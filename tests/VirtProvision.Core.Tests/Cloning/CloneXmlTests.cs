using System.Xml.Linq;
using VirtProvision.Core.Cloning;
using static VirtProvision.Core.Tests.Cloning.SmallHost;

namespace VirtProvision.Core.Tests.Cloning;

public sealed class CloneXmlTests
{
    [Fact]
    public void Identity_is_new_and_memory_stays_with_the_original()
    {
        var source = Source("", """
            <genid>33333333-3333-3333-3333-333333333333</genid>
            <metadata><vp:resource xmlns:vp='urn:virtprovision:v1'/><os xmlns='urn:os'/></metadata>
            <sysinfo type='smbios'><system><entry name='uuid'>22222222-2222-2222-2222-222222222222</entry><entry name='product'>x</entry></system></sysinfo>
            """);
        var xml = CloneOf(source, Auto);

        Assert.Null(xml.Attribute("id"));
        Assert.Null(xml.Element("title"));
        Assert.Equal("web-clone", xml.Element("name")!.Value);
        Assert.Equal("00000001-0000-0000-0000-000000000000", xml.Element("uuid")!.Value);
        Assert.Equal("", xml.Element("genid")!.Value);
        Assert.Equal(["os"], xml.Element("metadata")!.Elements().Select(static element => element.Name.LocalName));
        Assert.Equal(["00000001-0000-0000-0000-000000000000", "x"], xml.Descendants("entry").Select(static entry => entry.Value));
        Assert.Equal("web", source.Name);
    }

    [Fact]
    public void Metadata_that_held_only_our_memory_is_gone() =>
        Assert.Null(CloneOf(Source("", "<metadata><vp:resource xmlns:vp='urn:virtprovision:v1'/></metadata>"), Auto).Element("metadata"));

    [Theory]
    [InlineData("<graphics type='vnc' port='5901' autoport='no'/>", "<graphics type=\"vnc\" port=\"-1\" />")]
    [InlineData("<graphics type='spice' port='5901' tlsPort='5902' autoport='no' passwd='x'/>", "<graphics type=\"spice\" port=\"-1\" tlsPort=\"-1\" passwd=\"x\" />")]
    [InlineData("<graphics type='vnc' port='-1' autoport='yes' websocket='5700'/>", "<graphics type=\"vnc\" port=\"-1\" websocket=\"-1\" />")]
    [InlineData("<graphics type='vnc' port='-1' autoport='yes'/>", "<graphics type=\"vnc\" port=\"-1\" autoport=\"yes\" />")]
    [InlineData("<graphics type='vnc'><listen type='socket' socket='/x'/></graphics>", "<graphics type=\"vnc\"><listen type=\"socket\" /></graphics>")]
    [InlineData("<channel type='unix'><source mode='bind' path='/c/web/org.x.0'/><target name='org.x.0'/></channel>", "<channel type=\"unix\"><source mode=\"bind\" /><target name=\"org.x.0\" /></channel>")]
    [InlineData("<channel type='unix'><source mode='bind' path='/c/mine'/><target name='org.x.0'/></channel>", "<channel type=\"unix\"><source mode=\"bind\" path=\"/c/mine\" /><target name=\"org.x.0\" /></channel>")]
    [InlineData("<serial type='file'><source path='/l/web.log'/></serial>", "<serial type=\"file\"><source path=\"/l/web-clone.log\" /></serial>")]
    [InlineData("<serial type='pty'><log file='/l/serial.log'/></serial>", "<serial type=\"pty\"><log file=\"/l/serial-clone.log\" /></serial>")]
    [InlineData("<serial type='unix'><source mode='connect' path='/l/s'/></serial>", "<serial type=\"unix\"><source mode=\"connect\" path=\"/l/s\" /></serial>")]
    [InlineData("<parallel type='file'><source path='/l/p.log'/></parallel>", "<parallel type=\"file\"><source path=\"/l/p.log\" /></parallel>")]
    [InlineData("<vsock><cid auto='no' address='3'/></vsock>", "<vsock><cid auto=\"yes\" /></vsock>")]
    [InlineData("<interface type='user'><mac address='52:54:00:00:00:09'/><target dev='vnet3'/></interface>", "<interface type=\"user\" />")]
    [InlineData("<interface><virtualport type='openvswitch'><parameters interfaceid='x' profileid='p'/></virtualport></interface>", "<interface><virtualport type=\"openvswitch\"><parameters profileid=\"p\" /></virtualport></interface>")]
    public void What_only_one_guest_can_have_is_freed(string device, string expected) =>
        Assert.Equal(expected, CloneOf(Source(device), Auto).Element("devices")!.Elements().Single().ToString(SaveOptions.DisableFormatting));

    [Fact]
    public void A_console_writes_where_its_serial_port_does()
    {
        var xml = CloneOf(Source("<serial type='file'><source path='/l/a.log'/></serial><console type='file'><source path='/l/a.log'/></console>"), Auto);
        Assert.Equal(["/l/a-clone.log", "/l/a-clone.log"], xml.Descendants("source").Select(static source => source.Attribute("path")!.Value));
    }

    [Fact]
    public void A_copied_disk_forgets_the_chain_of_its_original()
    {
        var disk = CloneOf(Source("<disk type='file'><source file='/images/layer.qcow2' index='1'/><backingStore type='file'><source file='/images/other.qcow2'/></backingStore><target dev='vda'/></disk>"), Auto).Descendants("disk").Single();
        Assert.Null(disk.Element("backingStore"));
        Assert.Equal("/images/layer-clone.qcow2", disk.Element("source")!.Attribute("file")!.Value);
    }

    [Fact]
    public void A_disk_that_names_its_volume_does_so_in_the_clone()
    {
        var disk = CloneOf(Source("<disk type='volume'><source pool='images' volume='web.qcow2'/><target dev='vda'/></disk>"), Auto).Descendants("disk").Single();
        Assert.Equal("<source pool=\"images\" volume=\"web-clone.qcow2\" />", disk.Element("source")!.ToString());
        Assert.Equal("volume", disk.Attribute("type")!.Value);
    }

    [Fact]
    public void A_disk_that_moves_to_blocks_is_one_of_blocks_and_raw()
    {
        var disk = CloneOf(Source(Root), new CloneRequest { Names = ["a"], Files = ["/dev/vg/a"] }).Descendants("disk").Single();
        Assert.Equal(("block", "/dev/vg/a", "raw"), (disk.Attribute("type")!.Value, disk.Element("source")!.Attribute("dev")!.Value, disk.Element("driver")!.Attribute("type")!.Value));
    }

    [Fact]
    public void A_layer_is_qcow2_whatever_it_stands_on()
    {
        var disk = CloneOf(Source("<disk type='file'><source file='/images/data.img'/><target dev='vda'/></disk>"), Auto with { IsLinked = true }).Descendants("disk").Single();
        Assert.Equal("<driver name=\"qemu\" type=\"qcow2\" />", disk.Element("driver")!.ToString());
    }

    [Fact]
    public void Addresses_are_given_in_order()
    {
        var xml = CloneOf(Source("<interface/><interface/><interface/>"), Auto with { Macs = ["52:54:00:00:00:0a", "RANDOM", "52:54:00:00:00:0c"] });
        Assert.Equal(["52:54:00:00:00:0a", null, "52:54:00:00:00:0c"], xml.Descendants("interface").Select(static card => card.Element("mac")?.Attribute("address")?.Value));
    }

    [Fact]
    public void Firmware_variables_in_a_source_element_are_written_there()
    {
        var xml = CloneOf(Source("", os: "<nvram type='file' template='/t'><source file='/nvram/web_VARS.qcow2'/></nvram>"), Auto);
        Assert.Equal("/nvram/web-clone_VARS.qcow2", xml.Descendants("nvram").Single().Element("source")!.Attribute("file")!.Value);
    }
}
