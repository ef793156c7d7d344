using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Runtime.Media;

/// <summary>The findings about install media.</summary>
internal static class MediaDiagnostics
{
    public static Diagnostic NotReadable(TextSpan? span, MediaException exception) => exception.Failure switch
    {
        MediaFailure.NotFound => Error("VP8101", span, summary: "Install media not found", detail: $"{exception.Message} Look whether it is spelled right."),
        MediaFailure.Unreachable => Error("VP8102", span,
            summary: "Server not reachable",
            detail: $"{exception.Message} Look whether the URL is spelled right, and whether a proxy is needed (http_proxy, https_proxy, no_proxy)."),
        MediaFailure.NotPermitted => Error("VP8103", span, summary: "Install media may not be read", detail: exception.Message),
        MediaFailure.Refused => Error("VP8104", span, summary: "The server refused", detail: exception.Message),
        MediaFailure.TimedOut => Error("VP8105", span, summary: "The server does not answer", detail: exception.Message),
        MediaFailure.Truncated => Error("VP8106", span, summary: "Install media is cut off", detail: $"{exception.Message} Fetch it again."),
        MediaFailure.Changed => Error("VP8121", span, summary: "Changed while it was read", detail: $"{exception.Message} Try again."),
        _ => Error("VP8107", span, summary: "Install media is broken", detail: exception.Message),
    };

    public static Diagnostic SchemeUnknown(TextSpan? span, string location, string scheme) => Error("VP8108", span,
        summary: "Install location of an unknown kind",
        detail: $"\"{location}\" begins with \"{scheme}:\". An install location is an HTTP, HTTPS or FTP URL, a folder, or an ISO image.");

    public static Diagnostic NfsLocation(TextSpan? span, string location) => Error("VP8109", span,
        summary: "NFS URL as install location",
        detail: $"NFS URL installs are no longer supported, and \"{location}\" is one. Mount the export, and give the folder; or give the server's HTTP URL.");

    public static Diagnostic RemoteHost(TextSpan? span, string path) => Error("VP8110", span,
        summary: "Install tree is not on the host",
        detail: $"Cannot access install tree on remote connection: {path} is looked for on this machine, and the domain runs on another. Give a URL that both reach.");

    public static Diagnostic VolumeNotReadable(TextSpan? span, string path) => Error("VP8111", span,
        summary: "Volume can't be read from here",
        detail: $"{path} is a volume of the host and no file of this machine, so its kernel can't be taken out. Boot from it with --cdrom, or give a URL.");

    public static Diagnostic NotAnImage(TextSpan? span, string path) => Error("VP8112", span,
        summary: "Not an ISO image",
        detail: $"{path} is neither a folder nor an ISO 9660 image. An install location is a URL, a folder, or an ISO image; a disk image is booted with --import.");

    public static Diagnostic NoKernel(TextSpan? span, string location, string distro, string lookedFor, string? advice) => Error("VP8113", span,
        summary: "No kernel in the install tree",
        detail: $"Could not find an installable distribution at {location}{(distro is "unknown" ? "" : $", which looks like {distro}")}: {lookedFor}. " +
            $"The location must be the root of an install tree, the folder that holds .treeinfo for Fedora or current/images for Debian.{advice}");

    public static Diagnostic ChosenMissing(TextSpan? span, string file, string place) => Error("VP8114", span,
        summary: "Named kernel or initrd is missing",
        detail: $"There is no {place}, which the location's \"{file}\" names. The path is relative to the root of the tree.");

    public static Diagnostic OtherArchitecture(TextSpan? span, string location, string tree, string guest) => Warning("VP8115", span,
        summary: "Install tree is for another architecture",
        detail: $"{location} is for {tree}, and the domain is {guest}. Its kernel will not start there. Give the tree's URL for {guest}, or --arch {tree}.");

    public static Diagnostic OtherSum(TextSpan? span, string origin, string expected, string actual) => Warning("VP8116", span,
        summary: "Checksum differs",
        detail: $"The tree's .treeinfo says sha256 {expected} for {origin}, and it has {actual}. The mirror may be between two versions, or the file damaged.");

    public static Diagnostic InjectedUnreadable(TextSpan? span, MediaException exception) => Error("VP8117", span,
        summary: "File for the initrd not readable",
        detail: exception.Message);

    public static Diagnostic InjectedTooLarge(TextSpan? span, string path, long length, long limit) => Error("VP8118", span,
        summary: "File for the initrd too large",
        detail: $"{path} has {length} bytes. What is put into an initrd goes into the guest's memory; the limit is {limit} bytes.");

    public static Diagnostic SameInjectedName(TextSpan? span, string name) => Warning("VP8119", span,
        summary: "Two files of one name for the initrd",
        detail: $"Both are called {name} in the initrd's root folder; the later one stays.");

    public static Diagnostic NoRoom(TextSpan? span, string origin, string why) => Error("VP8120", span,
        summary: "File can't be kept until it is on the host",
        detail: $"{origin} was fetched into a temporary file, which failed: {why} TMPDIR names another folder for it.");
}
