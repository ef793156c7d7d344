using VirtProvision.Core.Osinfo;

namespace VirtProvision.Core.Seeding.Unattended;

/// <summary>What an answer file depends on beside what the spec says of it.</summary>
public sealed record AnswerSetting(OsFacts System, SeedGuest Guest, string Arch)
{
    /// <summary>What is booted, when osinfo-db knows it.</summary>
    public OsMedia? Media { get; init; }

    /// <summary>The install scripts that osinfo-db has for the system or, where it has any of their own, that media: which profiles there are, what they need, which file name the installer looks for.</summary>
    public ImmutableArray<InstallScript> Scripts { get; init; } = [];

    /// <summary>A kernel is booted directly, so that files can go into its initial RAM disk and it can be given arguments; else a CD or the network is booted.</summary>
    public bool BootsKernel { get; init; }

    /// <summary>Where that kernel lies in its tree or image: <c>casper/vmlinuz</c>. Null when not known.</summary>
    public string? KernelPath { get; init; }

    /// <summary>The tree's URL, where the installer gets its packages; null when they come from the media, or it is to find them by itself.</summary>
    public string? Url { get; init; }

    /// <summary>The disk to install to, as the guest names it: <c>vda</c>. Null leaves it to the installer.</summary>
    public string? Disk { get; init; }

    public bool IsUefi { get; init; }

    /// <summary>Drivers for the installer lie in the root of the same CD.</summary>
    public bool HasDrivers { get; init; }

    public HostLocale Locale { get; init; } = HostLocale.Unknown;

    /// <summary>Who runs the command: his login is the default for the guest's user. <c>root</c> counts as nobody.</summary>
    public string? HostUser { get; init; }
}
