namespace VirtProvision.Core.Osinfo;

/// <summary>An ISO image of a system: what it looks like, and how it behaves.</summary>
/// <param name="Arch">libvirt's name of the architecture, or <c>all</c>.</param>
public sealed record OsMedia(string Arch)
{
    /// <summary>Ids of the editions that it has.</summary>
    public ImmutableArray<string> Variants { get; init; } = [];

    /// <summary>It fetches most of what it installs from the network.</summary>
    public bool IsNetworkInstaller => Variants.Any(static variant => variant.Contains("netinst", StringComparison.Ordinal));

    /// <summary>Where it can be downloaded.</summary>
    public string? Url { get; init; }

    /// <summary>Regular expressions that the primary volume descriptor's fields must match; null: anything does.</summary>
    public string? VolumeId { get; init; }

    public string? SystemId { get; init; }
    public string? PublisherId { get; init; }
    public string? ApplicationId { get; init; }

    /// <summary>Bytes that the volume must have, when stated.</summary>
    public long? VolumeSize { get; init; }

    /// <summary>Paths inside the image.</summary>
    public string? Kernel { get; init; }

    public string? Initrd { get; init; }

    /// <summary>It runs the system without installing it.</summary>
    public bool IsLive { get; init; }

    public bool IsInstaller { get; init; } = true;

    /// <summary>Its installer takes an answer file.</summary>
    public bool TakesInstallScript { get; init; } = true;

    /// <summary>How often the guest restarts until it is installed.</summary>
    public int InstallerReboots { get; init; } = 1;

    /// <summary>Whether the image is to be taken out after the first phase.</summary>
    public bool EjectAfterInstall { get; init; } = true;

    /// <summary>Ids of the install scripts that this image takes; empty: the system's.</summary>
    public ImmutableArray<string> InstallScripts { get; init; } = [];
}
