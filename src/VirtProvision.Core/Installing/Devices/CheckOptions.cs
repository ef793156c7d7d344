namespace VirtProvision.Core.Installing.Devices;

/// <summary>Checks that a user may turn off one by one (<c>--check path_in_use=off</c>): what they find is then a warning.</summary>
public sealed record CheckOptions
{
    public static readonly CheckOptions All = new();

    public static readonly CheckOptions None = new() { PathInUse = false, DiskSize = false, PathExists = false, MacInUse = false };

    /// <summary>A disk's image, or one that it stands on, belongs to another domain.</summary>
    public bool PathInUse { get; init; } = true;

    /// <summary>A sparse volume may outgrow its pool.</summary>
    public bool DiskSize { get; init; } = true;

    /// <summary>What a path of the host names can't be seen, or is there already where something is to be made.</summary>
    public bool PathExists { get; init; } = true;

    /// <summary>Another domain has the MAC address.</summary>
    public bool MacInUse { get; init; } = true;
}
