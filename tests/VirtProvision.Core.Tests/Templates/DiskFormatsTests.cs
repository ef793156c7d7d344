using VirtProvision.Core.Documents;
using VirtProvision.Core.Templates;

namespace VirtProvision.Core.Tests.Templates;

public sealed class DiskFormatsTests
{
    [Theory]
    [InlineData("qcow2", "qcow2")]
    [InlineData("vmdk", "vmdk")]
    [InlineData("iso", "raw")]
    [InlineData("ext4", "raw")]
    public void A_disk_that_says_no_format_gets_that_of_its_content(string content, string format)
    {
        var filled = DiskFormats.Fill(Spec(Rendering.Map(("volume", "data"), ("pool", "images"))), _ => content);
        Assert.Equal(format, Disk(filled).TextOf("format"));
    }

    [Fact]
    public void What_the_spec_says_stays_and_what_nobody_knows_stays_open()
    {
        Assert.Equal("raw", Disk(DiskFormats.Fill(Spec(Rendering.Map(("path", "/a"), ("format", "raw"))), static _ => "qcow2")).TextOf("format"));
        var open = Spec(Rendering.Map(("path", "/a")));
        Assert.Same(open, DiskFormats.Fill(open, static _ => null));
    }

    private static MappingNode Spec(object disk) => Rendering.Map(("disks", new[] { disk }));

    private static MappingNode Disk(MappingNode spec) => (MappingNode)((SequenceNode)spec["disks"]!).Items[0];
}
