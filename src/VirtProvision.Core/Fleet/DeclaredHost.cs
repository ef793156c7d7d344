using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Fleet;

/// <summary>A host as a document of kind <c>Host</c> declares it.</summary>
/// <param name="Uri">Where it is, as <c>--connect</c> takes it.</param>
/// <param name="UriSpan">Where that stands.</param>
/// <param name="Span">Where its name stands.</param>
public sealed record DeclaredHost(string Name, ImmutableSortedDictionary<string, string> Labels, string Uri, TextSpan UriSpan, TextSpan Span)
{
    /// <summary>Nobody connects to it now.</summary>
    public bool IsInMaintenance { get; init; }

    /// <summary>Why not, as its spec says.</summary>
    public string? MaintenanceReason { get; init; }

    /// <param name="spec">Of a valid document.</param>
    public static DeclaredHost Of(string name, ImmutableSortedDictionary<string, string> labels, MappingNode spec, TextSpan span)
    {
        var uri = (ScalarNode)spec["uri"]!;
        return new DeclaredHost(name, labels, uri.Text, uri.Span, span)
        {
            IsInMaintenance = spec["maintenance"] is MappingNode or ScalarNode { IsTrue: true },
            MaintenanceReason = (spec["maintenance"] as MappingNode)?.TextOf("reason"),
        };
    }
}
