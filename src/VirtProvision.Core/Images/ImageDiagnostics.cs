using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Core.Images;

/// <summary>What can be wrong with images as specs and with their lock file: VP3050–VP3069.</summary>
public static class ImageDiagnostics
{
    public static Diagnostic NotLocked(TextSpan span, string source) => Error("VP3050", span,
        "Image is not locked",
        $"Nothing says which content {ImageSource.Shown(source)} stands for: it has no sha256 here, and {ImageLock.FileName} beside this file does not list it. "
            + "Run \"virt-provision images update\" with these specs and keep the file that it writes, or give the sha256.");

    public static Diagnostic FormatUnknown(TextSpan span, string source) => Error("VP3051", span,
        "Format of an image unknown",
        $"The name of {ImageSource.Shown(source)} does not tell its format. Say format: qcow2 or format: raw, or run \"virt-provision images update\", which looks.");

    public static Diagnostic NotAUrl(TextSpan span, string text) => Error("VP3052", span,
        "Not a URL to fetch from",
        $"\"{ImageSource.Shown(text)}\" is no http, https, ftp or file URL. A file beside the spec is given by path.");

    public static Diagnostic UnknownImage(TextSpan span, string name, string? nearest) => Error("VP3053", span,
        "Unknown image",
        $"No StorageVolume named \"{name}\" is declared in these specs.{Nearest.DidYouMean(nearest)} Declare it, give the url and sha256 here, or name a volume of the host by volume.");

    public static Diagnostic AmbiguousImage(TextSpan span, string name, string pools) => Error("VP3054", span,
        "Image in several pools",
        $"\"{name}\" is declared in the pools {pools}. Say which one by pool.");

    public static Diagnostic ImageAsDisk(TextSpan span, string name) => Error("VP3055", span,
        "Image used as a disk",
        $"\"{name}\" is an image that others may stand on, so no guest may write to it. Make a disk from it (from: {{image: {name}}}), or say readonly: true.");

    public static Diagnostic ManyOrigins(TextSpan span) => Error("VP3056", span,
        "More than one source",
        "Content comes from one place: keep one of path, url and volume. A volume of another host has its uri, pool and volume.");

    public static Diagnostic SumsOfPath(TextSpan span) => Error("VP3057", span,
        "Checksum file without a URL",
        "A checksum file is asked for images that are fetched. Write the sha256 of this file itself.");

    public static Diagnostic RemoteIncomplete(TextSpan span) => Error("VP3058", span,
        "Volume of another host incomplete",
        "A volume of another host needs its uri, its pool and its volume.");

    public static Diagnostic ImageWithCapacity(TextSpan span) => Error("VP3059", span,
        "Image with a capacity",
        "An image is kept as it was fetched, with the size that it has. Take capacity out, and give the disks that are made from it a size.");

    public static Diagnostic LoginInUrl(TextSpan span) => Error("VP3062", span,
        "Login in a URL",
        "A URL with a user and a password would stand in plans and in the lock file. Fetch the image from where no login is needed, or give it by path.");

    public static Diagnostic NotALock(TextSpan span) => Error("VP3060", span,
        "Not a lock file",
        $"A {ImageLock.FileName} has kind: ImageLock and its images as a list. Write it anew with \"virt-provision images update\".");

    public static Diagnostic BadLockEntry(TextSpan span) => Error("VP3061", span,
        "Entry of a lock file unreadable",
        "An entry needs its source, its sha256 of 64 hexadecimal digits and its format. Remove it, and run \"virt-provision images update\".");
}
