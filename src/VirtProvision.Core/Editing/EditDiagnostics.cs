using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Core.Editing;

/// <summary>What can be wrong with an edit of a domain that exists. Codes 86xx.</summary>
public static class EditDiagnostics
{
    public static Diagnostic NoPosition(TextSpan? span, string action) => Error("VP8601", span,
        summary: "Position that is none",
        detail: $"Invalid {action} option '0': positions count from 1, and from -1 backwards.");

    public static Diagnostic NoObjects(TextSpan? span, string domain, string option) => Error("VP8602", span,
        summary: "Nothing of the kind in the domain",
        detail: $"No {option} objects found in the XML of \"{domain}\". --add-device {option} adds one.");

    public static Diagnostic FewObjects(TextSpan? span, string domain, string action, string position, int count, string option) => Error("VP8603", span,
        summary: "Position beyond the last",
        detail: $"'{action} {position}' requested, but there {(count is 1 ? "is only 1" : $"are only {count}")} {option} {(count is 1 ? "object" : "objects")} in the XML of \"{domain}\".");

    public static Diagnostic NoMatch(TextSpan? span, string domain, string action, string selector, IEnumerable<string> present) => Error("VP8604", span,
        summary: "Selector that matches nothing",
        detail: $"No matching objects found for {action} {selector} in \"{domain}\". It has {(string.Join(", ", present) is { Length: > 0 } list ? list : "none of the kind")}.");

    public static Diagnostic CannotMatch(TextSpan? span, string option, string selector) => Error("VP8605", span,
        summary: "Selector by what is not in the XML",
        detail: $"Don't know how to match device type '{option.TrimStart('-')}' property '{selector.Split('=')[0]}': it only says how something is made. Select by what the XML shows, such as target= or path=.");

    public static Diagnostic TooManyMatches(TextSpan? span, string domain, string option, string field, int count) => Error("VP8606", span,
        summary: "Selector that matches too much",
        detail: $"{count} {option} objects of \"{domain}\" match, and cannot all have the same {field}. Select one of them.");

    public static Diagnostic NoSelector(TextSpan? span, string selector, string option) => Error("VP8607", span,
        summary: "Selector for what there is only one of",
        detail: $"'--edit {selector}' doesn't make sense with {option}, just use empty '--edit'.");

    public static Diagnostic WrongPath(TextSpan span, string path, string why) => Error("VP8608", span,
        summary: "XPath that cannot be used",
        detail: $"\"{path}\": {why}.");

    public static Diagnostic MadeByLibvirt(TextSpan span, string path) => Error("VP8609", span,
        summary: "XPath to what libvirt makes itself",
        detail: $"\"{path}\" selects what libvirt assigns and nobody can set. Leave it out.");

    public static Diagnostic NothingThere(TextSpan span, string path, string domain) => Warning("VP8610", span,
        summary: "XPath that selects nothing",
        detail: $"\"{path}\" selects nothing in \"{domain}\", so nothing was deleted.");

    public static Diagnostic Ours(IReadOnlyList<string> domains) => Warning("VP8611", null,
        summary: "Domain that a spec declares",
        detail: $"{Few(domains)} {(domains.Count == 1 ? "was" : "were")} applied from a spec. What was edited is drift there: the next apply of that spec shows it, and takes back what the spec says otherwise.");

    public static Diagnostic NoDefaultMachine(TextSpan span, string domain, string machine) => Warning("VP8612", span,
        summary: "Machine type that has no newer one",
        detail: $"\"{domain}\" has the machine type \"{machine}\", of which no newer version is known here. It stays.");

    public static Diagnostic NotForQ35(TextSpan span, string domain, string machine) => Error("VP8613", span,
        summary: "Machine that cannot become a q35",
        detail: $"\"{domain}\" has the machine type \"{machine}\". Only PCs (x86) of the older i440FX kind can be converted.");

    public static Diagnostic NotXml(TextSpan span, string why) => Error("VP8614", span,
        summary: "Not the XML of a domain",
        detail: why);

    public static Diagnostic UnknownAgent(TextSpan span, string text) => Error("VP8615", span,
        summary: "Conversion option that is none",
        detail: $"\"{text}\" is not an option of --convert-to-vnc. It takes qemu-vdagent=on.");

    public static Diagnostic UnknownPorts(TextSpan span, string text) => Error("VP8616", span,
        summary: "Conversion option that is none",
        detail: $"\"{text}\" is not an option of --convert-to-q35. It takes num_pcie_root_ports=NUMBER.");

    private static string Few(IReadOnlyList<string> names)
    {
        const int Shown = 5;
        var quoted = string.Join(", ", names.Take(Shown).Select(static name => $"\"{name}\""));
        return names.Count > Shown ? $"{quoted} and {names.Count - Shown} more" : quoted;
    }
}
