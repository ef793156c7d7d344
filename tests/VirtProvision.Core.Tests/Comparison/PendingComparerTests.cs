using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Testing;

namespace VirtProvision.Core.Tests.Comparison;

/// <summary>Against dumps of objects that libvirt 9.0 had just started: <c>tests/cases/_live</c>.</summary>
public sealed class PendingComparerTests
{
    private static readonly string s_folder = Path.Combine(RepositoryPaths.Cases, "_live");

    public static TheoryData<string> Started =>
        [.. Directory.EnumerateFiles(s_folder, "*.live.xml").Select(static path => Path.GetFileName(path)[..^".live.xml".Length]).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Started))]
    public void What_starting_adds_is_not_pending(string name) => Assert.Empty(Lines(Load(name, "inactive"), Load(name, "live")));

    [Theory]
    [InlineData("memory", "<memory unit='KiB'>524288</memory>", "Modify memory")]
    [InlineData("features", "<features><acpi/></features>", "Remove features/apic")]
    [InlineData("cpu", "<cpu mode='host-passthrough'/>", "Modify cpu/@mode")]
    [InlineData("on_crash", "<on_crash>restart</on_crash>", "Modify on_crash")]
    public void What_was_defined_since_is_pending(string element, string replacement, string expected)
    {
        var inactive = Load("q35", "inactive");
        inactive.Element(element)!.ReplaceWith(XElement.Parse(replacement));
        Assert.Contains(expected, Lines(inactive, Load("q35", "live")));
    }

    [Fact]
    public void Devices_that_came_and_went_since_are_pending()
    {
        var inactive = Load("q35", "inactive");
        var devices = inactive.Element("devices")!;
        devices.Element("sound")!.Remove();
        devices.Elements("interface").First().Element("model")!.SetAttributeValue("type", "e1000e");
        devices.Element("disk")!.Element("driver")!.SetAttributeValue("cache", null);
        devices.Add(XElement.Parse("<tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>"));
        Assert.Equal(
            ["Remove devices/disk[root]/driver/@cache", "Modify devices/interface[52:54:00:aa:00:01]/model/@type", "Add devices/tpm", "Remove devices/sound"],
            Lines(inactive, Load("q35", "live")));
    }

    [Fact]
    public void What_starting_writes_out_is_not_pending()
    {
        var inactive = Load("q35", "inactive");
        inactive.Element("devices")!.Element("disk")!.Element("driver")!.SetAttributeValue("type", null);
        var live = Load("q35", "live");
        live.Element("devices")!.Element("disk")!.Element("driver")!.SetAttributeValue("type", "raw");
        Assert.Empty(Lines(inactive, live));
        live.Element("devices")!.Element("disk")!.Element("driver")!.SetAttributeValue("type", "qcow2");
        Assert.Equal(["Remove devices/disk[root]/driver/@type"], Lines(inactive, live));
    }

    private static string[] Lines(XElement inactive, XElement live) =>
    [
        .. PendingComparer.Compare(KindFacts.For(ResourceKind.All.First(kind => kind.RootElement == inactive.Name.LocalName)), inactive, live)
            .Select(static change => $"{change.Kind} {change.Path}"),
    ];

    private static XElement Load(string name, string view) => XElement.Load(Path.Combine(s_folder, $"{name}.{view}.xml"));
}
