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

    /// <summary>Null when its URI holds no password.</summary>
    internal DeclaredHost? WithoutPassword()
    {
        var start = Uri.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = start < 3 ? -1 : Uri.AsSpan(start).IndexOfAny("/?#");
        var login = start < 3 ? "" : end < 0 ? Uri[start..] : Uri.Substring(start, end);
        var (colon, at) = (login.IndexOf(':', StringComparison.Ordinal), login.LastIndexOf('@'));
        return colon >= 0 && at > colon ? this with { Uri = Uri.Remove(start + colon, at - colon) } : null;
    }

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
