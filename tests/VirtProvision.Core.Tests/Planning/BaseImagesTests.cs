using System.Xml.Linq;
using VirtProvision.Core.Chains;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Tests.Planning;

public sealed class BaseImagesTests
{
    private static readonly ResourceId s_base = new(ResourceKind.StorageVolume, "base", "p");
    private static readonly ResourceId s_layer = new(ResourceKind.StorageVolume, "layer", "p");
    private static readonly ResourceId s_golden = new(ResourceKind.Domain, "golden");

    private static readonly ImageGraph s_images = ImageGraph.Of(
        [Volume("base", null), Volume("layer", "/i/base"), Volume("alone", null)],
        [new HostDomain("web", Guid.Empty, XElement.Parse("<domain><devices><disk><source file='/i/layer'/></disk></devices></domain>"))]);

    public static TheoryData<ResourceChange, string> Losses => new()
    {
        { Change(s_base, ChangeAction.Delete), "deleted" },
        { Change(s_base, ChangeAction.Replace), "made anew" },
        { Change(s_base, ChangeAction.Update) with { Fields = [Field("capacity", Effect.DataLoss)] }, "shrunk" },
    };

    [Theory, MemberData(nameof(Losses))]
    public void A_base_is_not_lost(ResourceChange change, string verb)
    {
        var finding = Assert.Single(Report(change));
        Assert.Equal("VP5006", finding.Code);
        Assert.Contains($"StorageVolume/p/base would be {verb}", finding.Detail, StringComparison.Ordinal);
        Assert.Contains(": Domain/web.", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_stands_on_may_go() => Assert.Empty(Report(Change(s_layer, ChangeAction.Delete)));

    [Fact]
    public void A_base_may_go_with_all_that_stand_on_it() => Assert.Empty(Report(Change(s_layer, ChangeAction.Delete), Change(s_base, ChangeAction.Delete)));

    [Fact]
    public void A_base_may_grow() => Assert.Empty(Report(Change(s_base, ChangeAction.Update) with { Fields = [Field("capacity", Effect.Live)] }));

    [Theory]
    [InlineData("<disk><source file='/i/base'/></disk>", true)]
    [InlineData("<disk><source pool='p' volume='base'/></disk>", true)]
    [InlineData("<disk><source file='/i/base'/><readonly/></disk>", false)]
    [InlineData("<disk><source file='/i/base'/><transient/></disk>", false)]
    [InlineData("<disk device='cdrom'><source file='/i/base'/></disk>", false)]
    [InlineData("<disk><source file='/i/layer'/></disk>", false)]
    [InlineData("<disk><source pool='p' volume='new'/></disk>", false)]
    [InlineData("<disk/>", false)]
    public void A_guest_that_would_write_to_a_base_is_not_started(string disk, bool isRefused)
    {
        var xml = XElement.Parse($"<domain><devices>{disk}</devices></domain>");
        var start = Change(s_golden, ChangeAction.NoOp) with { States = [new StateChange(Planner.Running, false, true)] };
        var created = Report(start with { Action = ChangeAction.Create, DefineXml = xml });
        var started = Report(start, new ObservedResource(s_golden, xml, null, Autostart: false));

        Assert.Equal(isRefused ? ["VP5007"] : [], created.Select(static finding => finding.Code));
        Assert.Equal(created.Select(static finding => finding.Detail), started.Select(static finding => finding.Detail));
    }

    [Fact]
    public void The_host_is_asked_only_when_it_matters()
    {
        var created = Change(s_golden, ChangeAction.Create) with { DefineXml = XElement.Parse("<domain><devices><disk><source file='/i/base'/></disk></devices></domain>") };
        Assert.False(BaseImages.MayBeTouched(new Plan([created, Change(s_base, ChangeAction.Create), Change(s_golden, ChangeAction.Delete)]), ObservedHost.Empty));
        Assert.True(BaseImages.MayBeTouched(new Plan([created with { States = [new StateChange(Planner.Running, false, true)] }]), ObservedHost.Empty));
        Assert.True(BaseImages.MayBeTouched(new Plan([Change(s_base, ChangeAction.Delete)]), ObservedHost.Empty));
    }

    private static DiagnosticBag Report(params ResourceChange[] changes) => Report(new Plan([.. changes]), ObservedHost.Empty);

    private static DiagnosticBag Report(ResourceChange change, ObservedResource observed) =>
        Report(new Plan([change]), ObservedHost.Empty with { Resources = ImmutableDictionary<ResourceId, ObservedResource>.Empty.Add(observed.Id, observed) });

    private static DiagnosticBag Report(Plan plan, ObservedHost observed)
    {
        var findings = new DiagnosticBag();
        BaseImages.Report(plan, ResourceGraph.Empty, observed, s_images, findings);
        return findings;
    }

    private static ResourceChange Change(ResourceId id, ChangeAction action) => new(id, action, [], [], Disruption.None, [], null, null);

    private static FieldChange Field(string name, Effect effect) => new(XmlPath.Root.Child(name), FieldChangeKind.Modify, "2", "1", effect);

    private static HostVolume Volume(string name, string? below) =>
        new("p", name, $"/i/{name}", new XElement("volume", below is null ? null : new XElement("backingStore", new XElement("path", below))));
}
