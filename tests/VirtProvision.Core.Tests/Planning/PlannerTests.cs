using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Tests.Comparison;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Tests.Planning;

public sealed class PlannerTests
{
    private static readonly TextSpan s_span = new SourceFile("web.yaml", "").Start;
    private static readonly ResourceId s_web01 = new(ResourceKind.Domain, "web01");
    private static readonly ResourceId s_lan = new(ResourceKind.Network, "lan");
    private static readonly ResourceId s_images = new(ResourceKind.StoragePool, "images");
    private static readonly ResourceId s_data = new(ResourceKind.StorageVolume, "data", "images");

    private static readonly XElement s_volume = XElement.Parse(
        "<volume type='file'><name>data</name><capacity unit='bytes'>1073741824</capacity><target><format type='qcow2'/></target></volume>");

    [Fact]
    public void What_is_missing_is_created_and_networks_start()
    {
        var plan = PlanOf([Spec(s_lan, "<network><name>lan</name></network>"), Spec(s_web01, "<domain><name>web01</name></domain>", ("autostart", true))], []);
        Assert.Equal([ChangeAction.Create, ChangeAction.Create], plan.Changes.Select(static change => change.Action));
        Assert.Equal(new StateChange("running", false, true), Assert.Single(plan.Changes[0].States));
        Assert.Equal(new StateChange("autostart", false, true), Assert.Single(plan.Changes[1].States));
        Assert.Equal("<created />", plan.Changes[1].DefineXml!.ToString());
        Assert.Equal(Disruption.None, plan.Disruption);
    }

    [Fact]
    public void What_is_as_it_should_be_is_no_change()
    {
        var plan = PlanOf([Spec(s_web01, "<domain><vcpu>2</vcpu></domain>")], [Running(Domains.Web01())]);
        Assert.False(plan.HasChanges);
        Assert.Null(plan.Changes[0].DefineXml);
    }

    [Theory]
    [InlineData("<domain><vcpu>4</vcpu></domain>", true, Disruption.NextBoot)]
    [InlineData("<domain><vcpu>4</vcpu></domain>", false, Disruption.None)]
    [InlineData("<domain><title>x</title></domain>", true, Disruption.Live)]
    [InlineData("<domain><title>x</title><vcpu>4</vcpu></domain>", true, Disruption.NextBoot)]
    [InlineData("<domain><uuid>11111111-edaf-9455-926a-d65c16db1809</uuid></domain>", false, Disruption.Replace)]
    public void A_change_costs_the_worst_of_its_fields(string desired, bool isRunning, Disruption disruption)
    {
        var observed = isRunning ? Running(Domains.Web01()) : Running(Domains.Web01()) with { Live = null };
        var change = Assert.Single(PlanOf([Spec(s_web01, desired)], [observed]).Changes);
        Assert.Equal(disruption, change.Disruption);
        Assert.Equal(disruption is Disruption.Replace ? ChangeAction.Replace : ChangeAction.Update, change.Action);
    }

    [Fact]
    public void Stopping_costs_a_restart_and_starting_nothing()
    {
        var spec = "<domain/>";
        var stop = PlanOf([Spec(s_web01, spec, ("running", false))], [Running(Domains.Web01())]);
        Assert.Equal((Disruption.Restart, true), (stop.Disruption, stop.HasChanges));
        var start = PlanOf([Spec(s_web01, spec, ("running", true))], [Running(Domains.Web01()) with { Live = null }]);
        Assert.Equal(new StateChange("running", false, true), Assert.Single(Assert.Single(start.Changes).States));
        Assert.Equal(Disruption.None, start.Disruption);
    }

    [Theory]
    [InlineData("<volume><capacity unit='GiB'>2</capacity></volume>", ChangeAction.Update, Disruption.None)]
    [InlineData("<volume><capacity unit='MiB'>1</capacity></volume>", ChangeAction.Update, Disruption.DataLoss)]
    [InlineData("<volume><capacity unit='GiB'>1</capacity><allocation>0</allocation></volume>", ChangeAction.NoOp, Disruption.None)]
    [InlineData("<volume><target><format type='raw'/></target></volume>", ChangeAction.Replace, Disruption.DataLoss)]
    [InlineData("<volume><backingStore><path>/base</path></backingStore></volume>", ChangeAction.Replace, Disruption.DataLoss)]
    public void A_volume_grows_freely_and_loses_data_only_by_shrinking_or_being_made_anew(string desired, ChangeAction action, Disruption disruption)
    {
        var change = Assert.Single(PlanOf([Spec(s_data, desired)], [new ObservedResource(s_data, s_volume, null, false)]).Changes);
        Assert.Equal((action, disruption), (change.Action, change.Disruption));
    }

    [Fact]
    public void A_change_that_waits_for_a_restart_is_pending()
    {
        var live = Domains.Web01();
        live.Element("memory")!.Value = "524288";
        var change = Assert.Single(PlanOf([Spec(s_web01, "<domain><memory unit='GiB'>1</memory></domain>")], [Running(Domains.Web01()) with { Live = live }]).Changes);
        Assert.True(change.IsNoOp);
        Assert.Equal("memory", Assert.Single(change.PendingRestart).Path.ToString());
    }

    [Fact]
    public void Adopting_says_so_and_a_memory_that_is_not_the_spec_is_stale()
    {
        var adopted = Assert.Single(PlanOf([Spec(s_web01, "<domain><vcpu>4</vcpu></domain>")], [Running(Domains.Web01())]).Changes);
        Assert.Contains("was not made by virt-provision", Assert.Single(adopted.Notes), StringComparison.Ordinal);

        var desired = XElement.Parse("<domain><vcpu>2</vcpu></domain>");
        Assert.True(Assert.Single(PlanOf([Spec(s_web01, desired.ToString())], [Running(Domains.Web01())]).Changes).IsMemoryStale);
        var remembered = Running(AppliedMemory.Of(Domains.Facts, desired, "0.1.0", [1]).Write(Domains.Web01()));
        Assert.False(Assert.Single(PlanOf([Spec(s_web01, desired.ToString())], [remembered]).Changes).IsMemoryStale);
        var more = Assert.Single(PlanOf([Spec(s_web01, "<domain><vcpu>2</vcpu><cpu mode='host-passthrough'/></domain>")], [remembered]).Changes);
        Assert.Equal((true, true), (more.IsNoOp, more.IsMemoryStale));
    }

    [Fact]
    public void A_network_that_must_start_anew_names_who_loses_the_link()
    {
        var network = XElement.Parse("<network><name>default</name><forward mode='nat'/><ip address='10.0.0.1' netmask='255.255.255.0'/></network>");
        var id = new ResourceId(ResourceKind.Network, "default");
        var observed = new ObservedResource(id, network, network, false);
        var change = PlanOf([Spec(id, "<network><forward mode='route'/></network>")], [observed, Running(Domains.Web01())]).Changes[0];
        Assert.Equal(Disruption.NextBoot, change.Disruption);
        Assert.Contains(change.Notes, static note => note.EndsWith("cuts the link of web01.", StringComparison.Ordinal));

        var live = PlanOf([Spec(id, "<network><ip address='10.0.0.1'><dhcp><host mac='52:54:00:00:00:01' ip='10.0.0.9'/></dhcp></ip></network>")], [observed]);
        Assert.Equal(Disruption.Live, live.Disruption);
    }

    [Fact]
    public void A_volume_in_a_pool_that_does_not_run_is_left_alone_with_a_warning()
    {
        var diagnostics = new DiagnosticBag();
        var plan = Planner.Plan(Input([Spec(s_data, "<volume/>")], []) with { Observed = ObservedHost.Empty with { InactivePools = ["images"] } }, diagnostics);
        Assert.False(plan.HasChanges);
        Assert.Equal("VP5001", Assert.Single(diagnostics).Code);
    }

    [Theory]
    [InlineData(true, ChangeAction.Create, null)]
    [InlineData(false, ChangeAction.NoOp, "VP5001")]
    [InlineData(null, ChangeAction.NoOp, "VP5001")]
    public void A_volume_is_made_in_a_pool_that_this_run_starts(bool? running, ChangeAction action, string? finding)
    {
        var diagnostics = new DiagnosticBag();
        var pool = Spec(s_images, "<pool/>", running is { } wish ? [("running", wish)] : []);
        var observed = ObservedHost.Empty with
        {
            InactivePools = ["images"],
            Resources = ObservedHost.Empty.Resources.Add(s_images, new ObservedResource(s_images, new XElement("pool"), null, false)),
        };
        var plan = Planner.Plan(Input([pool, Spec(s_data, "<volume/>")], []) with { Observed = observed }, diagnostics);
        Assert.Equal(action, plan.Changes[1].Action);
        Assert.Equal(finding, diagnostics.SingleOrDefault()?.Code);
    }

    [Fact]
    public void A_volume_can_not_be_made_in_a_pool_that_is_not_to_run()
    {
        var diagnostics = new DiagnosticBag();
        Planner.Plan(Input([Spec(s_images, "<pool/>", ("running", false)), Spec(s_data, "<volume/>")], []), diagnostics);
        Assert.Equal("VP5002", Assert.Single(diagnostics).Code);
    }

    [Fact]
    public void A_device_that_comes_new_to_a_domain_is_made_with_its_defaults()
    {
        const string Fresh = "<domain><devices><disk><alias name='ua-root'/></disk><disk><source file='/b'/><alias name='ua-data'/></disk></devices></domain>";
        var creation = XElement.Parse(Fresh.Replace("<source", "<driver name='qemu' type='raw'/><source", StringComparison.Ordinal));
        var (spec, rendered) = Spec(s_web01, Fresh);
        var change = Assert.Single(PlanOf([(spec, rendered with { Creation = creation })], [Running(Domains.Web01())]).Changes);
        Assert.Equal("devices/disk[data]", Assert.Single(change.Fields).Path.ToString());
        Assert.Equal(
            "<disk><driver name=\"qemu\" type=\"raw\" /><source file=\"/b\" /><alias name=\"ua-data\" /></disk>",
            change.DefineXml!.Element("devices")!.Elements("disk").Last().ToString(SaveOptions.DisableFormatting));
    }

    [Fact]
    public void Destroy_goes_backwards_and_keeps_volumes_unless_told()
    {
        var graph = Input([Spec(s_data, "<volume/>"), Spec(s_lan, "<network/>"), Spec(s_web01, "<domain/>")], []).Graph;
        var observed = Host([new ObservedResource(s_data, s_volume, null, false), Running(Domains.Web01())]);
        Assert.Equal([s_web01], DestroyPlanner.Plan(graph, observed, deletesStorage: false).Changes.Select(static change => change.Id));
        var all = DestroyPlanner.Plan(graph, observed, deletesStorage: true);
        Assert.Equal([s_web01, s_data], all.Changes.Select(static change => change.Id));
        Assert.Equal([Disruption.Replace, Disruption.DataLoss], all.Changes.Select(static change => change.Disruption));
    }

    private static Plan PlanOf((ResourceSpec Spec, RenderedResource Rendered)[] specs, ObservedResource[] observed) =>
        Planner.Plan(Input(specs, observed), []);

    private static PlannerInput Input((ResourceSpec Spec, RenderedResource Rendered)[] specs, ObservedResource[] observed) => new(
        new ResourceGraph([.. specs.Select(static pair => pair.Spec)], specs.ToImmutableDictionary(static pair => pair.Spec.Id, static _ => ImmutableArray<ResourceId>.Empty)),
        specs.ToDictionary(static pair => pair.Spec.Id, static pair => pair.Rendered),
        Host(observed));

    private static ObservedHost Host(ObservedResource[] observed) =>
        ObservedHost.Empty with { Resources = observed.ToImmutableDictionary(static resource => resource.Id) };

    private static (ResourceSpec Spec, RenderedResource Rendered) Spec(ResourceId id, string desired, params (string Field, bool Value)[] states)
    {
        var tree = states.Aggregate(MappingNode.Empty(s_span), static (tree, state) => tree.With(state.Field, ScalarNode.Boolean(s_span, state.Value)));
        return (new ResourceSpec(id, ImmutableSortedDictionary<string, string>.Empty, ImmutableSortedDictionary<string, string>.Empty, tree, s_span),
            new RenderedResource(XElement.Parse(desired), new XElement("created")));
    }

    private static ObservedResource Running(XElement domain) => new(s_web01, domain, domain, false);
}
