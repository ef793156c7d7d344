namespace VirtProvision.Core.Osinfo;

/// <summary>Driver files offered for a system.</summary>
/// <param name="Arch">libvirt's name of the architecture.</param>
/// <param name="Location">A URL that <see cref="Files"/> lie under.</param>
public sealed record OsDriver(string Arch, string Location)
{
    /// <summary>The installer can load it, so that its devices may be used from the start.</summary>
    public bool IsPreInstallable { get; init; }

    internal const int UsualPriority = 50;

    public bool IsSigned { get; init; } = true;

    /// <summary>Of several for one device, the one with the highest is meant.</summary>
    public int Priority { get; init; } = UsualPriority;

    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Ids of the devices it drives.</summary>
    public ImmutableArray<string> Devices { get; init; } = [];
}
