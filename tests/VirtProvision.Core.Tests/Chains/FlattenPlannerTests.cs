using System.Xml.Linq;
using VirtProvision.Core.Chains;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Tests.Chains;

public sealed class FlattenPlannerTests
{
    private static readonly HostVolume[] s_volumes = [Volume("base", null, 100), Volume("web", "/i/base", 1), Volume("mid", "/i/base", 1), Volume("top", "/i/mid", 1), Volume("alone", null, 1)];

    private static readonly HostDomain[] s_domains =
    [
        Domain("web", ("vda", "web"), ("vdb", "alone")), Domain("mid", ("vda", "mid")), Domain("top", ("vda", "top")), Domain("plain", ("vda", "alone")),
    ];

    [Fact]
    public void Only_layers_have_something_to_do()
    {
        var (domains, findings) = Plan(["web", "plain", "web"]);
        Assert.Empty(findings);
        Assert.Equal(["web", "plain"], domains.Select(static domain => domain.Name));
        var disk = Assert.Single(domains[0].Disks);
        Assert.Equal(("vda", "/i/web", "/i/base"), (disk.Target, disk.Path, disk.Below.Single()));
        Assert.Empty(domains[1].Disks);
    }

    [Fact]
    public void A_disk_that_was_not_asked_for_stays() => Assert.Empty(Plan(["web"], "vdb").Domains.Single().Disks);

    [Theory]
    [InlineData("VP8451", "wbe")]
    [InlineData("VP8452", "web", "vdz")]
    [InlineData("VP8453", "mid")]
    public void What_cannot_be_is_refused(string code, string name, params string[] targets) => Assert.Equal(code, Assert.Single(Plan([name], targets).Findings).Code);

    [Fact]
    public void There_must_be_room_for_all_that_lies_below()
    {
        Assert.Empty(Plan(["top"], 101L).Findings);
        Assert.Equal("VP8454", Assert.Single(Plan(["top"], 100L).Findings).Code);
        Assert.Equal("VP8454", Assert.Single(Plan(["top", "web"], 200L).Findings).Code);
    }

    private static (ImmutableArray<FlattenedDomain> Domains, DiagnosticBag Findings) Plan(string[] names, params string[] targets) => Plan(names, long.MaxValue, targets);

    private static (ImmutableArray<FlattenedDomain> Domains, DiagnosticBag Findings) Plan(string[] names, long available, params string[] targets)
    {
        var findings = new DiagnosticBag();
        var pool = new HostPool("p", new XElement("pool")) { Available = available };
        return (FlattenPlanner.Decide(names, targets, s_domains, [pool], ImageGraph.Of(s_volumes, s_domains), findings), findings);
    }

    private static HostVolume Volume(string name, string? below, long allocation) =>
        new("p", name, $"/i/{name}", new XElement("volume", new XElement("allocation", allocation), below is null ? null : new XElement("backingStore", new XElement("path", below))));

    private static HostDomain Domain(string name, params (string Target, string Volume)[] disks) => new(name, Guid.Empty, new XElement("domain", new XElement("devices",
        disks.Select(static disk => new XElement("disk", new XElement("source", new XAttribute("file", $"/i/{disk.Volume}")), new XElement("target", new XAttribute("dev", disk.Target)))))));
}
