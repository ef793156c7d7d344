using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Runtime.Editing;

/// <summary>The findings about which domains are edited and what became of it. Codes 87xx.</summary>
public static class EditingDiagnostics
{
    public static Diagnostic NoDomain(string text, string uri, IEnumerable<string> names) => Error("VP8701", null,
        summary: "No such domain",
        detail: $"Could not find domain '{text}' on {uri}: it is no name, UUID or id there.{Nearest.DidYouMean(Nearest.To(text, names))}");

    public static Diagnostic NoMatch(string pattern, string uri) => Error("VP8702", null,
        summary: "Pattern that matches no domain",
        detail: $"No domain on {uri} has a name like '{pattern}'.");

    public static Diagnostic NoLabels(string uri) => Error("VP8703", null,
        summary: "Labels that no domain has",
        detail: $"None of the domains on {uri} that are meant has labels as -l asks for. Labels are those of the spec that a domain was applied from.");

    public static Diagnostic Gone(string domain) => Error("VP8704", null,
        summary: "The domain is gone",
        detail: $"\"{domain}\" was removed by someone else meanwhile. Nothing was done to it; the others are not concerned.");

    public static Diagnostic NoChange(string domain) => Warning("VP8705", null,
        summary: "Nothing to change",
        detail: $"No XML diff was generated for \"{domain}\". The requested changes will have no effect.");

    public static Diagnostic NotTaken(string domain, string field, string? wanted, string? found) => Warning("VP8706", null,
        summary: "libvirt set a value otherwise",
        detail: $"XML did not change as asked after domain define: libvirt accepted \"{domain}\", but {field} is {Value(found)} there and not {Value(wanted)}. It ignores or rewrites this value.");

    public static Diagnostic NotLive(string domain, string field, string reason) => Error("VP8707", null,
        summary: "The running domain did not take it",
        detail: $"{field} of \"{domain}\" could not be changed while it runs: {reason}.");

    public static Diagnostic NotRunning(string domain) => Warning("VP8708", null,
        summary: "The domain does not run",
        detail: $"The VM \"{domain}\" is not running, --update is inapplicable.");

    public static Diagnostic CreatesNothing(TextSpan span) => Warning("VP8709", span,
        summary: "Size without effect",
        detail: "--edit makes no storage: size= says how to make some. Use --add-device, or name a volume that is there.");

    public static Diagnostic UnknownSystem(TextSpan span, string name, string? nearest) => Error("VP8710", span,
        summary: "Unknown operating system",
        detail: $"The osinfo database knows no \"{name}\".{Nearest.DidYouMean(nearest)}");

    public static Diagnostic NotVerified(string why) => Warning("VP8711", null,
        summary: "Not verified",
        detail: $"Everything was done, and the host could not be read again to see that it took it: {why}");

    private static string Value(string? value) => value is null ? "absent" : $"\"{value}\"";
}
