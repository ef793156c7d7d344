using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Runtime.Images;

/// <summary>The findings of the commands about images: VP7060–VP7069.</summary>
internal static class ImagesDiagnostics
{
    public static Diagnostic NotReadable(TextSpan span, string image, string why) => Error("VP7060", span,
        summary: "Image not reachable",
        detail: $"{image} can't be looked at: {why} Its entry in the lock file stays as it is.");

    public static Diagnostic NotListed(TextSpan span, string file, string sums) => Error("VP7061", span,
        summary: "Checksum file without the image",
        detail: $"{sums} holds no SHA-256 for {file}. Name the file that lists it, or give the sha256 itself.");

    public static Diagnostic LockNotWritten(string path, string why) => Error("VP7062", null,
        summary: "Lock file not written",
        detail: $"{path} can't be written: {why.TrimEnd('.')}. It is as it was.");

    public static Diagnostic NoSuchImage(string name, string? nearest) => Error("VP7063", null,
        summary: "No such image",
        detail: $"The specs fetch no image named \"{name}\".{Nearest.DidYouMean(nearest)}");

    public static Diagnostic StillStands(string volume, string why) => Error("VP7065", null,
        summary: "Image not removed",
        detail: $"{volume} was not removed: {why.TrimEnd('.')}.");
}
