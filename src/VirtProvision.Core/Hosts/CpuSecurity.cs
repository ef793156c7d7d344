namespace VirtProvision.Core.Hosts;

/// <summary>The CPU features against speculative execution, which named CPU models leave out although the host has them.</summary>
public static class CpuSecurity
{
    /// <summary>In the order in which they are written.</summary>
    public static readonly ImmutableArray<string> Features = ["spec-ctrl", "ssbd", "ibpb", "virt-ssbd", "md-clear"];

    /// <summary>Which of them are among a CPU's features, all written out.</summary>
    public static ImmutableArray<string> Among(IEnumerable<string> features)
    {
        var found = features.ToHashSet(StringComparer.Ordinal);
        return [.. Features.Where(found.Contains)];
    }
}
