using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Osinfo;

namespace VirtProvision.Core.Defaults;

/// <summary>What a CPU gets that is said of a domain by itself: by the same rules as with a new domain.</summary>
public static class CpuWords
{
    public static MappingNode Complete(MappingNode cpu, HostFacts host)
    {
        var given = MappingNode.Empty(cpu.Span).With("cpu", cpu).With("defaults", ScalarNode.String(cpu.Span, "desktop"));
        var completed = DefaultRules.Apply(given, host, OsFacts.Generic)["cpu"] as MappingNode ?? cpu;

        // How many there are is not asked for.
        return cpu["topology"] is null ? completed.Without("topology") : completed;
    }
}
