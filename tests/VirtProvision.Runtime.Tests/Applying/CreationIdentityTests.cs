using System.Xml.Linq;
using VirtProvision.Runtime.Applying;

namespace VirtProvision.Runtime.Tests.Applying;

public sealed class CreationIdentityTests
{
    private static readonly Guid s_id = Guid.Parse("6f1e0a52-3c1b-4d6e-9a52-0b6b0b6b0b6b");

    [Fact]
    public void The_same_domain_and_key_have_the_same_mac_and_others_have_others()
    {
        var mac = CreationIdentity.MacFor(s_id, "ua-lan");
        Assert.StartsWith("52:54:00:", mac, StringComparison.Ordinal);
        Assert.Equal(17, mac.Length);
        Assert.Equal(mac, CreationIdentity.MacFor(s_id, "ua-lan"));
        Assert.NotEqual(mac, CreationIdentity.MacFor(s_id, "ua-wan"));
        Assert.NotEqual(mac, CreationIdentity.MacFor(Guid.Empty, "ua-lan"));
    }

    [Fact]
    public void What_the_spec_says_is_kept_and_the_rest_is_chosen()
    {
        var domain = XElement.Parse("""
            <domain><name>a</name><devices>
              <disk device='disk'><target bus='virtio'/></disk>
              <disk device='disk'><target dev='vdb' bus='virtio'/></disk>
              <disk device='disk'/>
              <disk device='cdrom'/>
              <interface><mac address='52:54:00:00:00:01'/></interface>
              <interface><alias name='ua-lan'/></interface>
            </devices></domain>
            """);

        var frozen = CreationIdentity.Freeze(domain, () => s_id);

        Assert.Equal(s_id.ToString(), frozen.Element("uuid")!.Value);
        Assert.Equal(["vda", "vdb", "vdc", "sda"], frozen.Element("devices")!.Elements("disk").Select(disk => disk.Element("target")!.Attribute("dev")!.Value));
        Assert.Equal(
            ["52:54:00:00:00:01", CreationIdentity.MacFor(s_id, "ua-lan")],
            frozen.Element("devices")!.Elements("interface").Select(nic => nic.Element("mac")!.Attribute("address")!.Value));
        Assert.Null(domain.Element("uuid"));
    }

    [Fact]
    public void A_uuid_of_the_spec_stays()
    {
        var frozen = CreationIdentity.Freeze(new XElement("domain", new XElement("uuid", s_id)), () => throw new InvalidOperationException("not needed"));
        Assert.Equal(s_id.ToString(), frozen.Element("uuid")!.Value);
    }

    [Fact]
    public void Disks_are_counted_past_z()
    {
        var devices = new XElement("devices", Enumerable.Range(0, 28).Select(_ => new XElement("disk", new XElement("target", new XAttribute("bus", "scsi")))));
        var frozen = CreationIdentity.Freeze(new XElement("domain", devices), Guid.NewGuid);
        var names = frozen.Element("devices")!.Elements("disk").Select(disk => disk.Element("target")!.Attribute("dev")!.Value).ToArray();
        Assert.Equal("sdz", names[25]);
        Assert.Equal("sdaa", names[26]);
        Assert.Equal("sdab", names[27]);
    }
}
