using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Installing;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Seeding;
using VirtProvision.Runtime.Media;

namespace VirtProvision.Runtime.Installing;

/// <summary>What a guest is told at its first start, by whatever way it listens to.</summary>
internal sealed record GuestSeeds
{
    /// <summary>CDs.</summary>
    public ImmutableArray<SeedVolume> Volumes { get; init; } = [];

    /// <summary>Files for the installer's initial RAM disk.</summary>
    public ImmutableArray<InjectedFile> Injected { get; init; } = [];

    /// <summary>Where the installer finds its answers; null for none.</summary>
    public string? KernelArgument { get; init; }

    /// <summary>A serial number from which the guest learns that it has a seed.</summary>
    public string? SystemSerial { get; init; }

    public string? RootPassword { get; init; }

    public static async Task<GuestSeeds> ReadAsync(
        InstallMethod method, ResourceSpec domain, OsFacts system, InstallSource? source, DiagnosticBag findings, CancellationToken cancellationToken)
    {
        var seeds = new GuestSeeds();
        if (method.CloudInit is { } cloudInit)
        {
            var texts = await SeedTexts.ReadAsync(CloudInitSeed.FilesOf(cloudInit), findings, cancellationToken).ConfigureAwait(false);
            if (texts is not null && CloudInitSeed.Create(cloudInit, new SeedGuest(domain.Id.Name, null), texts, GeneratedPassword.Create, findings) is { } seed)
            {
                seeds = seeds with { Volumes = [seed.ToVolume(domain.Id.Name)], RootPassword = seed.RootPassword, SystemSerial = SerialFor(domain.Spec) };
            }
        }

        return seeds;
    }

    // NoCloud without a serial number works too where the CD's label is looked for; the number is what makes it certain.
    private static string? SerialFor(MappingNode spec)
    {
        var smbios = ((spec["boot"] as MappingNode)?["smbios"] as MappingNode)?.TextOf("mode");
        return spec.TextOf("arch") is "x86_64" or "i686" or "aarch64" && smbios is null or "sysinfo" ? "ds=nocloud" : null;
    }
}
