using VirtProvision.Core.Cloning;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;
using static VirtProvision.Core.Tests.Cloning.SmallHost;

namespace VirtProvision.Core.Tests.Cloning;

public sealed class ClonePlannerTests
{
    private const string Cd = "<disk type='file' device='cdrom'><source file='/images/web.qcow2'/><target dev='sda'/><readonly/></disk>";
    private const string EmptyCd = "<disk type='file' device='cdrom'><target dev='sda'/><readonly/></disk>";
    private const string Shared = "<disk type='file'><source file='/images/data.img'/><target dev='vdb'/><shareable/></disk>";

    public static TheoryData<string, CloneSource, CloneRequest> Refusals => new()
    {
        { "VP8406", Source(""), new CloneRequest() },
        { "VP8407", Source(""), new CloneRequest { Names = ["other"] } },
        { "VP8407", Source(""), new CloneRequest { Names = ["a", "a"] } },
        { "VP8407", Source(""), new CloneRequest { Names = ["web"] } },
        { "VP8408", Source(""), new CloneRequest { Names = ["a/b"] } },
        { "VP8432", Source(""), new CloneRequest { Names = ["web"], Replaces = true } },
        { "VP8409", Source(Root), new CloneRequest { Names = ["a"] } },
        { "VP8410", Source(Root + Disk("/images/data.img", "vdb")), new CloneRequest { Names = ["a"], Files = ["/images/a.qcow2"] } },
        { "VP8411", Source(Disk("/images/none.img", "vda")), Auto },
        { "VP8411", Source("<disk type='volume'><source pool='images' volume='none'/><target dev='vda'/></disk>"), Auto },
        { "VP8412", Source("<disk type='network'><source protocol='http' name='x'/><target dev='vda'/></disk>"), Auto },
        { "VP8412", Source("<disk type='nvme'><source type='pci'/><target dev='vda'/></disk>"), Auto },
        { "VP8413", Source(Root), new CloneRequest { Names = ["a"], Files = ["/images/data.img"] } },
        { "VP8413", Source(Root), new CloneRequest { Names = ["a"], Files = ["/images/data.img"], Checks = CheckOptions.None } },
        { "VP8414", Source(Root), new CloneRequest { Names = ["a"], Files = ["/images/stray.qcow2"] } },
        { "VP8415", Source(Root), new CloneRequest { Names = ["a"], Files = ["/images/none.img"], PreservesData = true } },
        { "VP8415", Source(Root), Auto with { PreservesData = true } },
        { "VP8416", Source(""), Auto with { Count = 2, Uuid = "33333333-3333-3333-3333-333333333333" } },
        { "VP8416", Source(""), Auto with { Count = 2, Macs = ["52:54:00:00:00:09"] } },
        { "VP8416", Source(""), Auto with { Count = 2, Nvram = "/x" } },
        { "VP8416", Source(Root), Auto with { Names = ["a", "b"], Files = ["/images/x.qcow2"] } },
        { "VP8417", Source(""), Auto with { Uuid = "11111111-1111-1111-1111-111111111111" } },
        { "VP8419", Source("<disk type='block'><source dev='/dev/vg/lv'/><target dev='vda'/></disk>"), Auto with { IsLinked = true } },
        { "VP8420", Source(Disk("/full/web.img", "vda")), Auto },
        { "VP8420", Source(Disk("/images/data.img", "vda")), Auto with { Count = 3 } },
        { "VP8420", Source(Root), Auto with { Count = 2, IsNonSparse = true } },
        { "VP8421", Source(Root), new CloneRequest { Names = ["a"], Files = ["/tiny/a.qcow2"] } },
        { "VP8422", Source(Root), new CloneRequest { Names = ["a"], Files = ["/images/other.qcow2"], PreservesData = true } },
        { "VP8423", Source("<interface/>"), Auto with { Macs = ["52:54:00:00:00:01"] } },
        { "VP8426", Source("<disk type='file'><driver name='qemu' type='raw'/><source file='/images/web.qcow2'/><target dev='vda'/></disk>"), Auto },
        { "VP8428", Source("", os: "<nvram type='network'><source protocol='iscsi' name='x'/></nvram>"), Auto },
        { "VP8430", Source(Root), new CloneRequest { Names = ["a"], Files = ["/dev/nothing"] } },
        { "VP8431", Source(Root + Disk("/images/data.img", "vdb")), new CloneRequest { Names = ["a"], Files = ["/images/a.qcow2", "/images/a.qcow2"] } },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void What_cannot_be_is_refused(string code, CloneSource source, CloneRequest request)
    {
        var tiny = new HostPool("tiny", System.Xml.Linq.XElement.Parse("<pool type='dir'><target><path>/tiny</path></target></pool>")) { IsActive = true, Available = 150 };
        var (_, findings) = Plan(source, request, Host with { Storage = Host.Storage with { Pools = Host.Storage.Pools.Add(tiny) } });
        Assert.Equal(code, Assert.Single(findings, static finding => finding.IsError).Code);
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_not_made()
    {
        var (_, findings) = Plan(Source(Root), new CloneRequest { Names = ["a"], Files = ["/nowhere/a.qcow2"] }, Host with { MissingFolders = ["/nowhere"] });
        Assert.Equal(["VP8336"], findings.Select(static finding => finding.Code));
    }

    [Fact]
    public void A_resumed_run_leaves_out_the_names_that_are_taken()
    {
        var (plan, findings) = Plan(Source(""), new CloneRequest { Names = ["other", "a", "web"], MakesNames = true, IsResumed = true }, Host);
        Assert.DoesNotContain(findings, static finding => finding.IsError);
        Assert.Equal(["a"], plan.Clones.Select(static clone => clone.Name));
    }

    [Fact]
    public void Names_and_paths_that_others_are_about_to_take_are_not_made_up()
    {
        var (plan, _) = Plan(Source(Root), Auto with { Avoided = ["web-clone"] }, Host with { BeingMade = ["/images/web-clone1.qcow2"] });
        Assert.Equal(("web-clone1", "/images/web-clone1-1.qcow2"), (plan.Clones[0].Name, plan.Clones[0].Disks[0].Path));
    }

    public static TheoryData<string, CloneSource, CloneRequest> Warnings => new()
    {
        { "VP8418", Source(Root), Auto with { SkipCopy = ["hda"] } },
        { "VP8424", Source("<graphics type='vnc' port='5901'/>"), Auto },
        { "VP8425", Source(Root), Auto with { IsLinked = true } },
        { "VP8427", Source(Root), Auto with { Nvram = "/n/x.fd" } },
        { "VP8429", Source(Root), new CloneRequest { Names = ["a"], Files = ["/images/web.qcow2"], Checks = CheckOptions.None } },
        { "VP8414", Source(Root), new CloneRequest { Names = ["a"], Files = ["/images/stray.qcow2"], Checks = CheckOptions.None } },
        { "VP8423", Source("<interface/>"), Auto with { Macs = ["52:54:00:00:00:01"], Checks = CheckOptions.None } },
    };

    [Theory, MemberData(nameof(Warnings))]
    public void What_may_surprise_is_said(string code, CloneSource source, CloneRequest request)
    {
        var (plan, findings) = Plan(source, request);
        Assert.Equal((code, DiagnosticSeverity.Warning), findings.Select(static finding => (finding.Code, finding.Severity)).Single());
        Assert.NotEmpty(plan.Clones);
    }

    [Fact]
    public void What_only_reads_or_is_made_to_be_shared_is_shared()
    {
        var disks = Plan(Source(Root + Cd + EmptyCd + Shared), Auto).Plan.Clones.Single().Disks;
        Assert.Equal([CloneDiskAction.Copy, CloneDiskAction.Share, CloneDiskAction.Empty, CloneDiskAction.Share], disks.Select(static disk => disk.Action));
    }

    [Fact]
    public void A_forced_drive_without_a_medium_uses_up_a_file()
    {
        var disks = Plan(Source(EmptyCd + Root), new CloneRequest { Names = ["a"], ForceCopy = ["sda"], Files = ["/images/1.qcow2", "/images/2.qcow2"] }).Plan.Clones.Single().Disks;
        Assert.Equal([null, "/images/2.qcow2"], disks.Select(static disk => disk.Path));
    }

    [Fact]
    public void Many_clones_have_paths_and_identities_of_their_own()
    {
        var (plan, _) = Plan(Source(Root), Auto with { Names = ["web-{index}"], Count = 3 });
        Assert.Equal(["web-1", "web-2", "web-3"], plan.Clones.Select(static clone => clone.Name));
        Assert.Equal(["/images/web-1.qcow2", "/images/web-2.qcow2", "/images/web-3.qcow2"], plan.Clones.Select(static clone => clone.Disks.Single().Path));
        Assert.Equal(3, plan.Clones.Select(static clone => clone.Uuid).Distinct().Count());
    }

    [Fact]
    public void Clones_whose_names_are_made_follow_each_other() =>
        Assert.Equal(["web-clone", "web-clone1"], Plan(Source(""), Auto with { Count = 2 }).Plan.Clones.Select(static clone => clone.Name));

    [Fact]
    public void A_copy_is_sparse_has_the_format_and_the_owner_of_its_source()
    {
        var image = Plan(Source(Root), Auto).Plan.Clones.Single().Images.Single();
        Assert.Equal(("images", "web-clone.qcow2", false), (image.Volume.Pool, image.Volume.Name, image.IsLayer));
        Assert.Equal(
            "<volume><name>web-clone.qcow2</name><capacity unit=\"bytes\">900</capacity><allocation unit=\"bytes\">0</allocation><target><format type=\"qcow2\" />"
            + "<permissions><mode>0600</mode><owner>64055</owner><group>64055</group></permissions></target></volume>",
            image.Xml.ToString(System.Xml.Linq.SaveOptions.DisableFormatting));
    }

    [Theory]
    [InlineData("0444", "0644")]
    [InlineData("0600", "0600")]
    [InlineData("660", "0660")]
    public void A_read_only_original_has_clones_that_can_be_written(string mode, string expected)
    {
        var volume = Volume("images", "/images/web.qcow2", "qcow2", 900, 100);
        volume.Xml.Descendants("mode").Single().Value = mode;
        var host = Host with { Storage = Host.Storage with { Volumes = Host.Storage.Volumes.SetItem("images", [volume]) } };
        Assert.Equal(expected, Plan(Source(Root), Auto, host).Plan.Clones.Single().Images.Single().Xml.Descendants("mode").Single().Value);
    }

    [Fact]
    public void A_layer_says_what_it_stands_on_and_in_which_format_its_guest_saw_it()
    {
        var image = Plan(Source(Disk("/images/data.img", "vda")), Auto with { IsLinked = true }).Plan.Clones.Single().Images.Single();
        Assert.Equal("data-clone.qcow2", image.Volume.Name);
        Assert.Equal("<backingStore><path>/images/data.img</path><format type=\"raw\" /></backingStore>", image.Xml.Element("backingStore")!.ToString(System.Xml.Linq.SaveOptions.DisableFormatting));
    }

    [Fact]
    public void A_folder_without_a_pool_gets_one_and_what_lies_there_is_found_in_it()
    {
        var (plan, _) = Plan(Source(Disk("/srv/web.img", "vda")), Auto);
        Assert.Equal(("srv", "/srv", false), plan.Pools.Select(static pool => (pool.Id.Name, pool.Folder, pool.IsForRun)).Single());
        Assert.Equal(("srv", "web.img"), plan.Clones.Single().Images.Select(static image => (image.Source!.Pool, image.Source.Name)).Single());
    }

    [Theory]
    [InlineData("qemu", false)]
    [InlineData("test", true)]
    public void Only_the_test_driver_takes_a_file_for_nothing(string driver, bool isEmpty)
    {
        var (plan, _) = Plan(Source(Disk("/srv/web.img", "vda")), Auto, Host with { Facts = Host.Facts with { Driver = driver } });
        var image = plan.Clones.Single().Images.Single();
        Assert.Equal((isEmpty, isEmpty), (image.IsWithoutContent, image.Xml.Element("capacity") is not null));
    }

    [Fact]
    public void A_pool_that_sleeps_is_started()
    {
        var (plan, _) = Plan(Source(Root), new CloneRequest { Names = ["a"], Files = ["/asleep/a.qcow2"] });
        Assert.Equal(("asleep", true), plan.Pools.Select(static pool => (pool.Id.Name, pool.Xml is null)).Single());
    }

    [Fact]
    public void Firmware_variables_are_copied_over_a_pool_of_this_run_alone()
    {
        var host = Host with { Files = ["/nvram/web_VARS.fd"] };
        var (plan, _) = Plan(Source("", os: "<nvram>/nvram/web_VARS.fd</nvram>"), Auto, host);
        Assert.Equal(("/nvram/web-clone_VARS.fd", true), (plan.Clones.Single().NvramImage!.Path, plan.Pools.Single().IsForRun));
    }

    [Fact]
    public void Firmware_variables_that_are_not_there_yet_are_left_to_libvirt()
    {
        var (plan, _) = Plan(Source("", os: "<nvram>/nvram/web_VARS.fd</nvram>"), Auto);
        Assert.Equal("/nvram/web-clone_VARS.fd", plan.Clones.Single().Nvram);
        Assert.Null(plan.Clones.Single().NvramImage);
        Assert.Empty(plan.Pools);
    }

    [Fact]
    public void A_replaced_domain_stands_in_nobodys_way()
    {
        var (plan, findings) = Plan(Source("<interface/>"), new CloneRequest { Names = ["other"], Replaces = true, Uuid = Other.Uuid.ToString(), Macs = ["52:54:00:00:00:01"] });
        Assert.Empty(findings);
        Assert.True(plan.Clones.Single().Replaces);
    }

    [Fact]
    public void A_deep_chain_is_pointed_out()
    {
        var host = Host with { Storage = Host.Storage with { Volumes = Host.Storage.Volumes.SetItem("images", [.. Enumerable.Range(0, 6).Select(static depth => Volume("images", $"/images/{depth}.qcow2", "qcow2", 10, 10, depth is 0 ? null : $"/images/{depth - 1}.qcow2"))]) } };

        Assert.DoesNotContain(Plan(Source(Disk("/images/3.qcow2", "vda")), Auto with { IsLinked = true }, host).Findings, static finding => finding.Code is "VP8433");
        Assert.Contains("A layer upon /images/4.qcow2 stands on 5 images", Plan(Source(Disk("/images/4.qcow2", "vda")), Auto with { IsLinked = true }, host).Findings.Single(static finding => finding.Code is "VP8433").Detail, StringComparison.Ordinal);
    }

    private static string Disk(string path, string target) => $"<disk type='file' device='disk'><source file='{path}'/><target dev='{target}'/></disk>";
}
