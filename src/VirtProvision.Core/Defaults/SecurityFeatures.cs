using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Defaults;

/// <summary>Adds to a named CPU model the host's features against speculative execution, which the models leave out.</summary>
internal static class SecurityFeatures
{
    private static readonly string[] s_policies = ["require", "force", "optional", "disable", "forbid"];

    public static MappingNode Require(MappingNode spec, HostFacts host)
    {
        var cpu = spec.MappingAt("cpu");
        var said = s_policies.SelectMany(policy => cpu.ItemsOf(policy)).OfType<ScalarNode>().Select(static feature => feature.Text).ToHashSet(StringComparer.Ordinal);
        var added = host.CpuSecurityFeatures.Where(feature => !said.Contains(feature)).Select(feature => ScalarNode.String(spec.Span, feature)).ToArray();
        return added.Length is 0 ? spec : spec.With("cpu", cpu.With("require", new SequenceNode(spec.Span, [.. cpu.ItemsOf("require"), .. added])));
    }
}
