using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Core.Installing;

/// <summary>The findings about how a new domain gets its system.</summary>
public static class InstallDiagnostics
{
    public static Diagnostic ManyMethods(TextSpan span, IReadOnlyList<string> methods) => Error("VP8001", span,
        summary: "More than one install method",
        detail: $"{string.Join(" and ", methods)} exclude each other: a system comes from one place. Keep one.");

    public static Diagnostic NoMethod(TextSpan? span) => Error("VP8002", span,
        summary: "No install method",
        detail: "Say where the guest's system comes from: --cdrom, --location, --install OS, --pxe, --unattended, --cloud-init, --import (the disk has one already), or --boot with a device or kernel.");

    public static Diagnostic NothingToInject(TextSpan span) => Error("VP8003", span,
        summary: "No initrd to inject into",
        detail: "Files are injected into the initrd of an install tree (--location, --install). This method does not support initrd injection.");

    public static Diagnostic NoKernelForArguments(TextSpan span) => Error("VP8004", span,
        summary: "No kernel for arguments",
        detail: "Kernel arguments only work with a kernel: use --location, --install or --boot kernel=.");

    public static Diagnostic NameTaken(TextSpan span, string name) => Error("VP8007", span,
        summary: "Name in use",
        detail: $"A domain named \"{name}\" exists on the host. Choose another name, or change the existing one with apply.");

    public static Diagnostic LittleMemory(TextSpan? span, long mebibytes, string? system, long? minimum) => Warning("VP8008", span,
        summary: "Little memory",
        detail: minimum is null
            ? $"Requested memory {mebibytes} MiB is abnormally low. Were you trying to specify GiB?"
            : $"Requested memory {mebibytes} MiB is less than the {minimum} MiB that {system} needs.");

    public static Diagnostic LibvirtUri(TextSpan span, string text) => Error("VP8011", span,
        summary: "A URI in the place of a medium",
        detail: $"\"{text}\" looks like a libvirt URI, but here -c means --cdrom, as in virt-install. Did you mean --connect {text}?");

    public static Diagnostic MustRun(TextSpan span) => Error("VP8012", span,
        summary: "Installed domain that does not start",
        detail: "What a domain is installed from, and what cloud-init is told, is there for its first start alone, which is when it is made. Write \"running: true\" beside it.");

    public static Diagnostic NoDisk(TextSpan? span) => Error("VP8013", span,
        summary: "No disk",
        detail: "Disk storage must be specified: --disk size=20 makes a disk of 20 GiB, --disk PATH takes one that exists, --disk none is a guest without. "
            + "A system that is named (--osinfo) brings its own size.");

    public static Diagnostic NoSuchDomain(TextSpan span, string name) => Error("VP8014", span,
        summary: "No such domain",
        detail: $"The host has no domain \"{name}\" to install anew.");

    public static Diagnostic IsRunning(TextSpan span, string name) => Error("VP8015", span,
        summary: "Domain is running",
        detail: $"\"{name}\" is already active. Shut it down first: what it runs is about to be replaced.");

    public static Diagnostic NoSeedForOld(TextSpan span) => Error("VP8016", span,
        summary: "No drive for a seed",
        detail: "A domain that exists gets no further CD drive for cloud-init or answers. Install it from a tree (--location), whose initial RAM disk carries the answers.");

    public static Diagnostic FolderNotAbsolute(TextSpan span, string path) => Error("VP8017", span,
        summary: "Folder of a container",
        detail: $"\"{path}\" is where the container sees the file system, and must be an absolute path, such as /{path.TrimStart('/')}.");
}
