using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Tests.Templates;

public sealed class SpecPathTests
{
    private static readonly MappingNode s_spec = (MappingNode)YamlDocumentReader.Read(
        new SourceFile("a.yaml", "memory: 1GiB\ndisks:\n  - {name: root, path: /a}\n  - target: {dev: vdb}\n    cache: none\nnetworks:\n  - mac: 52:54:00:AA:00:01\n    model: virtio\n"),
        new DiagnosticBag())[0];

    [Theory]
    [InlineData("memory", "1:9", true)]
    [InlineData("disks[root].path", "3:24", true)]
    [InlineData("disks[vdb].cache", "5:12", true)]
    [InlineData("disks[1].cache", "5:12", true)]
    [InlineData("networks[52:54:00:aa:00:01].model", "8:12", true)]
    [InlineData("disks[vdb].driver.io", "4:5", false)]
    [InlineData("disks[gone].cache", "2:1", false)]
    [InlineData("memory.current", "1:9", false)]
    [InlineData("vcpus", "1:1", false)]
    public void Leads_to_a_place_in_the_text(string path, string place, bool isWhole)
    {
        var found = SpecPath.Parse(path).FindIn(s_spec);

        Assert.Equal((place, isWhole), (found.Span.Start.ToString(), found.IsWhole));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("disks[].driver.cache")]
    [InlineData("disks[].hosts[].name")]
    public void Plain_is_the_path_without_keys(string path) => Assert.Equal(path, SpecPath.Parse(path).Plain);
}
