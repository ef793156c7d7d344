using System.Diagnostics;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Tests.Resources.Specs;

namespace VirtProvision.Core.Tests.Resources;

public sealed class ResourceGraphTests
{
    [Fact]
    public void Resources_come_after_what_they_need_then_by_kind_then_as_declared()
    {
        var graph = BuildValid(
            Domain("b", "disks: [{pool: images, volume: over.qcow2}], networks: [{network: lan}]") + Domain("a") + Network("lan") + Network("alone")
            + Volume("over.qcow2", "pool: images, backingStore: {volume: base.qcow2}") + Volume("base.qcow2", "pool: images, capacity: 1GiB") + Pool("images"));

        Assert.Equal(
            ["StoragePool/images", "StorageVolume/images/base.qcow2", "StorageVolume/images/over.qcow2", "Network/lan", "Network/alone", "Domain/b", "Domain/a"],
            graph.Resources.Select(static spec => spec.Id.ToString()));
        Assert.Equal(
            ["StoragePool/images", "StorageVolume/images/over.qcow2", "Network/lan"],
            DependenciesOf(graph, "Domain/b").Order(StringComparer.Ordinal).OrderBy(static name => name.StartsWith("Network", StringComparison.Ordinal)));
        Assert.Empty(DependenciesOf(graph, "Domain/a"));
        Assert.Empty(graph.External);
    }

    [Fact]
    public void A_resource_declared_twice_is_reported_with_both_places()
    {
        var (graph, findings) = Build(Network("lan") + Domain("lan") + Network("lan"));

        var finding = Assert.Single(findings);
        Assert.Equal("VP3001", finding.Code);
        Assert.Equal("x.yaml:14:18", finding.Span.ToString());
        Assert.Equal("x.yaml:4:18", Assert.Single(finding.Related).Span.ToString());
        Assert.Equal(2, graph.Resources.Length);
    }

    [Fact]
    public void Volumes_of_one_name_in_two_pools_are_two() =>
        Assert.Equal(2, BuildValid(Volume("a", "pool: p, capacity: 1GiB") + Volume("a", "pool: q, capacity: 1GiB")).Resources.Length);

    [Fact]
    public void A_cycle_is_written_out_with_each_place()
    {
        var (graph, findings) = Build(
            Volume("a", "pool: p, backingStore: {volume: b}") + Volume("b", "pool: p, backingStore: {volume: c}") + Volume("c", "pool: p, backingStore: {volume: a}")
            + Domain("d", "disks: [{pool: p, volume: a}]") + Network("fine"));

        var finding = Assert.Single(findings);
        Assert.Equal("VP3002", finding.Code);
        Assert.Contains("StorageVolume/p/a → StorageVolume/p/b → StorageVolume/p/c → StorageVolume/p/a", finding.Detail, StringComparison.Ordinal);
        Assert.Equal("x.yaml:5:40", finding.Span.ToString());
        Assert.Equal(["x.yaml:10:40", "x.yaml:15:40"], finding.Related.Select(static related => related.Span.ToString()));
        Assert.Equal(["Network/fine"], graph.Resources.Select(static spec => spec.Id.ToString()));
    }

    [Fact]
    public void A_volume_that_stands_on_itself_is_a_cycle()
    {
        var (_, findings) = Build(Volume("a", "pool: p, backingStore: {volume: a}") + Volume("x", "pool: p, source: {volume: y}") + Volume("y", "pool: p, source: {volume: x}"));

        Assert.Equal(2, findings.Count);
        Assert.Contains("StorageVolume/p/a → StorageVolume/p/a.", findings.First().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_chain_is_no_cycle_and_takes_no_stack()
    {
        var yaml = string.Concat(Enumerable.Range(0, 5000).Select(static i => Volume($"v{i}", $"pool: p, backingStore: {{volume: v{i + 1}}}")));
        var (resources, findings) = Read(yaml);
        var watch = Stopwatch.StartNew();

        var graph = ResourceGraphBuilder.Build(resources, SchemaCatalog.Embedded, findings);

        Assert.Empty(findings);
        Assert.Equal("v4999", graph.Resources[0].Id.Name);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"took {watch.Elapsed}");
    }

    [Fact]
    public void What_is_not_declared_must_be_on_the_host()
    {
        var graph = BuildValid(Domain("d", "disks: [{pool: imgaes, volume: a}], networks: [{network: default}]") + Pool("images"));
        var findings = new DiagnosticBag();

        UnknownReferences.Report(graph, static id => id.Name is "default", findings);

        Assert.Equal(["StoragePool/imgaes", "StorageVolume/imgaes/a", "Network/default"], graph.External.Select(static reference => reference.Id.ToString()));
        Assert.Equal(["VP3003", "VP3003"], findings.Select(static finding => finding.Code));
        var pool = findings.First();
        Assert.Equal("x.yaml:5:37", pool.Span.ToString());
        Assert.Contains("Did you mean \"images\"?", pool.Detail, StringComparison.Ordinal);
        Assert.Equal(["x.yaml:4:18 Domain/d needs it", "x.yaml:9:18 StoragePool/images is declared here"], pool.Related.Select(static related => $"{related.Span} {related.Message}"));
    }

    [Fact]
    public void A_volume_in_a_pool_that_is_still_to_be_made_may_be_there_already()
    {
        var graph = BuildValid(Domain("d", "disks: [{pool: images, volume: a}]") + Pool("images"));
        var findings = new DiagnosticBag();

        UnknownReferences.Report(graph, static _ => false, findings);
        UnknownReferences.Report(graph, static id => id.Name is "images", findings);

        Assert.Equal(["VP3006 Warning", "VP3003 Error"], findings.Select(static finding => $"{finding.Code} {finding.Severity}"));
    }

    [Theory]
    [InlineData("Domain/web1", "Network/lan Domain/web1")]
    [InlineData("domain/web*", "Network/lan Domain/web1 Domain/web2")]
    [InlineData("Domain/web?", "Network/lan Domain/web1 Domain/web2")]
    [InlineData("StorageVolume/v", "StoragePool/p StorageVolume/p/v")]
    [InlineData("StorageVolume/p/*", "StoragePool/p StorageVolume/p/v")]
    [InlineData("Network/*", "Network/lan")]
    public void A_target_brings_what_it_needs(string target, string expected)
    {
        var graph = BuildValid(TargetSpecs);
        var findings = new DiagnosticBag();

        var selected = graph.Select([target], findings);

        Assert.Empty(findings);
        Assert.Equal(expected, string.Join(' ', selected.Resources.Select(static spec => spec.Id)));
        Assert.Equal(selected.Resources.Length, selected.Dependencies.Count);
    }

    [Theory]
    [InlineData("Domain/wbe1", "VP3004", "Did you mean \"Domain/web1\"?")]
    [InlineData("Domian/web1", "VP3004", "Did you mean \"Domain/web1\"?")]
    [InlineData("StorageVolume/q/v", "VP3004", "Did you mean \"StorageVolume/p/v\"?")]
    [InlineData("web1", "VP3005", "Domain/web01")]
    [InlineData("Domain/", "VP3005", "KIND/NAME")]
    public void A_target_that_matches_nothing_is_reported(string target, string code, string words)
    {
        var findings = new DiagnosticBag();

        BuildValid(TargetSpecs).Select([target, "Network/lan"], findings);

        var finding = Assert.Single(findings);
        Assert.Equal(code, finding.Code);
        Assert.Contains(words, finding.Detail, StringComparison.Ordinal);
    }

    private static string TargetSpecs =>
        Domain("web1", "networks: [lan]") + Domain("web2", "networks: [lan]") + Domain("db") + Network("lan") + Pool("p") + Volume("v", "pool: p, capacity: 1GiB");

    private static IEnumerable<string> DependenciesOf(ResourceGraph graph, string id) =>
        graph.Dependencies.Single(entry => entry.Key.ToString() == id).Value.Select(static dependency => dependency.ToString());
}
