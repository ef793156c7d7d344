using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using static VirtProvision.Core.Tests.Resources.Specs;

namespace VirtProvision.Core.Tests.Installing.Devices;

public sealed class PathVolumesTests
{
    private static readonly HostStorage s_host = new()
    {
        Pools =
        [
            new HostPool("images", XElement.Parse("<pool type='dir'><target><path>/images</path></target></pool>")) { IsActive = true },
            new HostPool("vg", XElement.Parse("<pool type='logical'><target><path>/dev/vg</path></target></pool>")) { IsActive = true },
        ],
        AtPath = ImmutableDictionary<string, HostVolume>.Empty.Add(
            "/images/old.img",
            new HostVolume("images", "old.img", "/images/old.img", XElement.Parse("<volume type='file'><target><format type='qcow2'/></target></volume>"))),
        Files = ImmutableDictionary<string, LocalFile>.Empty.Add("/data/there.img", new LocalFile(LocalFileKind.File, "raw")),
    };

    [Theory]
    [InlineData("{path: /images/new.qcow2, size: 5GiB}", "qcow2", "StorageVolume/images/new.qcow2 {pool: images, format: qcow2, capacity: 5GiB, allocation: 0B}")]
    [InlineData("{path: /images/new.img, size: 5GiB, sparse: false}", "raw", "StorageVolume/images/new.img {pool: images, format: raw, capacity: 5GiB, allocation: 5GiB}")]
    [InlineData("{path: /images/new, size: 5GiB}", "qcow2", "StorageVolume/images/new {pool: images, format: qcow2, capacity: 5GiB, allocation: 0B}")]
    [InlineData("{path: /images/new, size: 5GiB, format: raw}", "raw", "StorageVolume/images/new {pool: images, format: raw, capacity: 5GiB, allocation: 0B}")]
    [InlineData("{path: /images/new.qcow2, from: {path: /base.qcow2, format: qcow2}}", "qcow2",
        "StorageVolume/images/new.qcow2 {pool: images, format: qcow2, backingStore: {path: /base.qcow2, format: qcow2}}")]
    [InlineData("{path: /dev/vg/new, size: 5GiB}", "raw", "StorageVolume/vg/new {pool: vg, capacity: 5GiB}")]
    // What is there keeps all but its size.
    [InlineData("{path: /images/old.img, size: 5GiB}", "qcow2", "StorageVolume/images/old.img {pool: images, capacity: 5GiB}")]
    [InlineData("{path: /images/old.img, from: {path: /base.qcow2}}", "qcow2", "")]
    [InlineData("{path: /data/there.img, size: 5GiB}", null, "")]
    [InlineData("{path: /data/new.img, size: 5GiB}", "raw",
        "StoragePool/data {type: dir, target: {path: /data}, autostart: true} StorageVolume/data/new.img {pool: data, format: raw, capacity: 5GiB, allocation: 0B}")]
    [InlineData("{path: /images/x.img}", null, "")]
    public void A_disk_with_path_and_size_brings_its_volume(string disk, string? format, string made)
    {
        var (graph, findings) = Derive(Domain("web", $"disks: [{disk}]"));

        Assert.Empty(findings);
        var domain = graph.Resources[^1];
        Assert.Equal(format, ((MappingNode)((SequenceNode)domain.Spec["disks"]!).Items[0]).TextOf("format"));
        Assert.Equal(made, string.Join(" ", graph.Resources.Where(static spec => spec.Id.Kind != ResourceKind.Domain).Select(static spec => $"{spec.Id} {FlowText.Of(spec.Spec)}")));
        Assert.Equal(graph.Resources.Length - 1, graph.Dependencies[domain.Id].Length);
    }

    [Fact]
    public void Domains_share_the_pool_of_a_folder()
    {
        var (graph, findings) = Derive(Domain("a", "disks: [{path: /data/a.img, size: 1GiB}]") + Domain("b", "disks: [{path: /data/b.img, size: 1GiB}]"));

        Assert.Empty(findings);
        Assert.Equal(["StoragePool/data", "StorageVolume/data/a.img", "StorageVolume/data/b.img"], graph.Resources.Where(static spec => spec.DeclaredBy is not null).Select(static spec => spec.Id.ToString()));
    }

    [Fact]
    public void A_declared_pool_takes_the_volumes_of_its_folder()
    {
        var (graph, findings) = Derive(Pool("mine", "type: dir, target: /data") + Domain("a", "disks: [{path: /data/a.img, size: 1GiB}]"));

        Assert.Empty(findings);
        Assert.Equal(["StoragePool/mine", "StorageVolume/mine/a.img", "Domain/a"], graph.Resources.Select(static spec => spec.Id.ToString()));
    }

    [Fact]
    public void Nothing_is_made_among_devices() =>
        Assert.Equal("VP8309", Assert.Single(Derive(Domain("a", "disks: [{path: /dev/new, size: 1GiB}]")).Findings).Code);

    private static (ResourceGraph Graph, DiagnosticBag Findings) Derive(string yaml)
    {
        var findings = new DiagnosticBag();
        var resources = PathVolumes.Derive(BuildValid(yaml), s_host, findings);
        return (ResourceGraphBuilder.Build(resources, SchemaCatalog.Embedded, findings), findings);
    }
}
