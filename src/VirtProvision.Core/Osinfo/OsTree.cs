namespace VirtProvision.Core.Osinfo;

/// <summary>An installation tree of a system.</summary>
/// <param name="Arch">libvirt's name of the architecture, or <c>all</c>.</param>
public sealed record OsTree(string Arch)
{
    /// <summary>Ids of the editions that it installs.</summary>
    public ImmutableArray<string> Variants { get; init; } = [];

    /// <summary>Where it lies.</summary>
    public string? Url { get; init; }

    /// <summary>Whether it has a <c>.treeinfo</c>, which then must match.</summary>
    public bool HasTreeInfo { get; init; }

    /// <summary>Regular expressions for the fields of <c>.treeinfo</c>; null: anything matches.</summary>
    public string? TreeInfoFamily { get; init; }

    public string? TreeInfoVariant { get; init; }
    public string? TreeInfoVersion { get; init; }
    public string? TreeInfoArch { get; init; }

    /// <summary>Paths below <see cref="Url"/>.</summary>
    public string? Kernel { get; init; }

    public string? Initrd { get; init; }
    public string? BootIso { get; init; }
}
