using VirtProvision.Core.Editing;
using static VirtProvision.Core.Tests.Editing.EditBench;

namespace VirtProvision.Core.Tests.Editing;

/// <summary>Options that speak of the domain as a whole, or of a part that there is once.</summary>
public sealed class DomainPartEditTests
{
    [Theory]
    [InlineData("--memory", "2048", "memory", "<memory unit='KiB'>2097152</memory>", "")]
    // The guest's memory now goes along where it was all of it.
    [InlineData("--memory", "2048", "currentMemory", "<currentMemory unit='KiB'>2097152</currentMemory>", "")]
    [InlineData("--memory", "512", "currentMemory", "<currentMemory unit='KiB'>524288</currentMemory>", "")]
    [InlineData("--memory", "currentMemory=512", "memory", "<memory unit='KiB'>1048576</memory>", "")]
    [InlineData("--vcpus", "4", "vcpu", "<vcpu>4</vcpu>", "")]
    [InlineData("--cpu", "model=Haswell,+x2apic,forbid=pbe", "cpu", "<cpu mode='custom' match='exact'><model fallback='allow'>Haswell</model><vendor>Intel</vendor><feature policy='forbid' name='pbe' /><feature policy='force' name='x2apic' /></cpu>", "<cpu mode='custom' match='exact'><model fallback='allow'>core2duo</model><vendor>Intel</vendor><feature policy='require' name='pbe'/></cpu>")]
    [InlineData("--cpu", "host-passthrough", "cpu", "<cpu mode='host-passthrough'><topology sockets='2' /></cpu>", "<cpu mode='custom' match='exact'><model>core2duo</model><topology sockets='2'/><feature policy='require' name='pbe'/></cpu>")]
    [InlineData("--cpu", "host-passthrough,clearxml=yes", "cpu", "<cpu mode='host-passthrough' />", "<cpu mode='custom'><topology sockets='2'/></cpu>")]
    [InlineData("--features", "acpi=,apic.eoi=on", "features", "<features><apic eoi='on' /></features>", "<features><acpi/><apic/></features>")]
    [InlineData("--blkiotune", "device.path=/dev/sdf", "blkiotune", "<blkiotune><device><path>/dev/sdf</path><weight>200</weight></device></blkiotune>", "<blkiotune><device><path>/dev/sdd</path><weight>200</weight></device></blkiotune>")]
    [InlineData("--blkiotune", "device1.weight=7", "blkiotune", "<blkiotune><device><path>/a</path></device><device><path>/b</path><weight>7</weight></device></blkiotune>", "<blkiotune><device><path>/a</path></device><device><path>/b</path></device></blkiotune>")]
    [InlineData("--clock", "rtc_tickpolicy=merge", "clock", "<clock offset='utc'><timer name='pit' tickpolicy='delay' /><timer name='rtc' tickpolicy='merge' /></clock>", "<clock offset='utc'><timer name='pit' tickpolicy='delay'/><timer name='rtc' tickpolicy='catchup'/></clock>")]
    [InlineData("--boot", "network,cdrom", "os", "<os><type>hvm</type><boot dev='network' /><boot dev='cdrom' /></os>", "<os><type>hvm</type><boot dev='hd'/></os>")]
    [InlineData("--events", "on_reboot=destroy", "on_reboot", "<on_reboot>destroy</on_reboot>", "<on_reboot>restart</on_reboot>")]
    [InlineData("--metadata", "title=t", "title", "<title>t</title>", "")]
    [InlineData("--memtune", "hard_limit=", "memtune", "<memtune />", "<memtune><hard_limit unit='KiB'>9</hard_limit></memtune>")]
    public void Changes_what_it_names(string option, string value, string part, string after, string before) =>
        Assert.Equal(after, Shown(Edited(Domain(parts: before), Change(option, value)).Element(part)!));

    [Fact]
    public void Arguments_of_QEMU_are_added()
    {
        var edited = Edited(Domain(parts: "<qemu:commandline><qemu:arg value='-x'/></qemu:commandline>"), Change("--qemu-commandline", "-foo bar"));

        Assert.Equal(["-x", "-foo", "bar"], edited.Descendants().Where(static element => element.Name.LocalName is "arg").Select(static arg => arg.Attribute("value")!.Value));
    }

    [Fact]
    public void An_XPath_can_be_any_that_selects_what_is_there()
    {
        var edited = Edited(
            Domain("<disk><driver cache='none'/><target dev='vda'/></disk><disk><driver cache='none'/><target dev='vdb'/></disk>"),
            Change("--xml", "//disk[target/@dev='vdb']/driver/@cache=writeback"),
            Change("--xml", "//disk[target/@dev='vda']/driver/@io=native"),
            Change("--xml", "./@odd=1"),
            Change("--xml", "xpath.delete=./vcpu"));

        Assert.Equal(["none", "writeback"], edited.Descendants("driver").Select(static driver => driver.Attribute("cache")!.Value));
        Assert.Equal(["native", null], edited.Descendants("driver").Select(static driver => driver.Attribute("io")?.Value));
        Assert.Equal("1", edited.Attribute("odd")!.Value);
        Assert.Null(edited.Element("vcpu"));
    }

    [Theory]
    [InlineData("pc-i440fx-7.2", "pc")]
    [InlineData("pc-q35-foobar", "q35")]
    [InlineData("virt-9.0", "virt")]
    [InlineData("s390-ccw-virtio-9.1", "s390-ccw-virtio")]
    public void A_machine_type_is_refreshed_to_the_name_of_its_newest(string machine, string alias)
    {
        var edited = Edited(Domain(parts: $"<os><type machine='{machine}'>hvm</type></os>"), new RefreshMachine(Span, ["pc", "q35", "virt", "s390-ccw-virtio"]));

        Assert.Equal(alias, edited.Element("os")!.Element("type")!.Attribute("machine")!.Value);
    }

    [Fact]
    public void A_PC_becomes_one_with_PCI_Express()
    {
        var edited = Edited(
            Domain(
                "<disk><target dev='hda' bus='ide'/><address type='drive'/></disk><disk><target dev='sda' bus='sata'/></disk><controller type='ide'/><controller type='pci' model='pci-root'/><controller type='usb'><address type='pci'/></controller><interface><model type='e1000'/></interface><sound model='ich6'/>",
                "<os><type machine='pc-i440fx-7.2'>hvm</type></os>"),
            new ConvertToQ35(Span, 1));

        Assert.Equal("q35", edited.Element("os")!.Element("type")!.Attribute("machine")!.Value);
        Assert.Equal(
            "<devices><disk><target dev='sdb' bus='sata' /></disk><disk><target dev='sda' bus='sata' /></disk><controller type='usb' /><interface><model type='e1000e' /></interface><sound model='ich9' /><controller type='pci' model='pcie-root' /><controller type='pci' model='pcie-root-port' /></devices>",
            Shown(edited.Element("devices")!));
    }

    [Fact]
    public void A_display_by_SPICE_becomes_one_by_VNC()
    {
        var edited = Edited(
            Domain("<channel type='spicevmc'/><graphics type='spice' autoport='yes'/><audio id='1' type='spice'/><video><model type='qxl' ram='65536' primary='yes'/></video>"),
            new ConvertToVnc(Span, WithAgent: true, "virtio"));

        Assert.Equal(
            "<devices><video><model type='virtio' primary='yes' /></video><channel type='qemu-vdagent'><target type='virtio' name='com.redhat.spice.0' /></channel><graphics type='vnc' port='-1' /></devices>",
            Shown(edited.Element("devices")!));
    }
}
