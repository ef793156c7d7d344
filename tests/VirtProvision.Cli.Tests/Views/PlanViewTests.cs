using System.Text.Json;
using System.Text;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Patching;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;
using VirtProvision.Testing;

namespace VirtProvision.Cli.Tests.Views;

public sealed class PlanViewTests
{
    private static readonly Plan s_mixed = new(
    [
        Change(new ResourceId(ResourceKind.StoragePool, "images"), ChangeAction.NoOp),
        Change(new ResourceId(ResourceKind.StorageVolume, "data.qcow2", "images"), ChangeAction.Replace, Disruption.DataLoss,
            fields: [Field("target/format/@type", "raw", "qcow2", Effect.Replace)]),
        Change(new ResourceId(ResourceKind.Network, "lan"), ChangeAction.Create) with
        {
            States = [new StateChange("running", false, true)],
            Created =
            [
                new CreationField("forward", "", "nat"),
                new CreationField("ips[0]", "address", "192.168.50.1/24"),
                new CreationField("ips[0]", "dhcp.ranges[0].start", "192.168.50.100"),
                new CreationField("key", "", null),
                new CreationField("description", "", new string('x', 80) + "\n"),
            ],
        },
        Change(new ResourceId(ResourceKind.Domain, "web01"), ChangeAction.Update, Disruption.NextBoot,
            fields:
            [
                Field("memory", "2097152", "4194304", Effect.NextStart),
                Field("devices/disk/driver/@cache", "none", "writeback", Effect.NextStart) with { IsDrift = true },
                Field("devices/graphics/@passwd", "x", "y", Effect.Live) with { IsSecret = true },
                Field("devices/interface", null, "<interface type='network'/>", Effect.Live) with { Kind = FieldChangeKind.Add, LiveMeans = "attach-device" },
                Field("devices/interface/link/@state", "up", "down", Effect.Live) with { LiveMeans = "update-device", IsConfigured = true },
                Field("title", "a\e[2Jb", null, Effect.Live) with { Kind = FieldChangeKind.Remove },
            ]),
        Change(new ResourceId(ResourceKind.Domain, "db01"), ChangeAction.NoOp) with { PendingRestart = [Field("vcpu", "2", "4", Effect.NextStart)] },
        Change(new ResourceId(ResourceKind.Domain, "old"), ChangeAction.Delete, Disruption.Replace),
        Change(new ResourceId(ResourceKind.Domain, "theirs"), ChangeAction.Update, Disruption.Live, fields: [Field("title", "a", "b", Effect.Live)]) with
        {
            Layers = new DomainLayers([], ["one", "another"], "1", []),
        },
    ]);

    [Fact]
    public void Text_tells_every_change_and_its_cost() => MatchText("plan-mixed.verified.txt", s_mixed, Style.Plain);

    [Fact]
    public void A_terminal_gets_colours() => MatchText("plan-mixed-colored.verified.txt", s_mixed, Style.Colored);

    [Fact]
    public void Nothing_to_do_is_one_line() =>
        MatchText("plan-empty.verified.txt", new Plan([Change(new ResourceId(ResourceKind.Network, "lan"), ChangeAction.NoOp)]), Style.Plain);

    [Fact]
    public void Json_has_the_values_of_the_xml_and_no_secrets()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            new PlanView(s_mixed, new PathsAsNames()).WriteJson(json);
        }

        Golden.Match(Path.Combine(RepositoryPaths.Cases, "_views", "plan-mixed.verified.json"), Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void MatchText(string golden, Plan plan, Style style)
    {
        using var output = new StringWriter { NewLine = "\n" };
        new PlanView(plan, new PathsAsNames()).WriteText(output, style);
        Golden.Match(Path.Combine(RepositoryPaths.Cases, "_views", golden), output.ToString());
    }

    private static ResourceChange Change(ResourceId id, ChangeAction action, Disruption disruption = Disruption.None, ImmutableArray<FieldChange> fields = default) =>
        new(id, action, fields.IsDefault ? [] : fields, [], disruption, [], null, null);

    private static FieldChange Field(string path, string? before, string? after, Effect effect) =>
        new(new XmlPath([.. path.Split('/').Select(static step => new XmlStep(step))]), FieldChangeKind.Modify, before, after, effect);

    private sealed class PathsAsNames : IFieldNames
    {
        public string NameOf(ResourceId id, XmlPath path) => path.ToString();
    }
}
