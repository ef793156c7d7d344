using VirtProvision.Runtime.Media;

namespace VirtProvision.Runtime.Installing;

/// <summary>What a guest is told at its first start, by whatever way it listens to.</summary>
internal sealed record GuestSeeds
{
    public ImmutableArray<SeedCd> Cds { get; init; } = [];

    /// <summary>Files for the installer's initial RAM disk.</summary>
    public ImmutableArray<InjectedFile> Injected { get; init; } = [];

    /// <summary>Where the installer finds its answers and packages; null for none.</summary>
    public string? KernelArgument { get; init; }

    /// <summary>A serial number from which the guest learns that it has a seed.</summary>
    public string? SystemSerial { get; init; }

    public ShownPassword? Password { get; init; }
}
