namespace VirtProvision.Core.Osinfo;

/// <summary>One system as its own files describe it, nothing inherited.</summary>
/// <param name="Own">What they say of it; <see cref="OsFacts.Devices"/> and <see cref="OsFacts.Ancestors"/> are empty still.</param>
public sealed record OsEntry(OsFacts Own)
{
    /// <summary>Ids of the systems whose devices and resources it has too.</summary>
    public ImmutableArray<string> DerivesFrom { get; init; } = [];

    public ImmutableArray<string> Clones { get; init; } = [];

    public ImmutableArray<OsDeviceLink> DeviceLinks { get; init; } = [];

    /// <summary>The same with what an extension file says of it: lists grow, and what was open is filled in.</summary>
    public OsEntry Extend(OsEntry extension) => this with
    {
        Own = Extend(Own, extension.Own),
        DerivesFrom = Union(DerivesFrom, extension.DerivesFrom),
        Clones = Union(Clones, extension.Clones),
        DeviceLinks = [.. DeviceLinks, .. extension.DeviceLinks],
    };

    private static OsFacts Extend(OsFacts own, OsFacts extension) => own with
    {
        ShortIds = Union(own.ShortIds, extension.ShortIds),
        Family = own.Family ?? extension.Family,
        Distro = own.Distro ?? extension.Distro,
        Version = own.Version ?? extension.Version,
        Codename = own.Codename ?? extension.Codename,
        Vendor = own.Vendor ?? extension.Vendor,
        ReleaseDate = own.ReleaseDate ?? extension.ReleaseDate,
        EndOfLife = own.EndOfLife ?? extension.EndOfLife,
        ReleaseStatus = own.ReleaseStatus ?? extension.ReleaseStatus,
        KernelUrlArgument = own.KernelUrlArgument ?? extension.KernelUrlArgument,
        CloudImageUsername = own.CloudImageUsername ?? extension.CloudImageUsername,
        Resources = [.. own.Resources, .. extension.Resources],
        Firmware = [.. own.Firmware, .. extension.Firmware],
        Variants = [.. own.Variants, .. extension.Variants],
        Medias = [.. own.Medias, .. extension.Medias],
        Trees = [.. own.Trees, .. extension.Trees],
        Images = [.. own.Images, .. extension.Images],
        Drivers = [.. own.Drivers, .. extension.Drivers],
        InstallScripts = Union(own.InstallScripts, extension.InstallScripts),
    };

    private static ImmutableArray<string> Union(ImmutableArray<string> own, ImmutableArray<string> more) => [.. own.Union(more, StringComparer.Ordinal)];
}
