using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Core.Planning;

/// <summary>What comparing and planning have to say to the user: VP5xxx.</summary>
public static class PlanningDiagnostics
{
    public static Diagnostic PoolNotRunning(TextSpan span, ResourceId id) => Warning("VP5001", span,
        summary: "Storage pool is not running",
        detail: $"The pool \"{id.Pool}\" is not running, so whether the volume \"{id.Name}\" is in it cannot be known. Say running: true in the pool's spec, or start it and plan again.");

    public static Diagnostic PoolKeptFromRunning(TextSpan span, ResourceId id, TextSpan pool) => Error("VP5002", span,
        summary: "The volume's pool is not to run",
        detail: $"The spec of the pool \"{id.Pool}\" at {pool} says running: false, and a volume such as \"{id.Name}\" can be made only in a running pool. Take running: false out, or the volume.");

    public static Diagnostic BaseLost(TextSpan? span, ResourceId volume, string verb, ImmutableArray<string> standing) => Error("VP5006", span,
        summary: "Others stand on this volume",
        detail: $"{volume} would be {verb}, and {Count(standing)} would be lost with it: {string.Join(", ", standing)}. Remove these first, or make them stand alone (virt-provision flatten).");

    public static Diagnostic BaseWritten(TextSpan? span, ResourceId domain, string image, ImmutableArray<string> standing) => Error("VP5007", span,
        summary: "Others stand on this domain's disk",
        detail: $"{domain} would be started and write to {image}, and {Count(standing)} would be destroyed by that: {string.Join(", ", standing)}. Remove these first, or make them stand alone (virt-provision flatten); or start a clone of it instead.");

    private static string Count(ImmutableArray<string> standing) =>
        standing.Length is 1 ? "what stands on it" : string.Create(CultureInfo.InvariantCulture, $"{standing.Length} that stand on it");

    public static Diagnostic SecretInTheOpen(string kind, string field, string place) => Error("VP5005", null,
        summary: "A template shows a secret",
        detail: $"A template for {kind} writes the secret \"{field}\" into {place}, which libvirt shows to everyone who may look. Write it only where the shipped templates do.");

    public static Diagnostic DiskFormatFound(TextSpan span, string path, string format) => Warning("VP5003", span,
        summary: "Image format found by looking",
        detail: $"The spec does not say the format of {path}; its first bytes are those of {format}, and the disk is made so. Whoever writes to a raw disk can put such bytes there: say format: {format} to be sure of it.");

    public static Diagnostic DiskFormatUnknown(TextSpan span, string content) => Warning("VP5004", span,
        summary: "Image format unknown",
        detail: $"The spec does not say the format of {content}, and it can't be found out from here. The disk is made as raw; if it is an image of another format, its guest would destroy it. Say format: raw, or what it is.");
}
