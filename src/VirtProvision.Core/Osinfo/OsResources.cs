namespace VirtProvision.Core.Osinfo;

/// <summary>What a system needs and should have on one architecture.</summary>
/// <param name="Arch">libvirt's name of it, or <see cref="AllArchitectures"/>.</param>
public sealed record OsResources(string Arch)
{
    public const string AllArchitectures = "all";

    /// <summary>What is left open here is as in the systems that it derives from.</summary>
    public bool Inherits { get; init; }

    public OsResourceValues Minimum { get; init; } = OsResourceValues.Unknown;
    public OsResourceValues Recommended { get; init; } = OsResourceValues.Unknown;
    public OsResourceValues NetworkInstall { get; init; } = OsResourceValues.Unknown;
}
