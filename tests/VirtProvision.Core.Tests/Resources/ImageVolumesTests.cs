using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Images;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using static VirtProvision.Core.Tests.Resources.Specs;

namespace VirtProvision.Core.Tests.Resources;

public sealed class ImageVolumesTests
{
    private const string Url = "https://example.org/debian12.qcow2";
    private static readonly string s_a = new('a', 64);
    private static readonly string s_b = new('b', 64);

    [Fact]
    public void An_image_is_named_after_its_content_and_disks_are_led_to_it()
    {
        var (graph, findings) = Resolve(
            Volume("debian12", $"pool: images, source: {{url: '{Url}', sha256: {s_a}}}") + Pool("images")
            + Domain("web", "disks: [{name: root, size: 4GiB, from: {image: debian12}}]"));

        Assert.Empty(findings);
        var image = Assert.Single(graph.Resources, static spec => spec.ImageName is "debian12");
        Assert.Equal($"StorageVolume/images/sha256-{s_a}.qcow2", image.Id.ToString());
        var disk = Assert.Single(graph.Resources, static spec => spec.Id.Name is "web-root.qcow2");
        var below = Assert.IsType<Core.Documents.MappingNode>(disk.Spec["backingStore"]);
        Assert.Equal((image.Id.Name, "images"), (below.TextOf("volume"), below.TextOf("pool")));
        Assert.Contains(image.Id, graph.Dependencies[disk.Id]);
    }

    [Fact]
    public void A_disk_may_give_the_image_itself()
    {
        var (graph, findings) = Resolve(
            Domain("a", $"disks: [{{name: root, pool: p, from: {{image: {{url: '{Url}', sha256: {s_a}}}}}}}]")
            + Domain("b", $"disks: [{{name: root, pool: p, from: {{image: {{url: '{Url}', sha256: {s_a}}}, mode: full}}}}]"));

        Assert.Empty(findings);
        var image = Assert.Single(graph.Resources, static spec => spec.ImageName is not null);
        Assert.Equal(("debian12.qcow2", "p"), (image.ImageName, image.Id.Pool));
        Assert.NotNull(graph.Resources.Single(static spec => spec.Id.Name is "b-root.qcow2").Spec["source"]);
    }

    [Fact]
    public void The_lock_says_what_the_spec_does_not_and_the_spec_wins()
    {
        var locked = ImageLock.Empty.With(new LockedImage(Url, s_b, 10, "raw", DateTimeOffset.UnixEpoch));

        var (graph, findings) = Resolve(Volume("x", $"pool: p, source: {{url: '{Url}'}}") + Volume("y", $"pool: p, source: {{url: '{Url}', sha256: {s_a}}}"), locked);

        Assert.Empty(findings);
        Assert.Equal([$"sha256-{s_b}.img", $"sha256-{s_a}.qcow2"], graph.Resources.Select(static spec => spec.Id.Name));
    }

    [Fact]
    public void A_volume_of_another_host_refers_to_nothing_here()
    {
        var (graph, findings) = Resolve(Volume("x", $"pool: p, format: qcow2, source: {{uri: 'qemu+ssh://golden/system', pool: far, volume: away.qcow2, sha256: {s_a}}}"));

        Assert.Empty(findings);
        Assert.Equal(["StoragePool/p"], graph.External.Select(static reference => reference.Id.ToString()));
    }

    [Fact]
    public void A_CD_may_be_the_image_itself()
    {
        var (graph, findings) = Resolve(
            Volume("cd", $"pool: p, source: {{url: 'https://example.org/cd.iso', sha256: {s_a}}}") + Domain("a", "disks: [{device: cdrom, pool: p, volume: cd}]"));

        Assert.Empty(findings);
        Assert.True(graph.Resources.Single(static spec => spec.ImageName is "cd").IsMedium);
    }

    [Theory]
    [InlineData("source: {url: 'https://example.org/x.qcow2'}", "VP3050")]
    [InlineData("source: {url: 'https://example.org/x.img', sha256: AAAA}", "VP3051")]
    [InlineData("source: {url: 'gopher://example.org/x.qcow2', sha256: AAAA}", "VP3052")]
    [InlineData("source: {url: 'https://me:secret@example.org/x.qcow2', sha256: AAAA}", "VP3062")]
    [InlineData("source: {url: 'https://example.org/x.qcow2', path: x, sha256: AAAA}", "VP3056")]
    [InlineData("source: {uri: 'qemu:///system', volume: x, sha256: AAAA}", "VP3058")]
    [InlineData("capacity: 4GiB, source: {url: 'https://example.org/x.qcow2', sha256: AAAA}", "VP3059")]
    public void What_an_image_lacks_is_told(string spec, string code)
    {
        var (_, findings) = Resolve(Volume("x", "pool: p, " + spec.Replace("AAAA", s_a, StringComparison.Ordinal)));

        Assert.Equal(code, Assert.Single(findings).Code);
        Assert.DoesNotContain("secret", findings.Single().Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from: {image: debain12}", "VP3053")]
    [InlineData("from: {image: twice}", "VP3054")]
    [InlineData("from: {image: debian12, volume: other}", "VP3020")]
    [InlineData("format: raw, from: {image: debian12, mode: linked}", "VP3018")]
    public void What_a_disk_cannot_start_from_is_told(string disk, string code)
    {
        var (_, findings) = Resolve(
            Volume("debian12", $"pool: p, source: {{url: '{Url}', sha256: {s_a}}}") + Volume("twice", "pool: p, capacity: 1GiB") + Volume("twice", "pool: q, capacity: 1GiB")
            + Domain("a", $"disks: [{{name: root, pool: p, {disk}}}]"));

        Assert.Contains(code, findings.Select(static finding => finding.Code));
    }

    [Fact]
    public void No_guest_writes_to_an_image()
    {
        var (_, findings) = Resolve(Volume("x", $"pool: p, source: {{url: '{Url}', sha256: {s_a}}}") + Domain("a", "disks: [{pool: p, volume: x}]"));

        Assert.Equal("VP3055", Assert.Single(findings).Code);
    }

    [Fact]
    public void A_checksum_file_belongs_to_what_is_fetched()
    {
        var (_, findings) = Resolve(Volume("x", "pool: p, source: {path: x.qcow2, sha256: {url: 'https://example.org/SHA256SUMS'}}"));

        Assert.Equal("VP3057", Assert.Single(findings).Code);
    }

    [Fact]
    public void A_disk_may_start_from_another_domains_disk()
    {
        var (graph, findings) = Resolve(
            Domain("golden", "disks: [{device: cdrom, path: /x.iso}, {name: root, pool: p, size: 1GiB}]") + Domain("a", "disks: [{name: root, pool: p, from: {domain: golden}}]")
            + Domain("b", "disks: [{name: root, pool: p, from: {domain: golden, disk: data}}]"));

        Assert.Equal("VP3019", Assert.Single(findings).Code);
        Assert.Equal("golden-root.qcow2", ((Core.Documents.MappingNode)graph.Resources.Single(static spec => spec.Id.Name is "a-root.qcow2").Spec["backingStore"]!).TextOf("volume"));
        Assert.Single(DomainDisks.Unknown(graph.Resources));
    }

    private static (ResourceGraph Graph, DiagnosticBag Findings) Resolve(string yaml, ImageLock? locked = null)
    {
        var (resources, findings) = Read(yaml);
        Assert.Empty(findings);
        var images = new ImageVolumes(_ => locked ?? ImageLock.Empty, requiresLock: true, findings).Resolve(resources);
        return (ResourceGraphBuilder.Build(images, SchemaCatalog.Embedded, findings), findings);
    }
}
