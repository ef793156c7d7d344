using System.Xml.Linq;
using VirtProvision.Core.Chains;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Tests.Chains;

public sealed class ImageGraphTests
{
    private static readonly ImageGraph s_graph = ImageGraph.Of(
        [Volume("base", null), Volume("mid", "/i/base"), Volume("a", "/i//mid"), Volume("b", "mid"), Volume("loose", "/i/base"), Volume("alone", null)],
        [
            Domain("web", "<source file='/i/a'/>"), Domain("db", "<source pool='p' volume='b'/>"), Domain("golden", "<source file='/i/base'/>"),
            Domain("told", "<source file='/elsewhere/x'/><backingStore><source file='/i/alone'/><backingStore/></backingStore>"),
        ]);

    [Fact]
    public void All_that_stand_on_an_image_are_known() => Assert.Equal(["/i/a", "/i/b", "/i/loose", "/i/mid"], s_graph.Above("/i/base").AsEnumerable());

    [Fact]
    public void Who_stands_on_it_is_named_domains_before_volumes_that_none_has() =>
        Assert.Equal(["Domain/db", "Domain/web", "StorageVolume/p/loose", "StorageVolume/p/mid"], s_graph.Standing("/i/base").AsEnumerable());

    [Fact]
    public void A_chain_goes_down_to_its_end() => Assert.Equal(["/i/mid", "/i/base"], s_graph.Below("/i/a").AsEnumerable());

    [Fact]
    public void Users_are_those_of_the_image_and_of_its_layers() => Assert.Equal(["db", "golden", "web"], s_graph.UsersOf("/i/base").AsEnumerable());

    [Fact]
    public void A_chain_that_a_domain_spells_out_counts() => Assert.Equal(["Domain/told"], s_graph.Standing("/i/alone").AsEnumerable());

    [Fact]
    public void What_bites_its_own_tail_ends()
    {
        var graph = ImageGraph.Of([Volume("x", "/i/y"), Volume("y", "/i/x")], []);
        Assert.Equal(["/i/y"], graph.Below("/i/x").AsEnumerable());
        Assert.Equal(["/i/y"], graph.Above("/i/x").AsEnumerable());
    }

    private static HostVolume Volume(string name, string? below) =>
        new("p", name, $"/i/{name}", new XElement("volume", below is null ? null : new XElement("backingStore", new XElement("path", below))));

    private static HostDomain Domain(string name, string disk) => new(name, Guid.Empty, XElement.Parse($"<domain><devices><disk>{disk}</disk></devices></domain>"));
}
