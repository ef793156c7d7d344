using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Defaults;

/// <summary>Sockets, dies, clusters, cores and threads, and the number of processors that they make.</summary>
internal static class CpuTopology
{
    // From the outside in.
    private static readonly string[] s_levels = ["sockets", "dies", "clusters", "cores", "threads"];

    // Which of them makes up for what is missing, the first that is open.
    private static readonly string[] s_open = ["sockets", "cores", "threads"];

    /// <summary>As many processors as the topology has, where the spec names no number.</summary>
    public static MappingNode CountFrom(MappingNode spec)
    {
        var topology = spec.MappingAt("cpu").MappingAt("topology");
        if (spec.TextAt("vcpus", "maximum") is not null || !s_levels.Any(level => Number(topology, level) is not null))
        {
            return spec;
        }

        var product = s_levels.Aggregate(1L, (count, level) => count * (Number(topology, level) ?? 1));
        return spec.With("vcpus", spec.MappingAt("vcpus").WithNumber("maximum", product));
    }

    /// <summary>The levels that the spec leaves open, so that they make its number of processors: sockets take what the others leave, else cores, else threads.</summary>
    public static MappingNode Complete(MappingNode spec)
    {
        var cpu = spec.MappingAt("cpu");
        var topology = cpu.MappingAt("topology");
        if (!s_levels.Any(level => Number(topology, level) is not null) || Number(spec.MappingAt("vcpus"), "maximum") is not { } count)
        {
            return spec;
        }

        var open = s_open.FirstOrDefault(level => Number(topology, level) is null);
        var rest = Math.Max(1, count / Math.Max(1, s_levels.Aggregate(1L, (product, level) => product * (Number(topology, level) ?? 1))));
        var completed = s_levels.Where(static level => level is not "clusters").Where(level => Number(topology, level) is null)
            .Aggregate(topology, (made, level) => made.WithNumber(level, level == open ? rest : 1));
        return ReferenceEquals(completed, topology) ? spec : spec.With("cpu", cpu.With("topology", completed));
    }

    private static long? Number(MappingNode node, string member) => node[member] is ScalarNode scalar && scalar.TryGetInteger(out var value) ? value : null;
}
