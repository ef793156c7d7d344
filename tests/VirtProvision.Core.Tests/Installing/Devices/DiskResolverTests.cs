using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;

namespace VirtProvision.Core.Tests.Installing.Devices;

public sealed class DiskResolverTests
{
    [Theory]
    // A volume, by its path or by name.
    [InlineData("{path: /images/web.qcow2}", "{path: /images/web.qcow2, type: file, format: qcow2}")]
    [InlineData("{path: /images/cd.iso, device: cdrom}", "{device: cdrom, type: file, path: /images/cd.iso, format: raw}")]
    [InlineData("{path: /images/web.qcow2, size: 5GiB, sparse: false}", "{type: file, path: /images/web.qcow2, format: qcow2}")]
    [InlineData("{path: /images/web.qcow2, format: raw}", "{format: raw, type: file, path: /images/web.qcow2}")]
    [InlineData("{path: /images/web.qcow2, volumeFormat: raw}", "{type: file, path: /images/web.qcow2, format: qcow2}")]
    [InlineData("{path: /images/folder, device: floppy}", "{device: floppy, type: dir, path: /images/folder}")]
    [InlineData("{path: /images/web.qcow2, type: block}", "{type: block, path: /images/web.qcow2, format: qcow2}")]
    [InlineData("{path: /dev/vg/lv0}", "{type: block, path: /dev/vg/lv0, format: raw}")]
    [InlineData("{vol: vg/lv0}", "{type: block, path: /dev/vg/lv0, format: raw}")]
    [InlineData("{vol: images/web.qcow2}", "{type: file, path: /images/web.qcow2, format: qcow2}")]
    [InlineData("{pool: images, volume: web.qcow2}", "{pool: images, volume: web.qcow2, type: volume, format: qcow2}")]
    [InlineData("{vol: ceph/db}",
        "{type: network, source: {protocol: rbd, name: vms/db, hosts: [{name: mon1, port: 6789}, {name: mon2}], auth: {username: admin, secret: {type: ceph, uuid: 11111111-2222-3333-4444-555555555555}}}, format: raw}")]
    [InlineData("{vol: gluster/a.qcow2}", "{type: network, source: {protocol: gluster, name: vol/deep/a.qcow2, hosts: [{name: g1}]}, format: qcow2}")]
    [InlineData("{path: 'gluster://g1/vol/deep/a.qcow2'}", "{type: network, source: {protocol: gluster, name: vol/deep/a.qcow2, hosts: [{name: g1}]}, format: qcow2}")]
    [InlineData("{path: vms/db}",
        "{type: network, source: {protocol: rbd, name: vms/db, hosts: [{name: mon1, port: 6789}, {name: mon2}], auth: {username: admin, secret: {type: ceph, uuid: 11111111-2222-3333-4444-555555555555}}}, format: raw}")]
    [InlineData("{vol: 'target/unit:0:0:1'}", "{type: network, source: {protocol: iscsi, name: iqn.2024-01.example:t-lun-1, hosts: [{name: 10.0.0.1}]}, format: raw}")]
    public void An_existing_volume_is_named_by_its_own_place(string disk, string expected) => Assert.Equal(Sorted(expected), Sorted(TestHost.Usual().Item("disks", disk)));

    [Theory]
    [InlineData("{path: /data/x.img}", "{path: /data/x.img, type: file}")]
    [InlineData("{path: /data/y.img}", "{path: /data/y.img, type: file, format: qcow2}")]
    [InlineData("{path: 'file:///data/x.img'}", "{path: /data/x.img, type: file}")]
    [InlineData("{path: x.iso, device: cdrom}", "{path: /home/me/x.iso, device: cdrom, type: file}")]
    [InlineData("{path: ./x.iso, device: cdrom}", "{path: /home/me/x.iso, device: cdrom, type: file}")]
    [InlineData("{path: /dev/sdb}", "{path: /dev/sdb, type: block, format: raw}")]
    [InlineData("{path: /dev/zero}", "{path: /dev/zero, type: file}")]
    [InlineData("{path: /var, device: floppy}", "{path: /var, device: floppy, type: dir}")]
    [InlineData("{path: /images/unlisted.qcow2, size: 1GiB}", "{path: /images/unlisted.qcow2, type: file, format: qcow2}")]
    public void A_file_that_no_pool_lists_is_looked_at(string disk, string expected)
    {
        var host = TestHost.Usual().File("/data/x.img", format: "raw").File("/data/y.img", format: "qcow2").File("/home/me/x.iso", format: "iso")
            .File("/dev/sdb", LocalFileKind.Block).File("/dev/zero", LocalFileKind.Other).File("/var", LocalFileKind.Directory).File("/images/unlisted.qcow2", format: "qcow2");

        Assert.Equal(Sorted(expected), Sorted(host.Item("disks", disk)));
    }

    [Theory]
    [InlineData("{path: 'http://[2001:db8::1]:5522/my/path?query=foo'}", "{type: network, source: {protocol: http, name: my/path, hosts: [{name: '2001:db8::1', port: 5522}], query: query=foo}}")]
    [InlineData("{path: 'nbd+unix:///var/run/nbd.sock'}", "{type: network, source: {protocol: nbd, hosts: [{transport: unix, socket: /var/run/nbd.sock}]}}")]
    [InlineData("{path: 'https://me@example.com/x.iso', device: cdrom}", "{device: cdrom, type: network, source: {protocol: https, name: x.iso, hosts: [{name: example.com}]}}")]
    [InlineData("{path: 'iscsi://10.0.0.9/iqn.2024-01.example:t/1'}", "{type: network, source: {protocol: iscsi, name: 'iqn.2024-01.example:t/1', hosts: [{name: 10.0.0.9}]}}")]
    [InlineData("{path: 'rbd:///vms/x', source: {startupPolicy: optional}}", "{source: {startupPolicy: optional, protocol: rbd, name: vms/x}, type: network}")]
    [InlineData("{path: 'gopher://x/y'}", "VP8319")]
    public void A_url_is_a_source_on_the_network(string disk, string expected) =>
        Assert.Equal(Sorted(expected), Sorted(TestHost.Usual().Item("disks", disk)));

    [Theory]
    [InlineData("{device: cdrom}", "{device: cdrom, type: file}")]
    [InlineData("{device: floppy}", "{device: floppy, type: file}")]
    [InlineData("{source: {protocol: nbd, hosts: [{name: s}]}}", "{source: {protocol: nbd, hosts: [{name: s}]}, type: network}")]
    [InlineData("{type: nvme, source: {type: pci, namespace: 1}}", "{type: nvme, source: {type: pci, namespace: 1}}")]
    [InlineData("{type: vhostvdpa, path: /dev/vhost-vdpa-0}", "{type: vhostvdpa, path: /dev/vhost-vdpa-0}")]
    public void What_needs_no_look_stays(string disk, string expected) => Assert.Equal(Sorted(expected), Sorted(TestHost.Usual().Item("disks", disk)));

    [Theory]
    // At a path.
    [InlineData("{path: /images/new.img, size: 5GiB}",
        "{size: 5GiB, type: file, path: /images/new.img, format: qcow2} + StorageVolume/images/new.img {pool: images, format: qcow2, capacity: 5GiB, allocation: 0B}")]
    [InlineData("{path: /images/new.img, size: 5GiB, volumeFormat: raw, sparse: false}",
        "{size: 5GiB, sparse: false, type: file, path: /images/new.img, format: raw} + StorageVolume/images/new.img {pool: images, format: raw, capacity: 5GiB, allocation: 5GiB}")]
    [InlineData("{path: /dev/vg/new, size: 5GiB}", "{size: 5GiB, type: block, path: /dev/vg/new, format: raw} + StorageVolume/vg/new {pool: vg, capacity: 5GiB}")]
    [InlineData("{path: /data/some dir/new.img, size: 5GiB}",
        "{size: 5GiB, type: file, path: /data/some dir/new.img, format: qcow2} + StoragePool/some_dir {type: dir, target: {path: /data/some dir}, autostart: true}"
        + " + StorageVolume/some_dir/new.img {pool: some_dir, format: qcow2, capacity: 5GiB, allocation: 0B}")]
    [InlineData("{path: /new.img, size: 5GiB}",
        "{size: 5GiB, type: file, path: /new.img, format: qcow2} + StoragePool/dirpool {type: dir, target: {path: /}, autostart: true}"
        + " + StorageVolume/dirpool/new.img {pool: dirpool, format: qcow2, capacity: 5GiB, allocation: 0B}")]
    [InlineData("{path: /other/images/new.img, size: 5GiB}",
        "{size: 5GiB, type: file, path: /other/images/new.img, format: qcow2} + StoragePool/images-1 {type: dir, target: {path: /other/images}, autostart: true}"
        + " + StorageVolume/images-1/new.img {pool: images-1, format: qcow2, capacity: 5GiB, allocation: 0B}")]
    [InlineData("{path: /sleeping/new.img, size: 5GiB}",
        "{size: 5GiB, type: file, path: /sleeping/new.img, format: qcow2} + StoragePool/sleeping {type: dir, running: true}"
        + " + StorageVolume/sleeping/new.img {pool: sleeping, format: qcow2, capacity: 5GiB, allocation: 0B}")]
    // In a pool, under the domain's name.
    [InlineData("{pool: images, size: 5GiB}",
        "{size: 5GiB, type: file, path: /images/web-1.qcow2, format: qcow2} + StorageVolume/images/web-1.qcow2 {pool: images, format: qcow2, capacity: 5GiB, allocation: 0B}")]
    [InlineData("{pool: images, size: 5GiB, volumeFormat: raw}",
        "{size: 5GiB, type: file, path: /images/web.img, format: raw} + StorageVolume/images/web.img {pool: images, format: raw, capacity: 5GiB, allocation: 0B}")]
    [InlineData("{pool: vg, size: 5GiB}", "{size: 5GiB, type: block, path: /dev/vg/web, format: raw} + StorageVolume/vg/web {pool: vg, capacity: 5GiB}")]
    [InlineData("{pool: ceph, size: 5GiB, format: raw}",
        "{size: 5GiB, format: raw, type: network, source: {protocol: rbd, name: vms/web, hosts: [{name: mon1, port: 6789}, {name: mon2}], auth: {username: admin, secret: {type: ceph, uuid: 11111111-2222-3333-4444-555555555555}}}}"
        + " + StorageVolume/ceph/web {pool: ceph, capacity: 5GiB}")]
    // In the pool that libvirt's users expect.
    [InlineData("{size: 5GiB}",
        "{size: 5GiB, type: file, path: /var/lib/libvirt/images/web.qcow2, format: qcow2} + StoragePool/default {type: dir, target: {path: /var/lib/libvirt/images}, autostart: true}"
        + " + StorageVolume/default/web.qcow2 {pool: default, format: qcow2, capacity: 5GiB, allocation: 0B}")]
    [InlineData("{pool: default, size: 5GiB}",
        "{size: 5GiB, type: file, path: /var/lib/libvirt/images/web.qcow2, format: qcow2} + StoragePool/default {type: dir, target: {path: /var/lib/libvirt/images}, autostart: true}"
        + " + StorageVolume/default/web.qcow2 {pool: default, format: qcow2, capacity: 5GiB, allocation: 0B}")]
    // On an image.
    [InlineData("{path: /images/new.img, size: 5GiB, from: {path: /images/web.qcow2}}",
        "{size: 5GiB, type: file, path: /images/new.img, format: qcow2} + StorageVolume/images/new.img {pool: images, format: qcow2, capacity: 5GiB, backingStore: {path: /images/web.qcow2, format: qcow2}}")]
    [InlineData("{path: /images/new.img, from: {path: /elsewhere, format: vmdk}}",
        "{type: file, path: /images/new.img, format: qcow2} + StorageVolume/images/new.img {pool: images, format: qcow2, backingStore: {path: /elsewhere, format: vmdk}}")]
    public void What_does_not_exist_is_made(string disk, string expected) => Assert.Equal(Sorted(expected), Sorted(TestHost.Usual().Item("disks", disk)));

    [Theory]
    [InlineData("/var/lib/libvirt/images/", "{size: 5GiB, type: file, path: /var/lib/libvirt/images/web.qcow2, format: qcow2} + StorageVolume/mine/web.qcow2 {pool: mine, format: qcow2, capacity: 5GiB, allocation: 0B}")]
    [InlineData("/srv", "{size: 5GiB, type: file, path: /var/lib/libvirt/images/web.qcow2, format: qcow2} + StoragePool/default {type: dir, target: {path: /var/lib/libvirt/images}, autostart: true} + StorageVolume/default/web.qcow2 {pool: default, format: qcow2, capacity: 5GiB, allocation: 0B}")]
    public void The_default_pool_is_also_the_one_with_its_folder(string folder, string expected) =>
        Assert.Equal(Sorted(expected), Sorted(new TestHost().Pool("mine", "dir", folder).Item("disks", "{size: 5GiB}")));

    [Theory]
    [InlineData("{device: disk}", "VP8305")]
    [InlineData("{path: /images/x, vol: images/web.qcow2}", "VP8304")]
    [InlineData("{path: /images/x, pool: images, size: 1GiB}", "VP8304")]
    [InlineData("{vol: nowhere/x}", "VP8301")]
    [InlineData("{vol: images/x}", "VP8302")]
    [InlineData("{vol: sleeping/x}", "VP8303")]
    [InlineData("{pool: images, volume: x}", "VP8302")]
    [InlineData("{pool: nowhere, size: 1GiB}", "VP8301")]
    [InlineData("{pool: images}", "VP8307")]
    [InlineData("{pool: vg, size: 1GiB, volumeFormat: qcow2}", "VP8311")]
    [InlineData("{path: /images/x}", "VP8306")]
    [InlineData("{path: /sleeping/x}", "VP8303")]
    [InlineData("{path: /data/x}", "VP8308")]
    [InlineData("{path: /dev/nothing}", "VP8308")]
    [InlineData("{path: /dev/foo/bar, size: 1GiB}", "VP8309")]
    [InlineData("{pool: images, size: 101GiB}", "VP8313")]
    [InlineData("{pool: images, size: 101GiB, sparse: false}", "VP8312")]
    [InlineData("{pool: vg, size: 101GiB}", "VP8312")]
    [InlineData("{pool: images, size: 100GiB, sparse: false}", "{size: 100GiB, sparse: false, type: file, path: /images/web-1.qcow2, format: qcow2} + StorageVolume/images/web-1.qcow2 {pool: images, format: qcow2, capacity: 100GiB, allocation: 100GiB}")]
    public void What_cannot_be_is_said(string disk, string expected) => Assert.Equal(Sorted(expected), Sorted(TestHost.Usual().Item("disks", disk)));

    [Fact]
    public void Checks_that_are_off_warn()
    {
        var host = TestHost.Usual();
        host.Settings = host.Settings with { Checks = CheckOptions.None };

        Assert.Equal("warning VP8313", host.Item("disks", "{pool: images, size: 101GiB}"));
        Assert.Equal("{path: /data/x, type: file}", host.Item("disks", "{path: /data/x}"));
        Assert.Equal("{path: /images/later.img, type: file}", host.Item("disks", "{path: /images/later.img}"));

        // No check: it can't be made.
        Assert.Equal("VP8312", host.Item("disks", "{pool: images, size: 101GiB, sparse: false}"));
    }

    [Theory]
    [InlineData("{path: /dev/sdz}", "{path: /dev/sdz, type: block}")]
    [InlineData("{path: /foo/x}", "VP8310")]
    [InlineData("{path: /foo/x, size: 1GiB}",
        "{size: 1GiB, type: file, path: /foo/x} + StoragePool/foo {type: dir, target: {path: /foo}, autostart: true} + StorageVolume/foo/x {pool: foo, format: qcow2, capacity: 1GiB, allocation: 0B}")]
    public void Another_machine_is_seen_through_its_pools_only(string disk, string expected)
    {
        var host = TestHost.Usual();
        host.Facts = HostFacts.Usual with { Driver = "test", IsLocal = false };
        host.Settings = new DeviceSettings();

        Assert.Equal(Sorted(expected), Sorted(host.Item("disks", disk)));
    }

    [Theory]
    [InlineData("qemu", "{path: /images/web.qcow2}", "{type: file, path: /images/web.qcow2, format: qcow2}")]
    [InlineData("xen", "{path: /images/web.qcow2}", "{type: file, path: /images/web.qcow2, format: qcow2}")]
    [InlineData("xen", "{path: /dev/vg/lv0}", "{type: block, path: /dev/vg/lv0}")]
    [InlineData("test", "{path: /images/web.qcow2}", "{type: file, path: /images/web.qcow2}")]
    [InlineData("bhyve", "{path: /images/web.qcow2}", "{type: file, path: /images/web.qcow2}")]
    [InlineData("bhyve", "{pool: images, size: 1GiB}",
        "{size: 1GiB, type: file, path: /images/web.img} + StorageVolume/images/web.img {pool: images, format: raw, capacity: 1GiB, allocation: 0B}")]
    public void Only_some_hypervisors_are_told_the_format(string driver, string disk, string expected)
    {
        var host = TestHost.Usual();
        host.Facts = host.Facts with { Driver = driver };

        Assert.Equal(Sorted(expected), Sorted(host.Item("disks", disk)));
    }

    [Fact]
    public void Volumes_of_one_domain_have_names_of_their_own()
    {
        var (resolved, findings) = TestHost.Usual().Resolve("disks: [{pool: images, size: 1GiB}, {pool: images, size: 1GiB}, {path: /images/web-3.qcow2, size: 1GiB}, {pool: images, size: 1GiB}]");

        Assert.Empty(findings);
        Assert.Equal(["web-1.qcow2", "web-2.qcow2", "web-3.qcow2", "web-4.qcow2"], resolved.Storage.Select(static spec => spec.Id.Name));
        Assert.All(resolved.Storage, spec => Assert.Equal(resolved.Domain.Id, spec.DeclaredBy));
    }

    [Fact]
    public void Pools_come_first_and_once()
    {
        var (resolved, findings) = TestHost.Usual().Resolve("disks: [{path: /data/a, size: 1GiB}, {path: /sleeping/b, size: 1GiB}, {path: /data/c, size: 1GiB}, {path: /sleeping/d, size: 1GiB}]");

        Assert.Empty(findings);
        Assert.Equal(
            ["StoragePool/data", "StoragePool/sleeping", "StorageVolume/data/a", "StorageVolume/sleeping/b", "StorageVolume/data/c", "StorageVolume/sleeping/d"],
            resolved.Storage.Select(static spec => spec.Id.ToString()));
    }

    [Fact]
    public void More_than_there_are_numbers_for_is_too_much_for_any_pool()
    {
        var host = TestHost.Usual();
        var domain = host.Resolve("disks: [{path: /images/web.qcow2, size: 1GiB}]").Resolved.Domain;
        var huge = domain.Spec.WithItems("disks", static disk => disk
            .With("path", ScalarNode.String(disk.Span, "/images/new")).With("size", ScalarNode.String(disk.Span, "100000000000GiB")));
        var findings = new DiagnosticBag();
        var pool = new HostPool("images", System.Xml.Linq.XElement.Parse("<pool type='dir'><target><path>/images</path></target></pool>")) { IsActive = true, Available = TestHost.Gibibyte };

        DeviceResolution.Resolve(
            domain with { Spec = huge }, HostView.Empty with { Storage = HostStorage.Empty with { Pools = [pool] } }, HostFacts.Usual, new DeviceSettings(), findings);

        Assert.Equal("VP8313", Assert.Single(findings).Code);
    }

    [Fact]
    public void Two_disks_are_not_made_at_one_path()
    {
        var (_, findings) = TestHost.Usual().Resolve("disks: [{path: /images/a, size: 1GiB}, {path: /images/a, size: 1GiB}]");

        Assert.Equal("VP8325", Assert.Single(findings).Code);
    }

    [Fact]
    public void Full_volumes_share_the_space_of_their_pool()
    {
        var (_, findings) = TestHost.Usual().Resolve("disks: [{pool: images, size: 60GiB, sparse: false}, {pool: images, size: 60GiB, sparse: false}]");

        Assert.Equal("VP8312", Assert.Single(findings).Code);
    }

    [Fact]
    public void All_findings_come_at_once()
    {
        var (_, findings) = TestHost.Usual().Resolve("disks: [{path: /data/x}, {vol: nowhere/y}], networks: [{network: nowhere}], hostdevs: [nothing]");

        Assert.Equal(["VP8308", "VP8301", "VP8320", "VP8318"], findings.Select(static finding => finding.Code));
        Assert.All(findings, static finding => Assert.NotNull(finding.Span));
    }

    // Members stand in the order in which they were found, which means nothing.
    private static string Sorted(string text) => string.Concat(text.Replace("'", "", StringComparison.Ordinal).Split('{', '}', ',').Select(static part => part.Trim()).Order(StringComparer.Ordinal).Select(static part => part + "\n"));
}
