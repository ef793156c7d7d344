using System.Text;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Tests.Cloning.SmallHost;

namespace VirtProvision.Core.Tests.Cloning;

public sealed class CloneSeedTests
{
    private static readonly CloneRequest s_fresh = Auto with { IsFresh = true };

    [Fact]
    public void A_clone_gets_a_seed_of_its_own_beside_its_image_and_not_the_originals()
    {
        var source = Source(Root + "<disk type='file' device='cdrom'><source file='/images/web-cidata-0123456789ab.iso'/><target dev='sda' bus='sata'/><readonly/></disk>");
        var (plan, findings) = Plan(source, s_fresh with { Names = ["a", "b"] });
        var clones = plan.Clones;

        Assert.Empty(findings);
        Assert.Equal([CloneDiskAction.Copy, CloneDiskAction.LeaveOut], clones[0].Disks.Select(static disk => disk.Action));
        Assert.StartsWith("/images/a-cidata-", clones[0].Seed!.Path, StringComparison.Ordinal);
        Assert.Equal("images", clones[0].Seed!.Volume.Pool);
        Assert.NotEqual(Content(clones[0]), Content(clones[1]));
        Assert.Contains("local-hostname: a\n", Content(clones[0]), StringComparison.Ordinal);
        Assert.Contains("systemd-machine-id-setup", Content(clones[0]), StringComparison.Ordinal);
        var sources = CloneXml.Write(source.Xml, clones[0]).Descendants("source").Select(static element => element.Attribute("file")!.Value);
        Assert.Equal(["/images/a.qcow2", clones[0].Seed!.Path], sources);
    }

    [Theory]
    [InlineData("virtio", "vda", "disk", "vdb")]
    [InlineData("sata", "sda", "cdrom", "sdb")]
    [InlineData("ide", "hda", "cdrom", "hdb")]
    [InlineData("scsi", "sda", "cdrom", "sdb")]
    public void It_is_on_a_bus_for_which_the_guest_has_a_driver(string bus, string first, string device, string target)
    {
        var disk = CloneOf(Source($"<disk type='file'><source file='/images/web.qcow2'/><target dev='{first}' bus='{bus}'/></disk>"), s_fresh).Descendants("disk").Last();
        Assert.Equal((device, target, bus), (disk.Attribute("device")!.Value, disk.Element("target")!.Attribute("dev")!.Value, disk.Element("target")!.Attribute("bus")!.Value));
        Assert.NotNull(disk.Element("readonly"));
    }

    [Fact]
    public void Without_disks_of_its_own_it_lies_where_images_do()
    {
        var (plan, _) = Plan(Source(""), s_fresh);
        Assert.StartsWith("/var/lib/libvirt/images/web-clone-cidata-", plan.Clones.Single().Seed!.Path, StringComparison.Ordinal);
        Assert.Equal("/var/lib/libvirt/images", plan.Pools.Single().Folder);
    }

    [Fact]
    public void What_the_user_says_is_said_instead()
    {
        var (plan, findings) = Plan(Source(Root), s_fresh with { UserData = new SourceFile("user-data", "#cloud-config\npackages: [nginx]\n") });
        Assert.Empty(findings);
        Assert.Contains("packages: [nginx]", Content(plan.Clones.Single()), StringComparison.Ordinal);
        Assert.DoesNotContain("systemd-machine-id-setup", Content(plan.Clones.Single()), StringComparison.Ordinal);
    }

    [Fact]
    public void User_data_that_cloud_init_would_not_know_is_pointed_out() =>
        Assert.NotEmpty(Plan(Source(Root), s_fresh with { UserData = new SourceFile("user-data", "packages: [nginx]") }).Findings);

    private static string Content(DomainClone clone) => Encoding.UTF8.GetString(clone.Seed!.Content.Image.ToArray());
}
