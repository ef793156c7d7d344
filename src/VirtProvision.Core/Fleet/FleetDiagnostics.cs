using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Core.Fleet;

/// <summary>What can be wrong with hosts as specs, and with what belongs to them: VP3070–VP3089.</summary>
public static class FleetDiagnostics
{
    public static Diagnostic OnAnotherHost(TextSpan place, string resource, string by, string? host, string? otherHost, TextSpan other, bool isVolume) => Error("VP3070", place,
        "Resource of another host",
        $"{by} belongs to {Named(host)}, and {resource} is declared for {Named(otherHost)} only. "
            + (isVolume
                ? $"Declare it for {Named(host)} too; or, to bring a copy over, say which host has it, with host: {otherHost ?? "URI"} beside the volume."
                : $"Declare it for {Named(host)} too, or put both on one host."),
        new RelatedPlace(other, $"{resource} is declared here, for {Named(otherHost)}"));

    public static Diagnostic UnknownHost(TextSpan span, string name, string? nearest) => Error("VP3071", span,
        "Unknown host",
        $"No document of kind Host is named \"{name}\" in these specs.{Nearest.DidYouMean(nearest)} Declare it, or correct the name.");

    public static Diagnostic SelectorWithoutHost(TextSpan span, string resource) => Warning("VP3072", span,
        "Selector matches no host",
        $"No Host in these specs has such labels, so {resource} is made nowhere.");

    public static Diagnostic HostAndSelector(TextSpan span) => Error("VP3073", span,
        "Host and selector",
        "host names one host, hostSelector any number by their labels. Keep one of the two.");

    public static Diagnostic SameUri(TextSpan span, string name, string other, TextSpan otherSpan) => Error("VP3074", span,
        "Two names for one host",
        $"\"{name}\" and \"{other}\" have the same uri, and what belongs to a host is told by its name. Keep one of them; labels tell what else it is.",
        new RelatedPlace(otherSpan, $"the uri of \"{other}\""));

    public static Diagnostic IncompleteExpression(TextSpan span, HostRequirement requirement) => Error("VP3075", span,
        "Expression of a selector",
        requirement.Values.IsEmpty
            ? $"{requirement.Operator} compares \"{requirement.Key}\" with values. List them under values, or say Exists."
            : $"{requirement.Operator} asks only whether there is a label \"{requirement.Key}\". Take values out, or say In or NotIn.");

    public static Diagnostic PasswordInUri(TextSpan span) => Error("VP3076", span,
        "Password in a host's URI",
        "Specs are kept in repositories, and a URI is shown in plans and reports. Take the password out of it; keys, agents and libvirt's own files hold secrets.");

    public static Diagnostic NotAHostUri(TextSpan span, string why) => Error("VP3077", span,
        "Not a host's URI",
        $"{why.TrimEnd('.')}. Correct the uri of the Host.");

    public static Diagnostic OtherHostOutsideSpecs(TextSpan span) => Error("VP3078", span,
        "Start from another host",
        "Only a disk in a spec can start from a volume of another host. Bring the volume over with a StorageVolume that has a source, and start from that.");

    private static string Named(string? host) => host is null ? "the host of the connection" : $"the host \"{host}\"";
}
