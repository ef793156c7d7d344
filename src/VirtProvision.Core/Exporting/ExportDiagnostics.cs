using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Core.Exporting;

/// <summary>What can stand between an object of the host and its spec: VP51xx.</summary>
public static class ExportDiagnostics
{
    public static Diagnostic NotSaid(ResourceId id, string why) => Error("VP5101", null,
        summary: "No spec says all of it",
        detail: $"{id} has XML that no spec renders to: {why}. Please report it with the object's XML; the others are exported.");

    public static Diagnostic NameNotSaid(ResourceId id, string why) => Error("VP5102", null,
        summary: "No spec can have this name",
        detail: $"{id} is left out: {why}. Rename it on the host, as \"virsh domrename\" does; the others are exported.");

    public static Diagnostic SecretLeftOut(ResourceId id, string field) => Warning("VP5103", null,
        summary: "Secret left out",
        detail: $"{id} has a secret in {field}. It is not in the spec; apply keeps what the host has. A new object made of the spec needs it: give it as a variable.");

    public static Diagnostic SecretsUnknown(int count) => Warning("VP5104", null,
        summary: "Secrets not seen",
        detail: $"Whether {count} of the objects hold passwords shows only on a connection that may write, which was refused. None is in the specs.");

    public static Diagnostic NothingFound(string selector, string? nearest) => Error("VP5105", null,
        summary: "Nothing to export",
        detail: $"The host has no {selector}.{Nearest.DidYouMean(nearest)} Volumes are seen only in pools that run.");

    /// <summary>Whether a finding is that the host has nothing of that kind and name.</summary>
    public static bool IsNothingFound(Diagnostic finding, string selector) =>
        finding.Code is "VP5105" && finding.Detail.StartsWith($"The host has no {selector}.", StringComparison.Ordinal);

    public static Diagnostic FileExists(string path) => Error("VP5106", null,
        summary: "File exists",
        detail: $"{path} is there and says something else. Nothing was written; --force replaces it.");

    public static Diagnostic CannotWrite(string folder, string message) => Error("VP5107", null,
        summary: "Cannot write specs",
        detail: $"Writing into {folder} failed: {message}");
}
