using VirtProvision.Core.Editing;
using static VirtProvision.Core.Tests.Editing.EditBench;

namespace VirtProvision.Core.Tests.Editing;

/// <summary>What an option does to the device that is there, and what it leaves alone.</summary>
public sealed class DeviceEditTests
{
    private const string Disk = "<disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none'/><source file='/a.img' startupPolicy='optional'/><target dev='vda' bus='virtio'/><address type='pci' slot='0x05'/></disk>";

    [Theory]
    [InlineData("--disk", "cache=writeback", Disk, "<disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='writeback' /><source file='/a.img' startupPolicy='optional' /><target dev='vda' bus='virtio' /><address type='pci' slot='0x05' /></disk>")]
    [InlineData("--disk", "cache=", Disk, "<disk type='file' device='disk'><driver name='qemu' type='qcow2' /><source file='/a.img' startupPolicy='optional' /><target dev='vda' bus='virtio' /><address type='pci' slot='0x05' /></disk>")]
    [InlineData("--disk", "serial=42,driver.discard=unmap", Disk, "<disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none' discard='unmap' /><source file='/a.img' startupPolicy='optional' /><target dev='vda' bus='virtio' /><address type='pci' slot='0x05' /><serial>42</serial></disk>")]
    // The new place keeps what is said beside the old one.
    [InlineData("--disk", "/dev/sdx", Disk, "<disk type='block' device='disk'><driver name='qemu' type='qcow2' cache='none' /><source startupPolicy='optional' dev='/dev/sdx' /><target dev='vda' bus='virtio' /><address type='pci' slot='0x05' /></disk>")]
    [InlineData("--disk", "path=", "<disk type='file' device='cdrom'><source file='/a.iso'/><target dev='sda'/></disk>", "<disk type='file' device='cdrom'><target dev='sda' /></disk>")]
    // An address on another bus is none.
    [InlineData("--disk", "bus=scsi", Disk, "<disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none' /><source file='/a.img' startupPolicy='optional' /><target dev='vda' bus='scsi' /></disk>")]
    [InlineData("--disk", "readonly=yes", "<disk><target dev='vda'/></disk>", "<disk><target dev='vda' /><readonly /></disk>")]
    [InlineData("--disk", "readonly=no", "<disk><target dev='vda'/><readonly/></disk>", "<disk><target dev='vda' /></disk>")]
    [InlineData("--disk", "readonly=", "<disk><target dev='vda'/><readonly/></disk>", "<disk><target dev='vda' /></disk>")]
    [InlineData("--disk", "clearxml=yes,target=vdb", Disk, "<disk><target dev='vdb' /></disk>")]
    [InlineData("--disk", "source.host1.name=b", "<disk type='network'><source protocol='rbd' name='p/i'><host name='x'/><host name='y' port='1'/></source><target dev='vda'/></disk>", "<disk type='network'><source protocol='rbd' name='p/i'><host name='x' /><host name='b' port='1' /></source><target dev='vda' /></disk>")]
    [InlineData("--disk", "xpath1.set=./driver/@io=native,xpath2.delete=./source,xpath3.create=./mine", Disk, "<disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none' io='native' /><target dev='vda' bus='virtio' /><address type='pci' slot='0x05' /><mine /></disk>")]
    [InlineData("--network", "model=e1000e", "<interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/><model type='virtio'/></interface>", "<interface type='network'><mac address='52:54:00:00:00:01' /><source network='default' /><model type='e1000e' /></interface>")]
    [InlineData("--network", "type=bridge,source=br0", "<interface type='network'><source network='default'/><target dev='t'/></interface>", "<interface type='bridge'><target dev='t' /><source bridge='br0' /></interface>")]
    [InlineData("--network", "source=other", "<interface type='network'><source network='default'/></interface>", "<interface type='network'><source network='other' /></interface>")]
    [InlineData("--network", "source=br1", "<interface type='bridge'><source bridge='br0'/></interface>", "<interface type='bridge'><source bridge='br1' /></interface>")]
    [InlineData("--network", "mac=", "<interface type='user'><mac address='52:54:00:00:00:01'/></interface>", "<interface type='user' />")]
    [InlineData("--graphics", "listen=none", "<graphics type='vnc' port='-1' autoport='yes'><listen type='address'/></graphics>", "<graphics type='vnc'><listen type='none' /></graphics>")]
    [InlineData("--graphics", "port=5910", "<graphics type='vnc' port='-1' autoport='yes'/>", "<graphics type='vnc' port='5910' />")]
    [InlineData("--video", "qxl", "<video><model type='vga' vram='16384' heads='1'/></video>", "<video><model type='qxl' vram='16384' heads='1' /></video>")]
    [InlineData("--memballoon", "model=none", "<memballoon model='virtio'/>", "<memballoon model='none' />")]
    [InlineData("--serial", "host=:7000", "<serial type='tcp'><source mode='connect' host='h' service='1'/></serial>", "<serial type='tcp'><source mode='connect' host='127.0.0.1' service='7000' /></serial>")]
    [InlineData("--rng", "rate.bytes=", "<rng model='virtio'><rate bytes='1' period='2'/><backend model='random'>/dev/random</backend></rng>", "<rng model='virtio'><rate period='2' /><backend model='random'>/dev/random</backend></rng>")]
    [InlineData("--tpm", "backend.device.path=,backend.type=emulator", "<tpm><backend type='passthrough'><device path='/dev/tpm0'/></backend></tpm>", "<tpm><backend type='emulator' /></tpm>")]
    public void Changes_what_it_names(string option, string value, string before, string after) =>
        Assert.Equal(after, Shown(Edited(Domain(before), Change(option, value)).Element("devices")!.Elements().Single()));

    [Fact]
    public void Comments_order_and_elements_that_nobody_knows_survive()
    {
        var domain = Domain(
            "<!-- mine --><disk type='file'><!-- here --><target dev='vda'/><odd:x xmlns:odd='urn:odd' a='1'/><unheardOf/></disk><unheardOf b='2'/>",
            "<metadata><app:app xmlns:app='urn:app'><app:y/></app:app></metadata><qemu:commandline><qemu:arg value='-x'/></qemu:commandline>");

        var edited = Edited(domain, Change("--disk", "cache=none"));

        edited.Descendants("driver").Single().Remove();
        Assert.Equal(domain.ToString(), edited.ToString());
    }

    [Fact]
    public void The_same_edits_can_be_made_in_the_XML_as_it_is_by_then()
    {
        var editor = new DomainEditor([Change("--graphics", "keymap=ja")]);
        var now = Domain("<graphics type='vnc' passwd='secret'/><sound model='ac97'/>");

        var first = editor.Apply(Domain("<graphics type='vnc'/>"), []);
        var again = editor.Apply(now, []);

        Assert.Equal("<graphics type='vnc' keymap='ja' />", Shown(first!.Descendants("graphics").Single()));
        Assert.Equal("<graphics type='vnc' passwd='secret' keymap='ja' />", Shown(again!.Descendants("graphics").Single()));
        Assert.Null(now.Descendants("graphics").Single().Attribute("keymap"));
    }

    [Fact]
    public void A_boot_number_that_is_taken_moves_on_and_the_order_by_kind_goes()
    {
        var domain = Domain(
            "<disk><target dev='a'/><boot order='1'/></disk><disk><target dev='b'/><boot order='2'/></disk><disk><target dev='c'/><boot order='4'/></disk><disk><target dev='d'/></disk>",
            "<os><type>hvm</type><boot dev='hd'/></os>");

        var edited = Edited(domain, Change("--disk", "boot.order=1", "target=d"));

        Assert.Equal(["2", "3", "4", "1"], edited.Descendants("disk").Select(static disk => disk.Element("boot")!.Attribute("order")!.Value));
        Assert.Null(edited.Element("os")!.Element("boot"));
    }

    [Fact]
    public void What_only_SPICE_serves_goes_with_its_last_display()
    {
        const string Devices = "<channel type='spicevmc'/><channel type='unix'/><graphics type='spice'/><audio id='1' type='spice'/><redirdev type='spicevmc'/><smartcard type='spicevmc'/><video><model type='qxl'/></video>";

        var changed = Edited(Domain(Devices), Change("--graphics", "type=vnc"));
        var removed = Edited(Domain(Devices), Remove("--graphics", "type=spice"));
        var kept = Edited(Domain("<graphics type='spice'/>" + Devices), Remove("--graphics", "1"));

        Assert.Equal(["channel", "graphics", "video"], changed.Element("devices")!.Elements().Select(static device => device.Name.LocalName));
        Assert.Equal(["channel", "video"], removed.Element("devices")!.Elements().Select(static device => device.Name.LocalName));
        Assert.Equal(7, kept.Element("devices")!.Elements().Count());
    }

    [Fact]
    public void The_console_that_is_a_second_name_of_a_serial_port_goes_with_it()
    {
        var edited = Edited(Domain("<serial type='pty'/><console type='pty'><target type='serial'/></console><console type='pty'><target type='virtio'/></console>"), Remove("--serial", "1"));

        Assert.Equal("<console type='pty'><target type='virtio' /></console>", Shown(edited.Element("devices")!.Elements().Single()));
    }
}
