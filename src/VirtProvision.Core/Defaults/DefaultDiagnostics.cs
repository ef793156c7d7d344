using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Text.Nearest;

namespace VirtProvision.Core.Defaults;

/// <summary>What can be wrong with the machine that a spec asks of a host. Codes 41xx.</summary>
public static class DefaultDiagnostics
{
    public static Diagnostic NoGuests(MappingNode spec) => Diagnostic.Error("VP4101", spec.Span,
        summary: "Host runs no guests",
        detail: "The host's capabilities list no guest at all. Is its hypervisor installed?");

    public static Diagnostic NoSuchArchitecture(MappingNode spec, string arch, string? osType, IEnumerable<string> known) => Diagnostic.Error("VP4102", spec["arch"]?.Span ?? spec.Span,
        summary: "Architecture not supported by the host",
        detail: $"The host runs no {(osType is null ? "" : $"\"{osType}\" ")}guests of the architecture \"{arch}\".{DidYouMean(Nearest(arch, known))} It runs {string.Join(", ", known)}.");

    public static Diagnostic NoSuchSystem(MappingNode spec, string osType, IEnumerable<string> known) => Diagnostic.Error("VP4103", spec["boot"]?.Span ?? spec.Span,
        summary: "Kind of guest not supported by the host",
        detail: $"The host runs no guests of the kind \"{osType}\". It runs {string.Join(", ", known)}.");

    public static Diagnostic NoSuchType(MappingNode spec, string type, GuestCapabilities guest) => Diagnostic.Error("VP4104", spec["type"]?.Span ?? spec.Span,
        summary: "Hypervisor not supported by the host",
        detail: $"The host does not run {guest.Arch} guests on \"{type}\", but on {string.Join(", ", guest.Domains.Select(static domain => domain.Type))}.");

    public static Diagnostic NoSuchMachine(MappingNode spec, string machine, string arch, IEnumerable<string> known) => Diagnostic.Error("VP4105", spec["machine"]?.Span ?? spec.Span,
        summary: "Machine not supported by the host",
        detail: $"The host has no machine \"{machine}\" for {arch} guests.{DidYouMean(Nearest(machine, known))} virsh capabilities lists those that it has.");

    public static Diagnostic NoUefi(TextSpan span, string arch, IReadOnlyCollection<string> images) => Diagnostic.Error("VP4106", span,
        summary: "Host has no UEFI firmware for the guest",
        detail: $"{(images.Count is 0 ? "The host lists no firmware images" : $"None of the host's firmware images ({string.Join(", ", images)}) is known to be one")} for {arch}. "
            + "Install OVMF (edk2) on the host, or say which file it is with boot.loader.");

    public static Diagnostic NoUefiFound(TextSpan span, string arch) => Diagnostic.Warning("VP4107", span,
        summary: "Host has no UEFI firmware for the guest",
        detail: $"The guest should boot with UEFI, but the host lists no firmware image for {arch} that is known. It is made without; install OVMF (edk2) on the host.");

    public static Diagnostic NoMemory(TextSpan span) => Diagnostic.Error("VP4108", span,
        summary: "Memory is missing",
        detail: "How much memory the domain gets must be said: memory (--memory, in MiB). It is known by itself only for an operating system that states what it needs.");

    public static Diagnostic TooManyDisks(TextSpan span, string bus, int most) => Diagnostic.Error("VP4109", span,
        summary: "Too many disks for the bus",
        detail: $"A guest has at most {most} disks on the bus \"{bus}\". Put this one on another.");

    public static Diagnostic NeedsQ35AndUefi(TextSpan span, string type) => Diagnostic.Error("VP4110", span,
        summary: "Machine without what memory encryption needs",
        detail: $"launchSecurity of type \"{type}\" works on the machine q35 with UEFI only. Set machine to q35 and boot.uefi to true.");

    /// <summary>Why the host runs no such guest.</summary>
    internal static Diagnostic NoSuchGuest(MappingNode spec, HostCapabilities host)
    {
        if (host.Guests.IsEmpty)
        {
            return NoGuests(spec);
        }

        var osType = spec.TextAt("boot", "osType");
        if (GuestChoice.GuestFor(spec, host) is not { } guest)
        {
            var ofType = host.Guests.Where(candidate => osType is null || candidate.OsType == osType).ToArray();
            return ofType.Length > 0 && spec.TextOf("arch") is { } arch
                ? NoSuchArchitecture(spec, arch, osType, ofType.Select(static candidate => candidate.Arch).Distinct())
                : NoSuchSystem(spec, osType ?? "", host.Guests.Select(static candidate => candidate.OsType).Distinct());
        }

        return spec.TextOf("type") is { } type && !guest.HasDomain(type)
            ? NoSuchType(spec, type, guest)
            : NoSuchMachine(spec, spec.TextOf("machine") ?? "", guest.Arch, guest.Domains.SelectMany(domain => guest.MachinesOf(domain)).Select(static known => known.Name).Distinct());
    }

    private static string? Nearest(string text, IEnumerable<string> known) => To(text, known);
}
