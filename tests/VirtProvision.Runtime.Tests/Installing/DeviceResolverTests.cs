using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Installing;
using VirtProvision.Runtime.Snapshots;
using VirtProvision.Runtime.Tests.Fakes;
using VirtProvision.Testing;

namespace VirtProvision.Runtime.Tests.Installing;

public sealed class DeviceResolverTests
{
    private static string? Hosts => RepositoryPaths.Shared is { } shared && Path.Combine(shared, "conformance", "hosts") is var path && Directory.Exists(path) ? path : null;

    [SkippableTheory]
    [InlineData("kvm_x86", "disks", "{path: /pool-dir/testvol1.img}", "type: file, path: /pool-dir/testvol1.img, format: qcow2")]
    [InlineData("kvm_x86", "disks", "{pool: pool-dir, size: 1GiB}", "size: 1GiB, type: file, path: /pool-dir/guest.qcow2, format: qcow2; StorageVolume/pool-dir/guest.qcow2")]
    [InlineData("kvm_x86", "disks", "{pool: pool-logical, size: 1GiB}", "size: 1GiB, type: block, path: /dev/pool-logical/guest, format: raw; StorageVolume/pool-logical/guest")]
    [InlineData("kvm_x86", "disks", "{vol: pool-disk/sdfg1}", "type: block, path: /dev/sda1, format: raw")]
    [InlineData("kvm_x86", "disks", "{vol: 'pool-iscsi-direct/unit:0:0:1'}",
        "type: network, source: {protocol: iscsi, name: iqn.2017-12.com.virttest:emulated-iscsi-noauth.target2-lun-1, hosts: [{name: 10.66.144.87}]}, format: raw")]
    [InlineData("kvm_x86", "disks", "{size: 1GiB}", "size: 1GiB, type: file, path: /var/lib/libvirt/images/guest.qcow2, format: qcow2; StoragePool/default; StorageVolume/default/guest.qcow2")]
    [InlineData("test_defaultpool_collision", "disks", "{size: 1GiB}", "size: 1GiB, type: file, path: /var/lib/libvirt/images/guest.qcow2; StorageVolume/pool-dir-path-collision/guest.qcow2")]
    [InlineData("test_remote", "disks", "{path: /dev/zde}", "path: /dev/zde, type: block")]
    [InlineData("test_remote", "disks", "{path: /foo/bar/baz}", "VP8310")]
    [InlineData("test_full", "disks", "{pool: pool-rbd-ceph, volume: vol1}", "VP8314")]
    [InlineData("test_full", "disks", "{path: /pool-dir/collidevol1.img}", "VP8314")]
    [InlineData("test_suite", "disks", "{pool: pool-dir, volume: idontexist}", "VP8302")]
    [InlineData("kvm_x86", "hostdevs", "'001.003'", "source: {vendor: {id: 0x04b3}, product: {id: 0x4485}}, mode: subsystem, type: usb, managed: true")]
    [InlineData("kvm_x86", "hostdevs", "net_00_1c_25_10_b1_e4", "source: {address: {domain: 0, bus: 0, slot: 25, function: 0}}, mode: subsystem, type: pci, managed: true")]
    [InlineData("test_full", "hostdevs", "pci_8086_2850_scsi_host_scsi_host", "VP8323")]
    [InlineData("kvm_x86", "networks", "{}", "type: bridge, bridge: testsuitebr0")]
    [InlineData("kvm_x86_session", "networks", "{}", "type: user")]
    [InlineData("kvm_x86_remote", "networks", "{}", "type: network, network: default")]
    [InlineData("test_suite", "networks", "{type: user, mac: '22:11:11:11:11:11'}", "VP8315")]
    public async Task Devices_are_found_on_hosts_of_many_sorts(string name, string list, string item, string expected)
    {
        Skip.If(Hosts is null, "No ../shared/conformance/hosts beside this checkout.");
        await using var host = await new SnapshotConnector($"snapshot://{Path.Combine(Hosts, name)}").ConnectAsync(default);

        Assert.Equal(expected, await ItemAsync(host.Inventory, await host.ReadFactsAsync(default), list, item));
    }

    [Fact]
    public async Task Paths_of_this_machine_are_looked_at()
    {
        var folder = Directory.CreateTempSubdirectory("vp-devices-").FullName;
        try
        {
            var image = Path.Combine(folder, "image");
            var header = new byte[512];
            new byte[] { 0x51, 0x46, 0x49, 0xfb, 0, 0, 0, 3 }.CopyTo(header, 0);
            await File.WriteAllBytesAsync(image, header);
            await File.WriteAllBytesAsync(Path.Combine(folder, "raw"), header[8..]);

            Assert.Equal($"path: {image}, type: file, format: qcow2", await LocalAsync($"{{path: {image}}}"));
            Assert.Equal($"path: {folder}/raw, type: file", await LocalAsync($"{{path: {folder}/raw}}"));
            Assert.Equal($"path: {folder}, type: dir", await LocalAsync($"{{path: {folder}}}"));
            Assert.Equal("VP8308", await LocalAsync($"{{path: {folder}/nothing}}"));

            // Reading it would never end.
            Assert.Equal("path: /dev/zero, type: file", await LocalAsync("{path: /dev/zero}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_host_elsewhere_has_no_files_here() =>
        Assert.Equal("VP8310", await ItemAsync(new FakeInventory(), HostFacts.Usual with { IsLocal = false }, "disks", "{path: /etc/hostname}"));

    [Fact]
    public async Task A_user_keeps_images_with_the_user() =>
        Assert.Matches(
            "^size: 1GiB, type: file, path: /.*/libvirt/images/guest.qcow2, format: qcow2; StoragePool/default; StorageVolume/default/guest.qcow2$",
            (await ItemAsync(new FakeInventory(), HostFacts.Usual with { IsSession = true }, "disks", "{size: 1GiB}")).Replace("/var/lib", "system", StringComparison.Ordinal));

    private static Task<string> LocalAsync(string disk) => ItemAsync(new FakeInventory(), HostFacts.Usual, "disks", disk);

    /// <summary>The item as it was found, without braces, and what is made for it; or the codes of the findings.</summary>
    private static async Task<string> ItemAsync(IHostInventory inventory, HostFacts facts, string list, string item)
    {
        var findings = new DiagnosticBag();
        var resolved = await DeviceResolver.ResolveAsync(Domain($"{list}: [{item}]"), inventory, facts, new DeviceSettings(), findings, default);
        return findings.Count > 0
            ? string.Join(" ", findings.Select(static finding => finding.Code))
            : string.Join("; ", [Text(((SequenceNode)resolved.Domain.Spec[list]!).Items[0])[1..^1], .. resolved.Storage.Select(static made => made.Id.ToString())]);
    }

    private static ResourceSpec Domain(string spec)
    {
        var findings = new DiagnosticBag();
        var resources = new List<ResourceSpec>();
        var yaml = $"apiVersion: virtprovision/v1\nkind: Domain\nmetadata: {{name: guest}}\nspec: {{memory: 1GiB, {spec}}}\n";
        new ResourceReader(SchemaCatalog.Embedded, findings).Read(YamlDocumentReader.Read(new SourceFile("x.yaml", yaml), findings).Single(), ImmutableHashSet<TextPosition>.Empty, resources);
        Assert.Empty(findings);
        return resources[0];
    }

    private static string Text(DocumentNode node) => node switch
    {
        ScalarNode scalar => scalar.Text,
        SequenceNode items => $"[{string.Join(", ", items.Items.Select(Text))}]",
        MappingNode mapping => $"{{{string.Join(", ", mapping.Entries.Select(static entry => $"{entry.Key.Text}: {Text(entry.Value)}"))}}}",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };
}
