using VirtProvision.Core.Installing.Devices;

namespace VirtProvision.Core.Tests.Installing.Devices;

public sealed class ConflictTests
{
    private const string Web = "<disk type='file'><source file='/images/web.qcow2'/></disk>";

    [Theory]
    [InlineData(Web, "{path: /images/web.qcow2}", "VP8314")]
    [InlineData(Web, "{vol: images/web.qcow2}", "VP8314")]
    [InlineData(Web, "{pool: images, volume: web.qcow2}", "VP8314")]
    [InlineData(Web, "{path: /images/plain}", null)]
    [InlineData("<disk type='volume'><source pool='images' volume='web.qcow2'/></disk>", "{path: /images/web.qcow2}", "VP8314")]
    [InlineData("<disk type='block'><source dev='/dev/vg/lv0'/></disk>", "{path: /dev/vg/lv0}", "VP8314")]
    [InlineData("<disk type='volume'><source pool='ceph' volume='db'/></disk>", "{vol: ceph/db}", "VP8314")]
    [InlineData("<disk type='network'><source protocol='nbd'><host name='s' port='10809'/></source></disk>", "{path: 'nbd://s:10809'}", "VP8314")]
    [InlineData("<disk type='network'><source protocol='nbd'><host name='s' port='10810'/></source></disk>", "{path: 'nbd://s:10809'}", null)]
    // Sharing has to be agreed to on both sides.
    [InlineData("<disk type='file'><source file='/images/web.qcow2'/><shareable/></disk>", "{path: /images/web.qcow2}", "VP8314")]
    [InlineData("<disk type='file'><source file='/images/web.qcow2'/><shareable/></disk>", "{path: /images/web.qcow2, shareable: true}", null)]
    [InlineData(Web, "{path: /images/web.qcow2, shareable: true}", "VP8314")]
    [InlineData("<disk type='file'><source file='/images/cd.iso'/><readonly/></disk>", "{path: /images/cd.iso, device: cdrom}", null)]
    [InlineData("<disk type='file'><source file='/images/cd.iso'/></disk>", "{path: /images/cd.iso, device: cdrom}", "VP8314")]
    [InlineData("<disk type='file'><source file='/images/cd.iso'/><readonly/></disk>", "{path: /images/cd.iso}", "VP8314")]
    // An image that others stand on.
    [InlineData("<disk type='file'><source file='/images/top.qcow2'/></disk>", "{path: /images/base.qcow2}", "VP8314")]
    [InlineData("<disk type='file'><source file='/images/base.qcow2'/></disk>", "{path: /images/top.qcow2}", null)]
    [InlineData("<disk type='file' device='cdrom'/>", "{device: cdrom}", null)]
    public void An_image_belongs_to_one_domain(string theirs, string ours, string? code)
    {
        var host = TestHost.Usual()
            .Volume("images", "base.qcow2", "/images/base.qcow2", format: "qcow2").Volume("images", "middle.qcow2", "/images/middle.qcow2", format: "qcow2", backing: "/images/base.qcow2")
            .Volume("images", "top.qcow2", "/images/top.qcow2", format: "qcow2", backing: "/images/middle.qcow2")
            .Domain("other", theirs);

        var (_, findings) = host.Resolve($"disks: [{ours}]");

        Assert.Equal(code is null ? [] : [code], findings.Select(static finding => finding.Code));
        Assert.All(findings, static finding => Assert.Contains("other", finding.Detail, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{path: /images/plain}", "VP8314")]
    [InlineData("{path: /images/plain, readonly: true}", null)]
    public void A_kernel_that_is_booted_is_in_use(string ours, string? code)
    {
        var (_, findings) = TestHost.Usual().Domain("other", os: "<kernel>/images/plain</kernel>").Resolve($"disks: [{ours}]");

        Assert.Equal(code is null ? [] : [code], findings.Select(static finding => finding.Code));
    }

    [Fact]
    public void A_check_that_is_off_warns()
    {
        var host = TestHost.Usual().Domain("other", Web + "<interface><mac address='52:54:00:AA:00:01'/></interface>");
        host.Settings = host.Settings with { Checks = CheckOptions.None };

        var (_, findings) = host.Resolve("disks: [{path: /images/web.qcow2}], networks: [{type: user, mac: '52:54:00:aa:00:01'}]");

        Assert.Equal([("VP8314", false), ("VP8315", false)], findings.Select(static finding => (finding.Code, finding.IsError)));
    }

    [Theory]
    [InlineData("52:54:00:aa:00:01", "VP8315")]
    [InlineData("52:54:00:aa:00:02", null)]
    public void An_address_belongs_to_one_domain(string mac, string? code)
    {
        var (_, findings) = new TestHost().Domain("other", "<interface><mac address='52:54:00:AA:00:01'/></interface>").Resolve($"networks: [{{type: user, mac: '{mac}'}}]");

        Assert.Equal(code is null ? [] : [code], findings.Select(static finding => finding.Code));
    }

    [Theory]
    [InlineData("web", "", "VP8316")]
    [InlineData("new", "", null)]
    [InlineData("new", "metadata: {uuid: 99999999-9999-9999-9999-999999999999}", "VP8317")]
    [InlineData("new", "metadata: {uuid: 99999999-9999-9999-9999-999999999998}", null)]
    public void A_domain_has_a_name_and_a_UUID_of_its_own(string name, string spec, string? code)
    {
        var (_, findings) = new TestHost().Domain("web").Resolve(spec, name);

        Assert.Equal(code is null ? [] : [code], findings.Select(static finding => finding.Code));
    }

    [Fact]
    public void What_is_made_anew_is_no_conflict_with_itself()
    {
        var host = TestHost.Usual().Domain("web", Web + "<interface><mac address='52:54:00:aa:00:01'/></interface>");
        host.Settings = host.Settings with { Reinstalled = "web" };

        var (_, findings) = host.Resolve("metadata: {uuid: 99999999-9999-9999-9999-999999999999}, disks: [{path: /images/web.qcow2}], networks: [{type: user, mac: '52:54:00:aa:00:01'}]");

        Assert.Empty(findings);
    }
}
