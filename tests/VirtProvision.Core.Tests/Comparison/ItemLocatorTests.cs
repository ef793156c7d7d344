using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Tests.Comparison;

public sealed class ItemLocatorTests
{
    private static readonly XElement s_domain = XElement.Parse("""
        <domain><title>t</title><devices>
          <disk device='disk'><target dev='vda'/><alias name='ua-root'/></disk>
          <disk device='disk'><target dev='vdb'/><alias name='virtio-disk1'/></disk>
          <interface type='user'><mac address='52:54:00:00:00:01'/></interface>
          <video><model type='vga'/></video>
        </devices></domain>
        """);

    [Theory]
    [InlineData("disk", "root", "vda")]
    [InlineData("disk", "vda", "vda")]
    [InlineData("disk", "vdb", "vdb")]
    [InlineData("disk", "vdc", null)]
    public void An_item_answers_to_each_of_its_keys(string device, string key, string? target)
    {
        var path = XmlPath.Root.Child("devices").Child(device, key);
        var found = ItemLocator.Find(KindFacts.For(ResourceKind.Domain), s_domain, path);
        Assert.Equal(target, found?.Element("target")!.Attribute("dev")!.Value);
    }

    [Fact]
    public void An_attribute_is_found_by_its_element() =>
        Assert.Equal("model", ItemLocator.Find(KindFacts.For(ResourceKind.Domain), s_domain, XmlPath.Root.Child("devices").Child("video").Child("model").Child("@type"))!.Name);

    [Fact]
    public void What_is_not_there_is_not_found() =>
        Assert.Null(ItemLocator.Find(KindFacts.For(ResourceKind.Domain), s_domain, XmlPath.Root.Child("os").Child("kernel")));

    [Fact]
    public void Every_path_of_a_comparison_finds_its_item()
    {
        var desired = XElement.Parse("""
            <domain><devices>
              <disk device='disk'><driver cache='none'/><alias name='ua-root'/></disk>
              <interface type='user'><mac address='52:54:00:00:00:01'/><link state='down'/></interface>
            </devices></domain>
            """);
        var facts = KindFacts.For(ResourceKind.Domain);
        var changes = XmlComparer.Compare(facts, null, desired, s_domain).Changes;
        Assert.Equal(2, changes.Length);
        Assert.All(changes, change => Assert.NotNull(ItemLocator.Find(facts, s_domain, new XmlPath(change.Path.Steps[..2]))));
    }
}
