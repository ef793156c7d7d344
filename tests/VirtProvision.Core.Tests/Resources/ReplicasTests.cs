using VirtProvision.Core.Documents;
using VirtProvision.Core.Resources;
using static VirtProvision.Core.Tests.Resources.Specs;

namespace VirtProvision.Core.Tests.Resources;

public sealed class ReplicasTests
{
    [Fact]
    public void Each_replica_is_a_resource_of_its_own_with_its_own_values()
    {
        var graph = BuildValid(Domain("'web-{index}'", "replicas: 2, disks: [{name: root, pool: p, size: 1GiB}], vcpus: '{index+1}', metadata: {title: 'Web {index} of {{index}}'}"));

        Assert.Equal(
            ["StorageVolume/p/web-0-root.qcow2", "StorageVolume/p/web-1-root.qcow2", "Domain/web-0", "Domain/web-1"],
            graph.Resources.Select(static spec => spec.Id.ToString()));
        var second = graph.Resources[^1];
        Assert.Equal("web-{index}", second.ReplicaOf);
        Assert.Equal("Web 1 of {{index}}", ((MappingNode)second.Spec["metadata"]!).TextOf("title"));
        Assert.Equal("2", ((MappingNode)second.Spec["vcpus"]!).TextOf("maximum"));
        Assert.Null(second.Spec["replicas"]);
    }

    [Fact]
    public void None_are_none_and_are_checked_all_the_same()
    {
        Assert.Empty(Build(Domain("'web-{index}'", "replicas: 0")).Graph.Resources);
        Assert.Equal("VP2003", Assert.Single(Read(Domain("'web-{index}'", "replicas: 0, vpcus: 2")).Findings).Code);
    }

    [Fact]
    public void What_is_wrong_with_all_is_said_once() => Assert.Equal("VP2003", Assert.Single(Read(Domain("'web-{index}'", "replicas: 5, vpcus: 2")).Findings).Code);

    [Fact]
    public void One_name_for_several_is_told() => Assert.Equal("VP3021", Assert.Single(Read(Domain("web", "replicas: 2")).Findings).Code);

    [Theory]
    [InlineData("-1")]
    [InlineData("1001")]
    [InlineData("many")]
    public void A_number_that_is_none_is_told(string number) => Assert.NotEmpty(Read(Domain("'web-{index}'", $"replicas: {number}")).Findings);

    [Theory]
    [InlineData("web-{index}", "web-12", 12)]
    [InlineData("web-{index}", "web-012", null)]
    [InlineData("web-{index}", "web-", null)]
    [InlineData("web-{index}", "db-1", null)]
    [InlineData("web-{index}", "web-1-old", null)]
    [InlineData("{index}-of-{index}", "3-of-3", 3)]
    [InlineData("{index}-of-{index}", "3-of-4", null)]
    [InlineData("n{index+10}", "n10", 0)]
    [InlineData("n{index+10}", "n9", null)]
    [InlineData("web2-{index}", "web2-7", 7)]
    public void A_name_tells_which_replica_it_is(string set, string domain, int? expected) =>
        Assert.Equal(expected, new ReplicaSet(set, 0, new Text.SourceFile("x", "").Start).IndexOf(domain));
}
