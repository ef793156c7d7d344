using System.Text.RegularExpressions;

namespace VirtProvision.Core.Media;

/// <summary>
/// Debian and Ubuntu: <c>dists/RELEASE/main/installer-ARCH/</c> of a mirror, a daily build, the unpacked network installer, and installation CDs.
/// https://www.debian.org/releases/stable/amd64/ch05s01
/// </summary>
internal static partial class DebianTrees
{
    public static TreeLayout? Recognise(TreeMarkers markers, TreeQuery query, string location)
    {
        var arch = ArchIn(location) ?? AsDebian(query.Arch);
        if (Manifest(markers) is var (folder, manifest))
        {
            var isUbuntu = manifest.Contains("ubuntu", StringComparison.OrdinalIgnoreCase);
            var family = isUbuntu ? "ubuntu" : "debian";
            return Named(isUbuntu, [.. NetworkKernels(folder, family, arch, query.IsXen)]);
        }

        if (markers[".disk/info"] is { } disk && DiskInfo().Match(disk) is { Success: true } info)
        {
            var isUbuntu = info.Groups["distro"].Value.StartsWith("Ubuntu", StringComparison.Ordinal);
            arch = DiskArch().Match(disk) is { Success: true } named ? named.Value : arch;
            return Named(isUbuntu, [.. isUbuntu ? UbuntuDiscKernels(arch) : DebianDiscKernels(arch, query.IsXen)]);
        }

        return markers["version.info"] is { } version && Netboot().Match(version) is { Success: true } netboot ? Unpacked(netboot, arch) : null;
    }

    private static TreeLayout Named(bool isUbuntu, ImmutableArray<BootFiles> candidates) =>
        new(isUbuntu ? "Ubuntu" : "Debian", candidates);

    private static (string Folder, string Text)? Manifest(TreeMarkers markers)
    {
        foreach (var folder in (ReadOnlySpan<string>)["current/images", "current/legacy-images", "daily"])
        {
            // A server may answer with a page of its own for every path.
            if (markers[folder + "/MANIFEST"] is { } text && ListsInstaller().IsMatch(text))
            {
                return (folder, text);
            }
        }

        return null;
    }

    private static IEnumerable<BootFiles> NetworkKernels(string folder, string family, string arch, bool isXen)
    {
        if (isXen)
        {
            yield return new BootFiles($"{folder}/netboot/xen/vmlinuz", $"{folder}/netboot/xen/initrd.gz");
        }

        if (arch is "s390x")
        {
            yield return new BootFiles($"{folder}/generic/kernel.{family}", $"{folder}/generic/initrd.{family}");
        }

        var kernel = arch is "ppc64el" ? "vmlinux" : "linux";
        yield return new BootFiles($"{folder}/netboot/{family}-installer/{arch}/{kernel}", $"{folder}/netboot/{family}-installer/{arch}/initrd.gz");

        // armhf and its like keep theirs a floor higher.
        yield return new BootFiles($"{folder}/netboot/vmlinuz", $"{folder}/netboot/initrd.gz");
    }

    private static IEnumerable<BootFiles> DebianDiscKernels(string arch, bool isXen)
    {
        var folder = arch switch
        {
            "amd64" => "install.amd",
            "i386" => "install.386",
            "arm64" => "install.a64",
            "armhf" => "install.ahf",
            "riscv64" => "install.r64",
            _ => "install",
        };
        if (isXen)
        {
            yield return new BootFiles($"{folder}/xen/vmlinuz", $"{folder}/xen/initrd.gz");
        }

        if (arch is "s390x")
        {
            yield return new BootFiles("boot/linux_vm", "boot/root.bin");
        }

        yield return arch is "ppc64el" ? new BootFiles($"{folder}/vmlinux", $"{folder}/initrd.gz") : new BootFiles($"{folder}/vmlinuz", $"{folder}/initrd.gz");
        yield return new BootFiles("live/vmlinuz", "live/initrd.img");
    }

    private static IEnumerable<BootFiles> UbuntuDiscKernels(string arch)
    {
        if (arch is "s390x")
        {
            yield return new BootFiles("boot/kernel.ubuntu", "boot/initrd.ubuntu");
        }

        // The server's live installer, the alternate installer, the desktop's live system by age.
        yield return new BootFiles("casper/vmlinuz", "casper/initrd");
        yield return new BootFiles("install/vmlinuz", "install/initrd.gz");
        yield return new BootFiles("install/netboot/ubuntu-installer/amd64/linux", "install/netboot/ubuntu-installer/amd64/initrd.gz");
        yield return new BootFiles("casper/vmlinuz", "casper/initrd.lz");
        yield return new BootFiles("casper/vmlinuz.efi", "casper/initrd.lz");
        yield return new BootFiles("casper/vmlinuz", "casper/initrd.gz");
    }

    // netboot.tar.gz, and Debian's packages debian-installer-N-netboot-ARCH
    private static TreeLayout Unpacked(Match netboot, string arch)
    {
        var isUbuntu = netboot.Groups["distro"].Value is "Ubuntu";
        var family = isUbuntu ? "ubuntu" : "debian";
        return Named(isUbuntu, [new($"{family}-installer/{arch}/linux", $"{family}-installer/{arch}/initrd.gz"), new($"{family}-installer/{arch}/vmlinux", $"{family}-installer/{arch}/initrd.gz")]);
    }

    private static string? ArchIn(string location) => LocationArch().Match(location) is { Success: true } arch ? AsDebian(arch.Groups["arch"].Value) : null;

    private static string AsDebian(string arch) => arch switch
    {
        "x86_64" => "amd64",
        "i486" or "i586" or "i686" => "i386",
        "aarch64" => "arm64",
        "armv7l" => "armhf",
        "armv6l" => "armel",
        "ppc64le" => "ppc64el",
        _ => arch,
    };

    [GeneratedRegex(@"(^|/)netboot/|(^|/)generic/|debian-installer|ubuntu-installer")]
    private static partial Regex ListsInstaller();

    // .../installer-amd64/, .../daily-images/amd64/, debian-12.4.0-amd64-netinst.iso
    [GeneratedRegex(@"(^|[-/_.])(?<arch>amd64|x86_64|i386|arm64|aarch64|armhf|armel|ppc64el|s390x|riscv64|mips64el|mipsel)([-/_.]|$)")]
    private static partial Regex LocationArch();

    [GeneratedRegex(@"^(?<distro>Debian|Ubuntu)\b")]
    private static partial Regex DiskInfo();

    [GeneratedRegex(@"\b(amd64|i386|arm64|armhf|ppc64el|s390x|riscv64)\b")]
    private static partial Regex DiskArch();

    [GeneratedRegex(@"^(?<distro>Debian|Ubuntu) version:", RegexOptions.Multiline)]
    private static partial Regex Netboot();
}
