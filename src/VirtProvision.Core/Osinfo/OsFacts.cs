namespace VirtProvision.Core.Osinfo;

/// <summary>
/// One operating system as osinfo-db describes it, what it inherits from others already resolved (https://libosinfo.org).
/// In <c>defaults.yaml</c> it is <c>os</c>.
/// </summary>
public sealed partial record OsFacts
{
    /// <summary>The first of <see cref="ShortIds"/>: <c>fedora39</c>. A new domain is named after it.</summary>
    public required string ShortId { get; init; }

    /// <summary>The URL that identifies it: <c>http://fedoraproject.org/fedora/39</c>; it goes into the domain's metadata, unless it <see cref="IsGeneric"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Its name for people: <c>Fedora Linux 39</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Every short id, e.g. <c>debian11</c> and <c>debianbullseye</c>.</summary>
    public ImmutableArray<string> ShortIds { get; init; } = [];

    /// <summary>The kind of kernel: <c>linux</c>, <c>winnt</c>, <c>freebsd</c>, <c>solaris</c> …</summary>
    public string? Family { get; init; }

    /// <summary>The distribution: <c>fedora</c>, <c>rhel</c>, <c>debian</c>, <c>win</c> …</summary>
    public string? Distro { get; init; }

    public string? Version { get; init; }
    public string? Codename { get; init; }
    public string? Vendor { get; init; }

    /// <summary>Nothing in particular is known of it; a domain isn't named after it.</summary>
    public bool IsGeneric { get; init; }

    public DateOnly? ReleaseDate { get; init; }
    public DateOnly? EndOfLife { get; init; }

    /// <summary><c>snapshot</c>, <c>prerelease</c>, <c>released</c> or <c>rolling</c>; null: released.</summary>
    public string? ReleaseStatus { get; init; }

    /// <summary>Ids and short ids of all that it derives from or clones, however far.</summary>
    public ImmutableHashSet<string> Ancestors { get; init; } = [];

    /// <summary>Ids of the devices that it has drivers for: <c>http://pcisig.com/pci/1af4/1041</c>, <c>http://qemu.org/chipset/x86/q35</c>.</summary>
    public ImmutableHashSet<string> Devices { get; init; } = [];

    /// <summary>What it needs and should have, per architecture.</summary>
    public ImmutableArray<OsResources> Resources { get; init; } = [];

    /// <summary>Which firmware it boots with, as far as stated.</summary>
    public ImmutableArray<OsFirmware> Firmware { get; init; } = [];

    /// <summary>Its editions.</summary>
    public ImmutableArray<OsVariant> Variants { get; init; } = [];

    /// <summary>Its installation and live images.</summary>
    public ImmutableArray<OsMedia> Medias { get; init; } = [];

    /// <summary>Its installation trees.</summary>
    public ImmutableArray<OsTree> Trees { get; init; } = [];

    /// <summary>Disk images of it, ready to boot.</summary>
    public ImmutableArray<OsImage> Images { get; init; } = [];

    /// <summary>Drivers that somebody offers for devices that it doesn't know by itself.</summary>
    public ImmutableArray<OsDriver> Drivers { get; init; } = [];

    /// <summary>Ids of the scripts that install it unattended; the database has them.</summary>
    public ImmutableArray<string> InstallScripts { get; init; } = [];

    /// <summary>The kernel argument that tells its installer where the tree is: <c>inst.repo</c>, <c>method</c>, <c>install</c>; null: none is needed.</summary>
    public string? KernelUrlArgument { get; init; }

    /// <summary>The user that its cloud images log in: <c>fedora</c>.</summary>
    public string? CloudImageUsername { get; init; }

    public bool IsWindows => Family is "winnt" or "win9x" or "win16";

    /// <summary>Whether it has a driver for a PCI device, by hexadecimal vendor and product: <c>1af4</c>, <c>1041</c>.</summary>
    public bool HasDevice(string vendor, string product) => Devices.Contains($"http://pcisig.com/pci/{vendor}/{product}");

    /// <summary>Whether it has a driver for the device with this id.</summary>
    public bool HasDevice(string id) => Devices.Contains(id);

    /// <summary>Whether it is the system with this id or short id, or derives from it.</summary>
    public bool DerivesFrom(string idOrShortId) => Id == idOrShortId || ShortIds.Contains(idOrShortId) || Ancestors.Contains(idOrShortId);

    /// <summary>Where its installation tree for an architecture lies, or null when the database knows none.</summary>
    /// <param name="profile">What is to be installed: <c>jeos</c> takes the tree of the server edition, <c>desktop</c> that of the workstation; else the most general one.</param>
    public string? TreeUrl(string arch, string? profile = null)
    {
        var edition = profile switch { "jeos" => "Server", "desktop" => "Workstation", null or "" => "Everything", _ => profile };
        var trees = Trees.Where(tree => tree.Arch == arch && tree.Url is not null).ToList();
        var fitting = trees.Find(tree => tree.Variants.Any(id => Variants.Any(variant => variant.Id == id && variant.Name.Contains(edition, StringComparison.Ordinal))));
        return (fitting ?? trees.LastOrDefault())?.Url;
    }

    /// <summary>The same with the devices of those drivers that an unattended installation installs together with it; only Windows has any.</summary>
    /// <param name="arch">The guest's.</param>
    public OsFacts WithPreInstallableDrivers(string arch) => this with
    {
        Devices = Devices.Union(Drivers.Where(driver => driver.Arch == arch && driver.IsPreInstallable).SelectMany(static driver => driver.Devices)),
    };
}
