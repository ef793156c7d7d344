using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;
using VirtProvision.Runtime.Applying;
using VirtProvision.Testing;

namespace VirtProvision.Cli.Tests.Views;

public sealed class ReportViewTests
{
    [Fact]
    public void Each_resource_says_what_was_done_and_what_waits()
    {
        var pool = new ResourceId(ResourceKind.StoragePool, "images");
        var volume = new ResourceId(ResourceKind.StorageVolume, "data.qcow2", "images");
        var web = new ResourceId(ResourceKind.Domain, "web01");
        var memory = new FieldChange(new XmlPath([new XmlStep("memory")]), FieldChangeKind.Modify, "2GiB", "4GiB", Effect.NextStart);
        var report = new ApplyReport(
        [
            new ResourceOutcome(pool, OutcomeState.Applied, [new DefineNew(pool, new XElement("pool")), new BuildPool(pool), new StartResource(pool), new SetAutostart(pool, true)], [], []),
            new ResourceOutcome(volume, OutcomeState.Failed, [], [], []),
            new ResourceOutcome(web, OutcomeState.PendingRestart, [new StartResource(web)], [new PendingChange(memory, "only the next start reads it")], []),
            new ResourceOutcome(new ResourceId(ResourceKind.Domain, "db01"), OutcomeState.Skipped, [], [], []),
            new ResourceOutcome(new ResourceId(ResourceKind.Network, "lan"), OutcomeState.Unchanged, [], [], []),
        ]);

        using var output = new StringWriter { NewLine = "\n" };
        new ReportView(report, new PathsAsNames()).WriteText(output, Style.Plain);
        Golden.Match(Path.Combine(RepositoryPaths.Cases, "_views", "report.verified.txt"), output.ToString());
    }

    [Fact]
    public void Json_says_of_each_field_what_became_of_it()
    {
        var web = new ResourceId(ResourceKind.Domain, "web01");
        static FieldChange Field(string name) => new(new XmlPath([new XmlStep(name)]), FieldChangeKind.Modify, "1", "2", Effect.Live);
        var report = new ApplyReport(
        [
            new ResourceOutcome(web, OutcomeState.PendingRestart, [], [], [])
            {
                Fields =
                [
                    new FieldOutcome(Field("memory"), FieldState.Pending, "the guest did not do its part within 10 s"),
                    new FieldOutcome(Field("title"), FieldState.Applied, null),
                    new FieldOutcome(Field("vcpu"), FieldState.Failed, "libvirt refused"),
                ],
            },
        ]);

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            new ReportView(report, new PathsAsNames()).WriteJson(json);
        }

        Golden.Match(Path.Combine(RepositoryPaths.Cases, "_views", "report-fields.verified.json"), Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private sealed class PathsAsNames : IFieldNames
    {
        public string NameOf(ResourceId id, XmlPath path) => path.ToString();
    }
}
