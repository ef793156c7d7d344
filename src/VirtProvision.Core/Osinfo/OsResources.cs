namespace VirtProvision.Core.Osinfo;

/// <summary>What a system needs and should have on one architecture.</summary>
/// <param name="Arch">libvirt's name of it, or <see cref="AllArchitectures"/>.</param>
public sealed record OsResources(string Arch)
{
    public const string AllArchitectures = "all";

    public OsResourceValues Minimum { get; init; } = OsResourceValues.Unknown;
    public OsResourceValues Recommended { get; init; } = OsResourceValues.Unknown;
    public OsResourceValues NetworkInstall { get; init; } = OsResourceValues.Unknown;
}
