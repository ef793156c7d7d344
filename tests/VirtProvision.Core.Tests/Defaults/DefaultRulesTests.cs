using System.Xml.Linq;
using VirtProvision.Core.Defaults;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Tests.Templates;

namespace VirtProvision.Core.Tests.Defaults;

public sealed class DefaultRulesTests
{
    private static readonly HostFacts s_withoutKvm = UsualWithout(static element => element.Name == "domain" && element.Attribute("type")?.Value is "kvm");

    private static MappingNode Applied(MappingNode spec, HostFacts? host = null) => DefaultRules.Apply(spec, host ?? HostFacts.Usual, OsFacts.Modern);

    private static HostFacts UsualWithout(Func<XElement, bool> isGone)
    {
        var xml = new XElement(HostFacts.Usual.Capabilities.Xml);
        xml.Descendants().Where(isGone).Remove();
        return HostFacts.Usual with { Capabilities = HostCapabilities.Parse(xml), Domain = null };
    }

    private static string? TextAt(MappingNode spec, params string[] path) =>
        path[..^1].Aggregate((MappingNode?)spec, static (node, step) => node?[step] as MappingNode)?.TextOf(path[^1]);

    private static MappingNode Disk(MappingNode spec, int index) => (MappingNode)((SequenceNode)spec["disks"]!).Items[index];

    [Fact]
    public void What_the_spec_says_stays()
    {
        var spec = Applied(Rendering.Map(
            ("type", "qemu"),
            ("machine", "pc"),
            ("cpu", Rendering.Map(("mode", "host-model"))),
            ("clock", Rendering.Map(("offset", "localtime"))),
            ("memballoon", Rendering.Map(("model", "none"))),
            ("channels", Array.Empty<object?>())));

        Assert.Equal("qemu", spec.TextOf("type"));
        Assert.Equal("pc", spec.TextOf("machine"));
        Assert.Equal("host-model", TextAt(spec, "cpu", "mode"));
        Assert.Equal("localtime", TextAt(spec, "clock", "offset"));
        Assert.Equal("none", TextAt(spec, "memballoon", "model"));
        Assert.Empty(((SequenceNode)spec["channels"]!).Items);
    }

    [Fact]
    public void A_member_beside_those_that_the_spec_says_is_added()
    {
        var spec = Applied(Rendering.Map(("cpu", Rendering.Map(("topology", Rendering.Map(("sockets", 2)))))));

        Assert.Equal("host-passthrough", TextAt(spec, "cpu", "mode"));
        Assert.Equal("2", TextAt(spec, "cpu", "topology", "sockets"));
    }

    [Fact]
    public void A_host_without_KVM_emulates() =>
        Assert.Equal(("qemu", "maximum"), (Applied(Rendering.Map(), s_withoutKvm).TextOf("type"), TextAt(Applied(Rendering.Map(), s_withoutKvm), "cpu", "mode")));

    [Fact]
    public void Another_architecture_is_emulated_though_the_host_has_KVM()
    {
        var spec = Applied(Rendering.Map(("arch", "aarch64")));

        Assert.Equal(("qemu", "virt"), (spec.TextOf("type"), spec.TextOf("machine")));
        Assert.Null(spec["pm"]);
    }

    [Fact]
    public void A_host_without_q35_gives_its_own_first_machine() =>
        Assert.Equal("pc", Applied(Rendering.Map(), UsualWithout(static element => element.Name == "machine" && element.Value.Contains("q35", StringComparison.Ordinal))).TextOf("machine"));

    [Fact]
    public void A_container_gets_nothing_of_a_machine()
    {
        var spec = Applied(Rendering.Map(("type", "lxc")));

        Assert.Equal("exe", TextAt(spec, "boot", "osType"));
        Assert.Null(spec["machine"]);
        Assert.Null(spec["features"]);
        Assert.Null(spec["rngs"]);
    }

    [Fact]
    public void Controllers_of_the_spec_keep_company()
    {
        var spec = Applied(Rendering.Map(("controllers", new object?[] { Rendering.Map(("type", "usb"), ("model", "none")) })));
        var types = ((SequenceNode)spec["controllers"]!).Items.Cast<MappingNode>().Select(static item => $"{item.TextOf("type")} {item.TextOf("model")}").Distinct();

        Assert.Equal(["usb none", "pci pcie-root", "pci pcie-root-port"], types);
    }

    [Fact]
    public void Disks_get_the_first_target_names_that_are_free()
    {
        var spec = Applied(Rendering.Map(("disks", new object?[]
        {
            Rendering.Map(("path", "/a.img")),
            Rendering.Map(("path", "/b.img"), ("target", Rendering.Map(("dev", "vda")))),
            Rendering.Map(("path", "/c.iso"), ("device", "cdrom")),
            Rendering.Map(("path", "/d.img"), ("target", Rendering.Map(("removable", true)))),
        })));

        Assert.Equal(["vdb", "vda", "sda", "vdc"], Enumerable.Range(0, 4).Select(index => TextAt(Disk(spec, index), "target", "dev")));
        Assert.Equal("true", TextAt(Disk(spec, 3), "target", "removable"));
    }

    [Fact]
    public void The_twenty_seventh_disk_is_named_as_Linux_counts()
    {
        var spec = Applied(Rendering.Map(("disks", Enumerable.Range(0, 28).Select(object? (index) => Rendering.Map(("path", $"/{index}.img"))).ToArray())));

        Assert.Equal("vdz vdaa vdab", string.Join(' ', Enumerable.Range(25, 3).Select(index => TextAt(Disk(spec, index), "target", "dev"))));
    }
}
