using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Defaults;

/// <summary>The host's CPU as a named model, for specs that ask for it: such a guest runs on every host with that model.</summary>
internal static class CpuChoice
{
    public static MappingNode Copy(MappingNode spec, HostCapabilities host)
    {
        var cpu = spec.MappingAt("cpu").Without("mode");
        return spec.With("cpu", host.HostCpuModel is { } model
            ? cpu.WithText("mode", "custom").With("model", cpu.MappingAt("model").WithText("name", model))
            : cpu);
    }
}
