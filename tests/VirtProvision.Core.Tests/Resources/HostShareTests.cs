using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Fleet;
using VirtProvision.Core.Images;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using static VirtProvision.Core.Tests.Resources.Specs;

namespace VirtProvision.Core.Tests.Resources;

public sealed class HostShareTests
{
    private const string Hosts = """
        ---
        apiVersion: virtprovision/v1
        kind: Host
        metadata: {name: node1, labels: {rack: a, disks: fast}}
        spec: {uri: qemu+ssh://node1/system}
        ---
        apiVersion: virtprovision/v1
        kind: Host
        metadata: {name: node2, labels: {rack: b}}
        spec: {uri: qemu+ssh://node2/system, maintenance: {reason: new disks}}
        ---
        apiVersion: virtprovision/v1
        kind: Host
        metadata: {name: node3}
        spec: {uri: qemu+ssh://node3/system, maintenance: false}

        """;

    public static TheoryData<string, string> Kinds => new()
    {
        { "StoragePool", "{HERE, type: dir, target: /pool}" },
        { "StorageVolume", "{HERE, pool: default, capacity: 1GiB}" },
        { "Network", "{HERE, forward: nat}" },
        { "Domain", "{HERE, memory: 1GiB}" },
        { "DomainPatch", "{match: {HERE, names: ['*']}, patch: {memory: 1GiB}}" },
    };

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_can_belong_to_a_host_or_to_several(string kind, string spec)
    {
        Assert.Equal(["-: here"], Shares(Document(kind, spec.Replace("HERE, ", "", StringComparison.Ordinal))));
        Assert.Equal(["node3: here"], Shares(Document(kind, spec.Replace("HERE", "host: node3", StringComparison.Ordinal))));
        Assert.Equal(["node1: here"], Shares(Document(kind, spec.Replace("HERE", "hostSelector: {matchLabels: {rack: a, disks: fast}}", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("{}", "node1 node2 node3")]
    [InlineData("{matchLabels: {rack: b}}", "node2")]
    [InlineData("{matchExpressions: [{key: rack, operator: In, values: [a, b]}]}", "node1 node2")]
    [InlineData("{matchExpressions: [{key: rack, operator: NotIn, values: [b]}]}", "node1 node3")]
    [InlineData("{matchExpressions: [{key: rack, operator: Exists}, {key: disks, operator: DoesNotExist}]}", "node2")]
    [InlineData("{matchExpressions: [{key: rack, operator: DoesNotExist}]}", "node3")]
    public void A_selector_means_what_it_means_in_Kubernetes(string selector, string hosts) =>
        Assert.Equal(hosts.Split(' ').Select(static host => $"{host}: lan"), Shares($"---\napiVersion: virtprovision/v1\nkind: Network\nmetadata: {{name: lan}}\nspec: {{forward: nat, hostSelector: {selector}}}\n"));

    [Fact]
    public void Maintenance_has_a_reason_or_none()
    {
        var hosts = HostShare.HostsOf(Read(Hosts).Resources, []);

        Assert.Equal([(false, null), (true, "new disks"), (false, null)], hosts.Select(static host => (host.IsInMaintenance, host.MaintenanceReason)));
    }

    [Theory]
    [InlineData("node1", true)]
    [InlineData("node*", true)]
    [InlineData("qemu+ssh://node1/system", true)]
    [InlineData("rack=a", true)]
    [InlineData("rack=a,disks!=slow", true)]
    [InlineData("!rack", false)]
    [InlineData("rack=b", false)]
    [InlineData("node", false)]
    [InlineData("=", false)]
    public void A_filter_takes_names_patterns_and_labels(string filter, bool matches) =>
        Assert.Equal(matches, new HostFilter(filter).Matches(HostShare.HostsOf(Read(Hosts).Resources, [])[0]));

    [Fact]
    public void What_is_spread_over_hosts_by_its_index_is_pruned_where_it_may_be()
    {
        var (resources, findings, replicas) = ReadAll(Hosts + """
            ---
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: "web-{index}"}
            spec: {memory: 1GiB, replicas: 2, host: "node{index+1}"}

            """);
        var shares = HostShare.Divide([.. resources], replicas, HostShare.HostsOf(resources, findings), findings);

        Assert.Empty(findings);
        Assert.Equal(["node1: web-0", "node2: web-1", "node3: "], shares.Select(static share => $"{share.Host?.Name}: {string.Join(' ', share.Specs.Select(static spec => spec.Id.Name))}"));
        Assert.All(shares, static share => Assert.Single(share.ReplicaSets));
    }

    [Theory]
    [InlineData("VP3071", "Did you mean \"node2\"?", "{forward: nat, host: nod2}")]
    [InlineData("VP3072", "Network/lan is made nowhere", "{forward: nat, hostSelector: {matchLabels: {rack: z}}}")]
    [InlineData("VP3073", "Keep one of the two", "{forward: nat, host: node1, hostSelector: {}}")]
    [InlineData("VP3075", "List them under values", "{forward: nat, hostSelector: {matchExpressions: [{key: rack, operator: In}]}}")]
    [InlineData("VP3075", "Take values out", "{forward: nat, hostSelector: {matchExpressions: [{key: rack, operator: Exists, values: [a]}]}}")]
    public void A_wrong_placement_is_said(string code, string text, string spec)
    {
        var (resources, findings, replicas) = ReadAll($"{Hosts}---\napiVersion: virtprovision/v1\nkind: Network\nmetadata: {{name: lan}}\nspec: {spec}\n");
        HostShare.Divide([.. resources], replicas, HostShare.HostsOf(resources, findings), findings);

        var finding = Assert.Single(findings, finding => finding.Code == code);
        Assert.Contains(text, finding.Detail, StringComparison.Ordinal);
        Assert.Equal(20, finding.Span?.Start.Line);
    }

    [Theory]
    [InlineData("VP3001", "node1", "qemu:///other")]
    [InlineData("VP3074", "other", "qemu+ssh://node1/system")]
    [InlineData("VP3076", "other", "qemu+ssh://me:geheim@node9/system")]
    [InlineData("VP3076", "other", "qemu+ssh://me:ge@heim@node9:22/system")]
    [InlineData("VP3076", "other", "qemu+ssh://me:geheim@node9")]
    public void A_wrong_host_is_said(string code, string name, string uri)
    {
        var findings = new DiagnosticBag();
        var hosts = HostShare.HostsOf(Read($"{Hosts}---\napiVersion: virtprovision/v1\nkind: Host\nmetadata: {{name: {name}}}\nspec: {{uri: '{uri}'}}\n").Resources, findings);

        var finding = Assert.Single(findings);
        Assert.Equal(code, finding.Code);
        Assert.All(hosts.Select(static host => host.Uri).Append(finding.Detail), static text => Assert.DoesNotContain("heim", text, StringComparison.Ordinal));
        Assert.DoesNotContain("heim", finding.Span!.Value.File.Text.Split('\n')[finding.Span.Value.Start.Line - 1], StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_unique_on_a_host_and_no_further()
    {
        var (_, findings) = Graphs(Hosts + On("node1", Network("lan")) + On("node2", Network("lan")));
        Assert.Empty(findings);

        (_, findings) = Graphs(Hosts + On("node1", Network("lan")) + Network("lan").Replace("{forward", "{hostSelector: {matchLabels: {rack: a}}, forward", StringComparison.Ordinal));
        var finding = Assert.Single(findings);
        Assert.Equal("VP3001", finding.Code);
        Assert.Contains("Network/lan is declared twice for the host \"node1\"", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_another_host_has_cannot_be_named()
    {
        var (_, findings) = Graphs(
            Hosts + On("node1", Network("lan")) + On("node1", Pool("images")) + Network("default")
            + On("node2", Domain("web", "networks: [{network: lan}, {network: default}, {network: theirs}], disks: [{name: root, pool: images, size: 1GiB}]")));

        Assert.Equal(["Network/lan", "StoragePool/images"], findings.Select(static finding => finding.Detail.Split(' ')[7]).Order(StringComparer.Ordinal));
        Assert.All(findings, static finding => Assert.Equal("VP3070", finding.Code));
        Assert.All(findings, static finding => Assert.StartsWith("Domain/web belongs to the host \"node2\", and ", finding.Detail, StringComparison.Ordinal));
        Assert.All(findings, static finding => Assert.Contains("is declared here, for the host \"node1\"", Assert.Single(finding.Related).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_volume_of_another_host_is_meant_when_the_host_is_said()
    {
        var sha = new string('a', 64);
        var (graphs, findings) = Graphs(
            Hosts + On("node1", Domain("web", $"disks: [{{name: root, pool: p, from: {{volume: golden.qcow2, pool: images, host: node3, sha256: {sha}}}}}]"))
            + On("node2", Volume("golden", $"pool: p, source: {{host: node3, pool: images, volume: golden.qcow2, sha256: {sha}}}")));

        Assert.Empty(findings);
        foreach (var (_, graph) in graphs)
        {
            var image = Assert.Single(graph.Resources, static spec => spec.ImageName is not null);
            Assert.Equal($"StorageVolume/p/sha256-{sha}.qcow2", image.Id.ToString());
            Assert.Equal("qemu+ssh://node3/system", ((Core.Documents.MappingNode)image.Spec["source"]!).TextOf("uri"));
        }

        var disk = Assert.Single(graphs[0].Graph.Resources, static spec => spec.Id.Name is "web-root.qcow2");
        Assert.Equal($"sha256-{sha}.qcow2", ((Core.Documents.MappingNode)disk.Spec["backingStore"]!).TextOf("volume"));
    }

    [Theory]
    [InlineData("VP3071", "{volume: a.qcow2, pool: p, host: nowhere}")]
    [InlineData("VP3020", "{volume: a.qcow2, pool: p, host: node1, domain: web}")]
    [InlineData("VP3050", "{volume: a.qcow2, pool: p, host: node1}")]
    public void A_wrong_start_on_another_host_is_said(string code, string from)
    {
        var (_, findings) = Graphs(Hosts + Domain("web", $"disks: [{{name: root, pool: p, from: {from}}}]"));

        Assert.Contains(code, findings.Select(static finding => finding.Code));
    }

    [Fact]
    public void What_is_no_spec_cannot_start_on_another_host()
    {
        var (_, findings) = Build(Domain("web", "disks: [{name: root, pool: p, from: {volume: a.qcow2, pool: p, host: 'qemu+ssh://golden/system'}}]"));

        Assert.Contains("VP3078", findings.Select(static finding => finding.Code));
    }

    [Theory]
    [InlineData("{volume: a.qcow2, host: node1}")]
    [InlineData("{volume: a.qcow2, pool: p, sha256: aa}")]
    public void A_start_on_another_host_is_whole(string from)
    {
        var (_, findings) = Read(Domain("web", $"disks: [{{name: root, pool: p, from: {from}}}]"));

        Assert.NotEmpty(findings);
    }

    private static string Document(string kind, string spec) => $"---\napiVersion: virtprovision/v1\nkind: {kind}\nmetadata: {{name: here}}\nspec: {spec}\n";

    private static string On(string host, string document)
    {
        var spec = document.LastIndexOf("spec: {", StringComparison.Ordinal) + "spec: {".Length;
        return document.Insert(spec, $"host: {host}, ");
    }

    private static IEnumerable<string> Shares(string yaml)
    {
        var (resources, findings, replicas) = ReadAll(Hosts + yaml);
        var shares = HostShare.Divide([.. resources], replicas, HostShare.HostsOf(resources, findings), findings);
        Assert.Empty(findings);
        Assert.All(shares.SelectMany(static share => share.Specs), static spec => Assert.Null(spec.Spec["host"] ?? spec.Spec["hostSelector"]));
        return shares.Select(static share => $"{share.Host?.Name ?? "-"}: {string.Join(' ', share.Specs.Select(static spec => spec.Id.Name))}");
    }

    private static (IReadOnlyList<(DeclaredHost? Host, ResourceGraph Graph)> Graphs, DiagnosticBag Findings) Graphs(string yaml)
    {
        var (resources, findings, replicas) = ReadAll(yaml);
        var shares = HostShare.Divide([.. resources], replicas, HostShare.HostsOf(resources, findings), findings);
        (DeclaredHost? Host, ResourceGraph Graph)[] graphs =
        [
            .. shares.Select(share => (share.Host, ResourceGraphBuilder.Build(
                new ImageVolumes(static _ => ImageLock.Empty, requiresLock: true, findings).Resolve(share.Specs), SchemaCatalog.Embedded, findings, share.Host?.Name))),
        ];
        OtherHostReferences.Report(graphs, findings);
        return (graphs, findings);
    }

    private static (List<ResourceSpec> Resources, DiagnosticBag Findings, ImmutableArray<ReplicaSet> Replicas) ReadAll(string yaml)
    {
        var findings = new DiagnosticBag();
        var resources = new List<ResourceSpec>();
        var reader = new ResourceReader(SchemaCatalog.Embedded, findings);
        foreach (var document in Core.Documents.YamlDocumentReader.Read(new Core.Text.SourceFile("x.yaml", yaml), findings))
        {
            reader.Read(document, ImmutableHashSet<Core.Text.TextPosition>.Empty, resources);
        }

        return (resources, findings, [.. reader.ReplicaSets]);
    }
}
