using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Templates;

/// <summary><see cref="HostFacts"/> as rules see them: <c>host.arch</c>, <c>host.kvm</c>, <c>host.machines</c>, <c>host.cpuModes</c>, <c>host.migratablePassthrough</c>.</summary>
internal static class HostModel
{
    private static readonly SchemaNode s_text = new("text") { Types = SchemaType.String };
    private static readonly SchemaNode s_flag = new("flag") { Types = SchemaType.Boolean };
    private static readonly SchemaNode s_texts = new("texts") { Types = SchemaType.Array, Items = s_text };

    public static readonly SchemaShape Shape = new SchemaNode("host")
    {
        Types = SchemaType.Object,
        AdditionalProperties = new("none") { Always = false },
        Properties = new() { ["arch"] = s_text, ["kvm"] = s_flag, ["machines"] = s_texts, ["cpuModes"] = s_texts, ["migratablePassthrough"] = s_flag },
    }.Shape;

    public static ModelObject Of(HostFacts host, TextSpan span)
    {
        var arch = host.Capabilities.HostArch;
        var guest = host.Capabilities.FindGuest("hvm", arch);
        var kvm = guest?.HasDomain("kvm") is true;
        return new(
            MappingNode.Empty(span)
                .With("arch", ScalarNode.String(span, arch))
                .With("kvm", ScalarNode.Boolean(span, kvm))
                .With("machines", Texts([.. guest?.Machines.Select(static machine => machine.Name).Distinct() ?? []], span))
                .With("cpuModes", Texts(host.Domain?.Cpu.Modes ?? (kvm ? ["host-passthrough", "host-model", "maximum", "custom"] : ["host-model", "maximum", "custom"]), span))
                .With("migratablePassthrough", ScalarNode.Boolean(span, host.Domain?.Cpu.IsPassthroughMigratable ?? (kvm && arch is "x86_64"))),
            Shape);
    }

    private static SequenceNode Texts(ImmutableArray<string> texts, TextSpan span) => new(span, [.. texts.Select(text => ScalarNode.String(span, text))]);
}
