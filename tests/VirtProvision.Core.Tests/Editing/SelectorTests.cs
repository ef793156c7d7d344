using VirtProvision.Core.Editing;
using static VirtProvision.Core.Tests.Editing.EditBench;

namespace VirtProvision.Core.Tests.Editing;

/// <summary>Which devices an action is for, and what is said when there is none.</summary>
public sealed class SelectorTests
{
    private const string Disks = "<disk type='file'><source file='/a'/><target dev='vda' bus='virtio'/><boot order='5'/></disk><disk type='block'><source dev='/dev/b'/><target dev='vdb' bus='virtio'/></disk><disk type='file'><source file='/c'/><target dev='sda' bus='scsi'/></disk>";

    [Theory]
    [InlineData(null, "vda")]
    [InlineData("1", "vda")]
    [InlineData("3", "sda")]
    [InlineData("-1", "sda")]
    [InlineData("-3", "vda")]
    [InlineData("all", "vda vdb sda")]
    [InlineData("target=vdb", "vdb")]
    [InlineData("/a", "vda")]
    [InlineData("path=/dev/b", "vdb")]
    [InlineData("boot.order=5", "vda")]
    [InlineData("bus=virtio", "vda vdb")]
    [InlineData("type=file,bus=virtio", "vda")]
    public void Chooses(string? selector, string targets)
    {
        var edited = Edited(Domain(Disks), Change("--disk", "cache=none", selector));

        Assert.Equal(targets.Split(' '), edited.Descendants("disk").Where(static disk => disk.Element("driver") is not null).Select(static disk => disk.Element("target")!.Attribute("dev")!.Value));
    }

    [Theory]
    [InlineData("--sound", "ich6", "<sound model='ac97'/><sound model='ich6'/>", "<sound model='ac97' />")]
    [InlineData("--video", "all", "<video/><video/>", "")]
    [InlineData("--network", "mac=52:54:00:AA:00:01", "<interface><mac address='52:54:00:aa:00:01'/></interface>", "")]
    [InlineData("--hostdev", "address.devno=0x0002", "<hostdev><address type='ccw' devno='0x2'/></hostdev><hostdev/>", "<hostdev />")]
    [InlineData("--seclabel", "1", "", "")]
    public void Removes(string option, string selector, string before, string after)
    {
        var edited = Edited(Domain(before, "<seclabel model='dac'/>"), Remove(option, selector));

        Assert.Equal(after, string.Concat(edited.Element("devices")!.Elements().Select(Shown)));
        Assert.Equal(option is not "--seclabel", edited.Element("seclabel") is not null);
    }

    [Theory]
    [InlineData("0", "VP8601")]
    [InlineData("4", "VP8603")]
    [InlineData("-4", "VP8603")]
    [InlineData("target=vvv", "VP8604")]
    [InlineData("seclabel2.model=dac", "VP8604")]
    [InlineData("sparse=no", "VP8605")]
    public void Says_what_is_wrong(string selector, string code)
    {
        var finding = Finding(Domain(Disks), Change("--disk", "cache=none", selector));

        Assert.Equal(code, finding.Code);
        Assert.Equal("--disk", finding.Span!.Value.File.Path);
    }

    [Fact]
    public void What_does_not_match_is_told_what_there_is() =>
        Assert.Contains("target=vda, target=vdb, target=sda", Finding(Domain(Disks), Change("--disk", "cache=none", "target=vvv")).Detail, StringComparison.Ordinal);

    [Fact]
    public void There_may_be_nothing_of_the_kind() => Assert.Equal("VP8602", Finding(Domain(), Change("--disk", "cache=none")).Code);

    [Theory]
    [InlineData("--disk", "target=vdz", Disks)]
    [InlineData("--network", "mac=52:54:00:00:00:01", "<interface/><interface/>")]
    [InlineData("--disk", "alias.name=ua-x", Disks)]
    public void Several_cannot_get_the_same_identity(string option, string value, string devices) =>
        Assert.Equal("VP8606", Finding(Domain(devices), Change(option, value, "all")).Code);

    [Fact]
    public void A_part_that_there_is_once_takes_no_selector()
    {
        Assert.Equal("VP8607", Finding(Domain(), Change("--events", "on_poweroff=destroy", "2")).Code);
        Assert.Equal("destroy", Edited(Domain(), Change("--events", "on_poweroff=destroy", "all")).Element("on_poweroff")!.Value);
    }

    [Theory]
    [InlineData("./a[", "VP8608")]
    [InlineData("count(./devices)=1", "VP8608")]
    [InlineData("//disk[contains(@x,'y')]/@z=1", "VP8608")]
    [InlineData("./@id=7", "VP8609")]
    [InlineData("./devices/disk/alias/@name=virtio-disk0", "VP8609")]
    [InlineData("xpath.delete=./nothing", "VP8610")]
    [InlineData("xpath.delete=.", "VP8608")]
    public void A_path_that_cannot_be_used_is_told(string path, string code) =>
        Assert.Equal(code, Finding(Domain("<disk><alias name='ua-x'/></disk>"), Change("--xml", path)).Code);

    [Fact]
    public void What_is_no_old_PC_does_not_become_a_newer_one()
    {
        Assert.Equal("VP8613", Finding(Domain(parts: "<os><type machine='virt-7.2'>hvm</type></os>"), new ConvertToQ35(Span, 1)).Code);
        Assert.Equal("VP8612", Finding(Domain(parts: "<os><type machine='odd'>hvm</type></os>"), new RefreshMachine(Span, ["virt"])).Code);
    }
}
