using VirtProvision.Core.Documents;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Tests.Documents;
using static VirtProvision.Core.Tests.Resources.Specs;

namespace VirtProvision.Core.Tests.Resources;

public sealed class DiskVolumesTests
{
    [Theory]
    [InlineData("{name: data, pool: p, size: 5GiB}", "web-data.qcow2", "{pool: String(p), format: String(qcow2), capacity: String(5GiB), allocation: String(0B)}")]
    [InlineData("{name: data, pool: p, size: 5GiB, format: raw}", "web-data.img", "{pool: String(p), format: String(raw), capacity: String(5GiB), allocation: String(0B)}")]
    [InlineData("{name: data, pool: p, size: 5GiB, sparse: false}", "web-data.qcow2", "{pool: String(p), format: String(qcow2), capacity: String(5GiB), allocation: String(5GiB)}")]
    [InlineData("{name: data, pool: vg, size: 5GiB}", "web-data", "{pool: String(vg), capacity: String(5GiB)}")]
    [InlineData("{name: root, pool: p, size: 5GiB, from: {volume: b.qcow2, mode: linked}}", "web-root.qcow2",
        "{pool: String(p), format: String(qcow2), capacity: String(5GiB), backingStore: {volume: String(b.qcow2)}}")]
    [InlineData("{name: root, pool: p, from: {volume: b.qcow2}}", "web-root.qcow2", "{pool: String(p), format: String(qcow2), backingStore: {volume: String(b.qcow2)}}")]
    [InlineData("{name: root, pool: p, size: 5GiB, from: {volume: b.qcow2, pool: vg, mode: full}}", "web-root.qcow2",
        "{pool: String(p), format: String(qcow2), capacity: String(5GiB), source: {volume: String(b.qcow2), pool: String(vg)}}")]
    [InlineData("{name: root, pool: p, from: {path: /b.qcow2, format: qcow2}}", "web-root.qcow2",
        "{pool: String(p), format: String(qcow2), backingStore: {path: String(/b.qcow2), format: String(qcow2)}}")]
    public void A_disk_brings_its_volume(string disk, string name, string spec)
    {
        var graph = BuildValid(
            Domain("web", $"disks: [{disk}]") + Pool("p") + Pool("vg", "type: logical, source: {name: vg}") + Volume("b.qcow2", "pool: p, capacity: 1GiB") + Volume("b.qcow2", "pool: vg, capacity: 1GiB"));

        var volume = Assert.Single(graph.Resources, static resource => resource.DeclaredBy is not null);
        Assert.Equal(name, volume.Id.Name);
        Assert.Equal("Domain/web", volume.DeclaredBy!.ToString());
        Assert.Equal(spec, NodeText.Shape(volume.Spec));
        var domain = graph.Resources[^1];
        var used = (MappingNode)((SequenceNode)domain.Spec["disks"]!).Items[0];
        Assert.Equal(name, used.TextOf("volume"));
        Assert.Equal(volume.Id.Pool, used.TextOf("pool"));
        Assert.Equal(volume.Spec.TextOf("format"), used.TextOf("format"));
        Assert.Contains(volume.Id, graph.Dependencies[domain.Id]);
        Assert.True(graph.Resources.IndexOf(volume) < graph.Resources.Length - 1);
        Assert.Empty(graph.External);
    }

    [Theory]
    [InlineData("{pool: p, volume: data}", "qcow2")]
    [InlineData("{pool: p, volume: data, format: raw}", "raw")]
    [InlineData("{pool: p, volume: other}", null)]
    public void A_disk_has_the_format_of_its_declared_volume(string disk, string? format)
    {
        var graph = BuildValid(Domain("web", $"disks: [{disk}]") + Pool("p") + Volume("data", "pool: p, capacity: 1GiB, format: qcow2"));

        var domain = graph.Resources.Single(static resource => resource.Id.Kind == Core.Kinds.ResourceKind.Domain);
        Assert.Equal(format, ((MappingNode)((SequenceNode)domain.Spec["disks"]!).Items[0]).TextOf("format"));
    }

    [Fact]
    public void A_derived_volume_is_valid_by_its_schema()
    {
        var graph = BuildValid(Domain("web", "disks: [{name: a, size: 1GiB}, {name: b, from: {volume: base}, pool: p}, {name: c, from: {volume: base, mode: full}, pool: p}]"));

        foreach (var volume in graph.Resources.Where(static resource => resource.DeclaredBy is not null))
        {
            var findings = new Core.Diagnostics.DiagnosticBag();
            Core.Schemas.SchemaValidator.Validate(volume.Spec, Core.Schemas.SchemaCatalog.Embedded.SpecOf(volume.Id.Kind), findings);
            Assert.Empty(findings);
        }
    }

    [Fact]
    public void Without_a_pool_it_is_the_default_one() =>
        Assert.Contains("StorageVolume/default/web-a.qcow2", BuildValid(Domain("web", "disks: [{name: a, size: 1GiB}]")).Resources.Select(static resource => resource.Id.ToString()));

    [Fact]
    public void Other_disks_stay_as_they_are()
    {
        var graph = BuildValid(Domain("web", "disks: [/a.qcow2, {pool: p, volume: v, size: 5GiB}, {device: cdrom}]"));

        Assert.Single(graph.Resources);
        Assert.Equal(["StoragePool/p", "StorageVolume/p/v"], graph.External.Select(static reference => reference.Id.ToString()));
    }

    [Theory]
    [InlineData("{pool: p, size: 5GiB}", "VP3013")]
    [InlineData("{name: a, path: /a, pool: p, size: 5GiB}", "VP3014")]
    [InlineData("{name: a, source: {protocol: nbd}, size: 5GiB}", "VP3014")]
    [InlineData("{name: a, pool: p}", "VP3015")]
    [InlineData("{name: a, pool: p, from: {path: /a, mode: full}}", "VP3016")]
    [InlineData("{name: a, volume: v}", "VP3017")]
    public void Reports(string disk, string code) =>
        Assert.Equal(code, Assert.Single(Build(Domain("web", $"disks: [{disk}]")).Findings).Code);

    [Fact]
    public void A_volume_that_is_declared_beside_it_is_reported_with_both_places()
    {
        var (_, findings) = Build(Volume("web-a.qcow2", "pool: default, capacity: 1GiB") + Domain("web", "disks: [{name: a, size: 1GiB}]"));

        Assert.Equal("VP3001", Assert.Single(findings).Code);
    }
}
