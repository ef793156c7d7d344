using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Runtime.Fleet;

/// <summary>The findings of runs over many hosts.</summary>
public static class FleetRunDiagnostics
{
    public static Diagnostic NoSuchHost(string filter, string? nearest) => Error("VP6050", null,
        summary: "No host matches",
        detail: $"No Host in these specs matches \"{filter}\".{Nearest.DidYouMean(nearest)} --host takes a name, in which * and ? stand for characters, or labels such as rack=a.");

    public static Diagnostic NoHostsDeclared() => Error("VP6052", null,
        summary: "No host declared",
        detail: "These specs hold no document of kind Host. Name a URI instead, or the files that declare the hosts.");

    public static Diagnostic StoppedBefore() => Error("VP6051", null,
        summary: "Stopped before this host",
        detail: "The run was stopped, and nothing was changed there.");

    public static Diagnostic DeclaredForBoth(TextSpan span, string resource, string uri, string host, TextSpan other) => Error("VP5060", span,
        "Declared twice for one host",
        $"{resource} has no host, so it belongs to {uri}, which is also the host \"{host}\", and that has one too. Remove one of the two.",
        new RelatedPlace(other, $"declared for \"{host}\" here"));
}
