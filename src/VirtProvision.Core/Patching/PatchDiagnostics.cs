using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Core.Patching;

/// <summary>What patches of domains have to say to the user: VP52xx.</summary>
public static class PatchDiagnostics
{
    public static Diagnostic MatchesNothing(TextSpan span, ResourceId patch, string? nearest) => Warning("VP5201", span,
        summary: "The patch matches no domain",
        detail: $"No domain of the host is meant by the match of {patch}.{Nearest.DidYouMean(nearest)} Nothing is patched.");

    public static Diagnostic NameMatchesNothing(TextSpan span, string pattern, string? nearest) => Warning("VP5202", span,
        summary: "A name matches no domain",
        detail: $"No domain of the host is named \"{pattern}\".{Nearest.DidYouMean(nearest)} The others are patched.");

    public static Diagnostic Transient(ResourceSpec patch, ResourceId domain) => Warning("VP5203", patch.Span,
        summary: "A transient domain is not patched",
        detail: $"{domain} is transient: it has no definition that a patch could change and remember, and defining it would make it persistent. It is left as it is.");

    public static Diagnostic Conflict(TextSpan span, ResourceId domain, string field, ResourceId by, ResourceId first, TextSpan firstSpan) => Error("VP5204", span,
        "Two want one field differently",
        $"{by} and {first} both set {field} of {domain}, and not to the same. Take it out of one of them, or let the patch match other domains.",
        new RelatedPlace(firstSpan, $"{first} says so here"));

    public static Diagnostic MissingItem(TextSpan span, ResourceId patch, string what, IReadOnlyCollection<string> domains) => Warning("VP5205", span,
        summary: "A device to patch is missing",
        detail: $"{patch} changes {what}, which {Some(domains)} {(domains.Count == 1 ? "does" : "do")} not have, and does not say enough to make one. It is left out there.");

    public static Diagnostic CannotPatch(TextSpan span, ResourceId patch, string field, ResourceId domain) => Error("VP5206", span,
        summary: "A patch cannot change this",
        detail: $"{patch} changes {field} of {domain}, which can't be changed without making the domain anew. Take it out of the patch.");

    public static Diagnostic MatchRequired(TextSpan span, ResourceId patch, string? nearest) => Error("VP5207", span,
        summary: "The patch has to match a domain",
        detail: $"No domain of the host is meant by the match of {patch}, which says required: true.{Nearest.DidYouMean(nearest)} Correct the match.");

    private static string Some(IReadOnlyCollection<string> names) =>
        names.Count <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";
}
