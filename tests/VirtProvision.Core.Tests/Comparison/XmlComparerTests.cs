using System.Xml.Linq;
using VirtProvision.Core.Comparison;

namespace VirtProvision.Core.Tests.Comparison;

public sealed class XmlComparerTests
{
    [Theory]
    [InlineData("<domain><memory unit='GiB'>1</memory></domain>")]
    [InlineData("<domain><memory>1048576</memory></domain>")]
    [InlineData("<domain><uuid>C7A5FDBDEDAF9455926AD65C16DB1809</uuid></domain>")]
    [InlineData("<domain><os><type machine='q35'>hvm</type></os></domain>")]
    [InlineData("<domain><devices><interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/></interface></devices></domain>")]
    [InlineData("<domain><devices><interface type='network'><source network='default'/></interface></devices></domain>")]
    [InlineData("<domain><devices><disk><source file='/images//root.qcow2'/><target dev='vda'/><address bus='4' slot='0'/></disk></devices></domain>")]
    [InlineData("<domain><devices><disk><driver io='default'/><target dev='vda'/></disk></devices></domain>")]
    [InlineData("<domain><title/></domain>")]
    public void Another_spelling_or_less_is_no_change(string desired) => Assert.Empty(Domains.Compare(desired).Changes);

    [Theory]
    [InlineData("<domain><memory unit='GiB'>2</memory></domain>", "memory 1GiB → 2GiB NextStart")]
    [InlineData("<domain><currentMemory unit='MiB'>512</currentMemory></domain>", "currentMemory 1GiB → 512MiB Live:set-memory")]
    [InlineData("<domain><vcpu current='2'>2</vcpu></domain>", "vcpu/@current 1 → 2 Live:set-vcpus")]
    [InlineData("<domain><title>Web</title></domain>", "title ∅ → Web Live:set-metadata")]
    [InlineData("<domain><features><pae/></features></domain>", "features/pae ∅ → <pae /> NextStart")]
    [InlineData("<domain><uuid>11111111-edaf-9455-926a-d65c16db1809</uuid></domain>",
        "uuid c7a5fdbd-edaf-9455-926a-d65c16db1809 → 11111111-edaf-9455-926a-d65c16db1809 Replace")]
    [InlineData("<domain><devices><disk><target dev='vda'/><driver cache='writeback'/></disk></devices></domain>",
        "devices/disk[vda]/driver/@cache none → writeback NextStart")]
    [InlineData("<domain><devices><disk><alias name='ua-root'/><iotune><total_iops_sec>100</total_iops_sec></iotune></disk></devices></domain>",
        "devices/disk[root]/iotune/total_iops_sec ∅ → 100 Live:set-block-iotune")]
    [InlineData("<domain><devices><disk><target dev='sda'/><source file='/images/b.iso'/></disk></devices></domain>",
        "devices/disk[sda]/source/@file /images/a.iso → /images/b.iso Live:update-device")]
    [InlineData("<domain><devices><interface><mac address='52:54:00:00:00:01'/><link state='down'/></interface></devices></domain>",
        "devices/interface[52:54:00:00:00:01]/link/@state ∅ → down Live:update-device")]
    [InlineData("<domain><devices><disk><source file='/b'/><target dev='vdb' bus='virtio'/></disk></devices></domain>",
        "devices/disk[vdb] ∅ → <disk><source file=\"/b\" /><target dev=\"vdb\" bus=\"virtio\" /></disk> Live:attach-device")]
    [InlineData("<domain><devices><disk><source file='/b'/><target dev='sdb' bus='sata'/></disk></devices></domain>",
        "devices/disk[sdb] ∅ → <disk><source file=\"/b\" /><target dev=\"sdb\" bus=\"sata\" /></disk> NextStart")]
    [InlineData("<domain><os><boot dev='network'/><boot dev='hd'/></os></domain>",
        "os/boot <boot dev=\"hd\" /> → <boot dev=\"network\" /><boot dev=\"hd\" /> NextStart")]
    public void A_change_names_its_field_and_what_it_costs(string desired, string line) =>
        Assert.Equal([line], Domains.Lines(Domains.Compare(desired)));

    [Theory]
    [InlineData("<vcpu current='4'>4</vcpu>", "<vcpu>4</vcpu>", 0)]
    [InlineData("<vcpu current='2'>4</vcpu>", "<vcpu>4</vcpu>", 1)]
    [InlineData("<vcpu current='2'>4</vcpu>", "<vcpu>2</vcpu>", 2)]
    public void A_value_that_the_host_leaves_out_may_be_what_another_says(string desired, string observed, int changes) =>
        Assert.Equal(changes, Domains.Compare($"<domain>{desired}</domain>", observed: XElement.Parse($"<domain>{observed}</domain>")).Changes.Length);

    [Fact]
    public void What_says_the_same_as_nothing_need_not_go()
    {
        const string Last = "<domain><devices><disk type='file' device='cdrom'><source file='/images/a.iso'/><target dev='sda'/></disk></devices></domain>";
        var result = Domains.Compare("<domain><devices><disk device='cdrom'><target dev='sda'/></disk></devices></domain>", Last);
        Assert.Equal(["devices/disk[sda]/source/@file /images/a.iso → ∅ Live:update-device"], Domains.Lines(result));
        Assert.Equal("file", result.Merged.Element("devices")!.Elements("disk").Last().Attribute("type")!.Value);
    }

    [Fact]
    public void Only_what_was_applied_and_left_the_spec_is_removed()
    {
        var result = Domains.Compare(
            "<domain><devices><disk><target dev='vda'/></disk></devices></domain>",
            last: "<domain><features><apic/></features><devices><disk><target dev='vda'/><driver cache='none'/></disk><sound model='ich6'/></devices></domain>");
        Assert.Equal(
            [
                "devices/disk[vda]/driver/@cache none → ∅ NextStart",
                "devices/sound <sound model=\"ich6\" /> → ∅ NextStart",
                "features/apic <apic /> → ∅ NextStart",
            ],
            Domains.Lines(result));
        var disk = result.Merged.Element("devices")!.Element("disk")!;
        Assert.Equal("qcow2", disk.Element("driver")!.Attribute("type")!.Value);
        Assert.NotNull(result.Merged.Element("features")!.Element("acpi"));
    }

    [Fact]
    public void A_change_made_by_hand_is_drift()
    {
        var last = "<domain><vcpu>4</vcpu><devices><sound model='ac97'/></devices></domain>";
        Assert.Equal(["vcpu 2 → 4 NextStart drift", "devices/sound/@model ich6 → ac97 NextStart drift"], Domains.Lines(Domains.Compare(last, last)));
        Assert.Equal(["devices/sound <sound model=\"ich6\" /> → ∅ NextStart drift"], Domains.Lines(Domains.Compare("<domain/>", last)));
    }

    [Fact]
    public void What_the_spec_does_not_name_survives()
    {
        var merged = Domains.Compare("<domain><memory unit='GiB'>2</memory></domain>").Merged;
        var expected = Domains.Web01();
        foreach (var name in (string[])["memory", "currentMemory"])
        {
            expected.Element(name)!.SetAttributeValue("unit", "GiB");
            expected.Element(name)!.Value = "2";
        }

        Assert.True(XNode.DeepEquals(expected, merged), merged.ToString());
    }

    [Fact]
    public void A_ballooned_guest_keeps_its_size_when_its_memory_grows()
    {
        var observed = Domains.Web01();
        observed.Element("currentMemory")!.Value = "524288";
        var merged = Domains.Compare("<domain><memory unit='GiB'>2</memory></domain>", observed: observed).Merged;
        Assert.Equal("524288", merged.Element("currentMemory")!.Value);
    }

    [Fact]
    public void Fewer_processors_than_run_now_take_the_current_number_along()
    {
        var observed = Domains.Web01();
        observed.Element("vcpu")!.SetAttributeValue("current", 2);
        Assert.Null(Domains.Compare("<domain><vcpu>1</vcpu></domain>", observed: observed).Merged.Element("vcpu")!.Attribute("current"));
        Assert.NotNull(Domains.Compare("<domain><vcpu>4</vcpu></domain>").Merged.Element("vcpu")!.Attribute("current"));
    }

    [Fact]
    public void Another_type_of_interface_leaves_nothing_of_the_old_source()
    {
        var merged = Domains.Compare("<domain><devices><interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0'/></interface></devices></domain>").Merged;
        Assert.Equal("<source bridge=\"br0\" />", merged.Descendants("interface").Single().Element("source")!.ToString());
    }

    [Fact]
    public void A_fixed_port_ends_autoport_and_an_address_is_kept_in_both_places()
    {
        var merged = Domains.Compare("<domain><devices><graphics type='vnc' port='5905' listen='0.0.0.0'/></devices></domain>").Merged;
        Assert.Equal(
            "<graphics type=\"vnc\" port=\"5905\" listen=\"0.0.0.0\"><listen type=\"address\" address=\"0.0.0.0\" /></graphics>",
            merged.Descendants("graphics").Single().ToString(SaveOptions.DisableFormatting));
    }

    [Fact]
    public void A_boot_order_takes_the_place_of_the_boot_devices()
    {
        var merged = Domains.Compare("<domain><devices><disk><target dev='vda'/><boot order='1'/></disk></devices></domain>").Merged;
        Assert.Null(merged.Element("os")!.Element("boot"));
    }

    [Fact]
    public void A_serial_port_goes_with_the_console_that_libvirt_made_of_it()
    {
        var merged = Domains.Compare("<domain/>", last: "<domain><devices><serial type='pty'/></devices></domain>").Merged;
        Assert.Empty(merged.Descendants("serial").Concat(merged.Descendants("console")));
    }

    [Fact]
    public void An_absent_mark_removes_what_matches_it()
    {
        var result = Domains.Compare("""
            <domain xmlns:vp="urn:virtprovision:v1"><features><apic vp:absent="true"/></features>
            <devices><sound vp:absent="true"/><disk vp:absentAttributes="device"><target dev="sda"/><readonly vp:absent="true"/></disk></devices></domain>
            """);
        Assert.Equal(
            ["features/apic", "devices/sound", "devices/disk[sda]/@device", "devices/disk[sda]/readonly"],
            result.Changes.Select(static change => change.Path.ToString()));
        Assert.Empty(result.Merged.Descendants("sound"));
        Assert.DoesNotContain("urn:virtprovision:v1", result.Merged.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_once_marked_absent_is_not_ours_when_someone_adds_it() => Assert.Empty(Domains.Compare(
        "<domain/>",
        last: "<domain xmlns:vp='urn:virtprovision:v1'><vcpu current='1' vp:absent='true'/><cpu mode='host-passthrough' vp:absent='true'/><devices><sound model='ich6' vp:absent='true'/></devices></domain>").Changes);

    [Fact]
    public void A_device_keeps_its_identity_when_its_keys_change()
    {
        var result = Domains.Compare("<domain><devices><disk><alias name='ua-root'/><target dev='vdb'/></disk></devices></domain>");
        Assert.Equal(["devices/disk[root]/target/@dev vda → vdb NextStart"], Domains.Lines(result));
    }

    [Fact]
    public void Unnamed_twins_are_matched_one_to_one()
    {
        var observed = Domains.Web01();
        observed.Element("devices")!.Add(XElement.Parse("<interface type='network'><mac address='52:54:00:00:00:02'/><source network='lan'/></interface>"));
        var net = "<interface type='network'><source network='{0}'/></interface>";
        var both = $"<domain><devices>{net.Replace("{0}", "lan")}{net.Replace("{0}", "default")}</devices></domain>";
        Assert.Empty(Domains.Compare(both, observed: observed).Changes);
        var twice = $"<domain><devices>{net.Replace("{0}", "lan")}{net.Replace("{0}", "lan")}</devices></domain>";
        Assert.Equal([FieldChangeKind.Add], Domains.Compare(twice, observed: observed).Changes.Select(static change => change.Kind));
        var moved = $"<domain><devices>{net.Replace("{0}", "default")}{net.Replace("{0}", "dmz")}</devices></domain>";
        Assert.Equal(["devices/interface[52:54:00:00:00:02]/source/@network lan → dmz Live:update-device"], Domains.Lines(Domains.Compare(moved, both, observed)));
    }

    [Fact]
    public void Nothing_to_do_gives_back_the_observed_tree_itself()
    {
        var observed = Domains.Web01();
        Assert.Same(observed, Domains.Compare("<domain><vcpu>2</vcpu></domain>", observed: observed).Merged);
    }
}
