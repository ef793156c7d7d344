using System.Xml.Linq;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Cloning;
using VirtProvision.Runtime.Tests.Fakes;

namespace VirtProvision.Runtime.Tests.Cloning;

/// <summary>A running original: its disk is its own again, whichever call fails.</summary>
public sealed class LiveOriginalTests
{
    private static readonly ResourceId s_original = new(ResourceKind.Domain, "web");
    private static readonly CloneRequest s_live = new() { MakesNames = true, IsLive = true };

    private const string Xml = """
        <domain type='kvm'><name>web</name><uuid>22222222-2222-2222-2222-222222222222</uuid><devices>
          <disk type='file'><driver name='qemu' type='qcow2'/><source file='/images/root.qcow2'/><target dev='vda'/></disk>
          <disk type='file' device='cdrom'><source file='/images/cd.iso'/><target dev='sda'/><readonly/></disk>
          <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0' state='connected'/></channel>
        </devices></domain>
        """;

    [Theory]
    [InlineData(true, "freeze-and-layer Domain/web")]
    [InlineData(false, "freeze-and-layer Domain/web", "layer Domain/web", "VP8330")]
    public async Task The_images_are_copied_while_the_guest_writes_elsewhere(bool freezes, params string[] expected)
    {
        var host = Host();
        host.Freezes = freezes;
        var whileCopied = "";
        host.OnCall = call => whileCopied = call.StartsWith("clone", StringComparison.Ordinal) ? PathsOf(host) : whileCopied;
        var result = await CloneAsync(host);

        Assert.True(result.Succeeded, string.Join('\n', result.Diagnostics));
        string[] told = [.. host.Calls.Where(static call => call.Contains("layer", StringComparison.Ordinal)), .. result.Diagnostics.Select(static finding => finding.Code).Where(static code => code is "VP8330")];
        Assert.Equal(expected, told);
        Assert.Matches(@"^/images/root\.qcow2\.virtprovision-run-[^ ]+\.virtprovision-live /images/cd\.iso$", whileCopied);
        Assert.Equal("/images/root.qcow2 /images/cd.iso", PathsOf(host));
        Assert.Equal("the root", host.Objects[new ResourceId(ResourceKind.StorageVolume, "root-clone.qcow2", "images")].Content);
    }

    [Fact]
    public async Task Whatever_fails_the_original_has_its_disk()
    {
        var whole = Host();
        await CloneAsync(whole);
        for (var failAt = 1; failAt <= whole.Calls.Count; failAt++)
        {
            var host = Host();
            host.FailAt = failAt;
            await CloneAsync(host);
            Assert.True(PathsOf(host) is "/images/root.qcow2 /images/cd.iso", $"{host.Calls[failAt - 1]}: {PathsOf(host)}");
        }
    }

    [Fact]
    public async Task A_refused_snapshot_changes_nothing()
    {
        var host = Host();
        host.OnCall = call => host.FailAt = call is "layer Domain/web" ? host.Calls.Count + 1 : host.FailAt;
        var result = await CloneAsync(host);
        Assert.Equal(["VP8334"], result.Diagnostics.Select(static finding => finding.Code));
        Assert.DoesNotContain(host.Calls, static call => call.StartsWith("clone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_disk_that_cannot_be_brought_back_is_told_with_what_to_do()
    {
        var host = Host();
        host.OnCall = call => host.FailAt = call is "commit vda Domain/web" ? host.Calls.Count + 1 : host.FailAt;
        var result = await CloneAsync(host);

        var told = Assert.Single(result.Diagnostics, static finding => finding.Code is "VP8329");
        Assert.Contains("virsh blockcommit web vda --active --shallow --pivot", told.Detail, StringComparison.Ordinal);
        Assert.Equal(3, host.Calls.Count(static call => call is "commit vda Domain/web"));
    }

    [Fact]
    public async Task A_layer_on_another_machine_that_is_no_pools_stays_and_is_told()
    {
        var result = await CloneAsync(Host());
        Assert.Contains("VP8331", result.Diagnostics.Select(static finding => finding.Code));
    }

    [Fact]
    public async Task A_guest_that_shuts_down_meanwhile_gets_its_disk_back_too()
    {
        var host = Host();
        host.OnCall = call =>
        {
            if (call.StartsWith("clone", StringComparison.Ordinal))
            {
                (host.Objects[s_original].IsActive, host.Objects[s_original].LiveXml) = (false, null);
            }
        };
        await CloneAsync(host);

        Assert.Equal("/images/root.qcow2 /images/cd.iso", PathsOf(host));
        Assert.False(host.Objects[s_original].IsActive);
        Assert.Contains("start Domain/web", host.Calls);
    }

    [Fact]
    public async Task A_disk_that_the_next_start_would_change_is_refused()
    {
        var host = Host();
        host.Objects[s_original].LiveXml = XElement.Parse(Xml.Replace("root.qcow2", "old.qcow2", StringComparison.Ordinal));
        Assert.Equal(["VP8332"], (await PrepareAsync(host)).Diagnostics.Select(static finding => finding.Code));
    }

    private static string PathsOf(FakeHypervisor host)
    {
        var item = host.Objects[s_original];
        return string.Join(' ', (item.LiveXml ?? item.Xml).Descendants("disk").Select(static disk => disk.Element("source")!.Attribute("file")!.Value));
    }

    private static FakeHypervisor Host()
    {
        var host = new FakeHypervisor
        {
            Inventory = new FakeInventory
            {
                Pools = [new HostPool("images", XElement.Parse("<pool type='dir'><name>images</name><target><path>/images</path></target></pool>")) { IsActive = true, Available = 1 << 30 }],
                Volumes = [new HostVolume("images", "root.qcow2", "/images/root.qcow2", XElement.Parse("<volume type='file'><capacity>10</capacity><allocation>10</allocation><target><path>/images/root.qcow2</path><format type='qcow2'/></target></volume>"))],
                Domains = [new HostDomain("web", Guid.Empty, XElement.Parse(Xml))],
            },
        };
        host.Objects[new ResourceId(ResourceKind.StoragePool, "images")] = new FakeObject(XElement.Parse("<pool type='dir'><name>images</name></pool>")) { IsActive = true };
        host.Objects[new ResourceId(ResourceKind.StorageVolume, "root.qcow2", "images")] = new FakeObject(new XElement("volume")) { Content = "the root" };
        host.Objects[s_original] = new FakeObject(XElement.Parse(Xml)) { IsActive = true, LiveXml = XElement.Parse(Xml) };
        return host;
    }

    private static async Task<CloneResult> CloneAsync(FakeHypervisor host)
    {
        var prepared = await PrepareAsync(host);
        Assert.False(prepared.HasErrors, string.Join('\n', prepared.Diagnostics));
        return await Cloner(host).RunAsync(prepared, progress: null, default);
    }

    private static Task<PreparedClones> PrepareAsync(FakeHypervisor host) => Cloner(host).PrepareAsync(new CloneOrder("web", null, s_live), default);

    private static DomainCloner Cloner(FakeHypervisor host) => new(new FakeConnector(host), TimeProvider.System, Guid.NewGuid);
}
