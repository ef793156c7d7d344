using VirtProvision.Core.Documents;
using VirtProvision.Core.Osinfo;

namespace VirtProvision.Runtime;

/// <summary>The operating system that a spec is for.</summary>
internal static class SpecSystem
{
    /// <summary>A Linux of today where the spec does not say; of Windows that it is Windows.</summary>
    public static OsFacts Of(MappingNode spec) =>
        (spec["osinfo"] as MappingNode)?.TextOf("name")?.StartsWith("win", StringComparison.Ordinal) is true ? OsFacts.Modern with { Family = "winnt" } : OsFacts.Modern;
}
