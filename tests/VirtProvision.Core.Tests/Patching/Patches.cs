using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Patching;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Tests.Patching;

/// <summary>Patches as their specs, and domains as libvirt would show them.</summary>
internal static class Patches
{
    public static readonly KindFacts Facts = KindFacts.For(ResourceKind.Domain);

    public const string Web = """
        <domain type="kvm"><name>web</name><memory unit="KiB">1048576</memory><currentMemory unit="KiB">1048576</currentMemory><vcpu>2</vcpu>
          <metadata><other:note xmlns:other="urn:other">keep</other:note></metadata>
          <on_crash>destroy</on_crash>
          <devices>
            <!-- first --><disk type="file" device="disk"><driver name="qemu" type="qcow2" cache="writeback" io="threads"/><source file="/a"/><target dev="vda" bus="virtio"/><address type="pci" slot="0x05"/></disk>
            <disk type="file" device="disk"><driver name="qemu" type="raw"/><source file="/b"/><target dev="vdb" bus="virtio"/></disk>
            <interface type="network"><mac address="52:54:00:00:00:01"/><source network="lan"/><model type="virtio"/></interface>
            <graphics type="vnc" port="-1" autoport="yes" listen="127.0.0.1" passwd="old"/>
            <watchdog model="i6300esb" action="reset"><address type="pci" slot="0x06"/></watchdog>
          </devices></domain>
        """;

    public static PatchLayer Of(string patch, string name = "p")
    {
        var diagnostics = new DiagnosticBag();
        var text = $"apiVersion: virtprovision/v1\nkind: DomainPatch\nmetadata: {{name: {name}}}\nspec:\n  match: {{names: [\"*\"]}}\n  patch:\n    {patch.Replace("\n", "\n    ", StringComparison.Ordinal)}\n";
        var specs = new List<ResourceSpec>();
        foreach (var document in YamlDocumentReader.Read(new SourceFile($"{name}.yaml", text), diagnostics))
        {
            new ResourceReader(SchemaCatalog.Embedded, diagnostics).Read(document!, new HashSet<TextPosition>(), specs);
        }

        Assert.True(specs.Count == 1 && !diagnostics.HasErrors, string.Join('\n', diagnostics.Select(static finding => $"{finding.Span}: {finding.Detail}")));
        var xml = TemplateRenderer.Embedded.Render(specs[0], diagnostics);
        Assert.True(xml is not null, string.Join('\n', diagnostics.Select(static finding => finding.Detail)));
        return new PatchLayer(specs[0], xml);
    }

    public static PatchedComparison Apply(XElement domain, params PatchLayer[] patches) => Compare(domain, patches, []);

    public static PatchedComparison Revert(XElement domain, params string[] names) => Compare(domain, [], names);

    public static PatchedComparison Compare(XElement domain, PatchLayer[] patches, string[] reverted, DomainLayer? own = null) =>
        PatchComparer.Compare(Facts, new DomainLayers([.. patches], [.. reverted], "1.2.3", [1, 2, 3, 4]), own, domain);

    public static string Lines(PatchedComparison comparison) =>
        string.Join('\n', comparison.Changes.Select(static change => $"{change.Path}: {change.Before} -> {change.After}"));
}
