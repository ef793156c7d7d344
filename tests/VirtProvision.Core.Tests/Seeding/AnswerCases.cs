using VirtProvision.Core.Documents;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Seeding;
using VirtProvision.Core.Seeding.Unattended;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Tests.Seeding;

/// <summary>Systems to install unattended, as osinfo-db describes them, and how they are booted.</summary>
internal static class AnswerCases
{
    private static readonly SeedGuest s_guest = new("web01.lab", "4dea22b3-1d52-4a3a-8b1c-6c0f3a3b2f11");

    private static readonly HostLocale s_german = new("de_DE", "de", "Europe/Berlin");

    public static readonly Dictionary<string, string> Texts = new() { ["admin"] = "adm1n \"$;<'\\\n", ["user"] = "us3r\n", ["empty"] = "" };

    public static readonly Dictionary<string, (string Unattended, AnswerSetting Setting)> All = new()
    {
        ["debian12-jeos"] = ("{profile: jeos, adminPasswordFile: admin}", Tree(Debian("12"), "http://ftp.de.debian.org/debian/dists/bookworm/main/installer-amd64/") with { Disk = "vda", Locale = s_german }),
        ["debian12-desktop"] = ("{adminPasswordFile: admin, userPasswordFile: user, userLogin: Alice}", Tree(Debian("12"), null)),
        ["debian-testing"] = ("{profile: jeos}", Tree(System("debian", "testing"), null)),
        ["ubuntu2004-tree"] = ("{profile: jeos, userPasswordFile: user}", Tree(Ubuntu("20.04"), "http://archive.ubuntu.com/ubuntu/dists/focal/main/installer-amd64/") with { KernelPath = "current/legacy-images/netboot/ubuntu-installer/amd64/linux" }),
        ["ubuntu2004-desktop"] = ("{userPasswordFile: user}", Tree(Ubuntu("18.04"), null) with { KernelPath = "casper/vmlinuz" }),
        ["ubuntu2404-casper"] = ("{profile: jeos, userPasswordFile: user, adminPasswordFile: admin}", Tree(System("ubuntu", "24.04"), null) with { KernelPath = "casper/vmlinuz", Locale = s_german }),
        ["ubuntu2204-cd"] = ("{profile: jeos}", Cd(Ubuntu("22.04"))),
        ["fedora39-desktop"] = ("{}", Tree(Fedora("39"), "https://dl.fedoraproject.org/pub/fedora/linux/releases/39/Everything/x86_64/os/") with { HostUser = "bob" }),
        ["fedora17-tree"] = ("{}", Tree(Fedora("17"), "https://archive.fedoraproject.org/17/os/") with { HostUser = "root" }),
        ["fedora26-netinst"] = ("{profile: jeos, adminPasswordFile: admin}", Tree(Fedora("26"), null)),
        ["fedora39-cd"] = ("{userLogin: carol, userPasswordFile: user}", Cd(Fedora("39"))),
        ["silverblue39"] = ("{userPasswordFile: user, adminPasswordFile: admin}", Tree(Silverblue("39"), null)),
        ["rhel9-jeos"] = ("{profile: jeos, adminPasswordFile: admin, regLogin: me}", Tree(Rhel("rhel", "9.3"), "http://mirror/rhel9/") with { Disk = "sda" }),
        ["centos6-desktop"] = ("{userPasswordFile: user}", Tree(Rhel("centos", "6.5"), "http://mirror/centos6/")),
        ["rocky9-without-script"] = ("{profile: jeos}", Tree(System("rocky", "9.2"), null)),
        ["leap155-desktop"] = ("{userPasswordFile: user}", Tree(Suse("opensuse", "15.5"), "http://download.opensuse.org/distribution/leap/15.5/repo/oss/") with { Disk = "vda", Locale = s_german }),
        ["sles15-jeos"] = ("{profile: jeos, adminPasswordFile: admin}", Tree(System("sles", "15.4"), null)),
        ["win7-desktop"] = ("{adminPasswordFile: admin}", Cd(Windows("6.1")) with { HasDrivers = true }),
        ["win11-uefi"] = ("{userPasswordFile: user, userLogin: Bob Smith, productKey: AAAAA-BBBBB-CCCCC-DDDDD-EEEEE}", Cd(System("win", "11.0")) with { IsUefi = true, Locale = s_german }),
        ["win2k22-jeos"] = ("{profile: jeos, adminPasswordFile: admin}", Cd(System("win", "10.0"))),

        ["wrong-solaris"] = ("{}", Cd(System("solaris", "10"))),
        ["wrong-profile"] = ("{profile: FRIBBER}", Tree(Debian("9"), null)),
        ["wrong-no-user-password"] = ("{profile: desktop, adminPasswordFile: admin}", Tree(Debian("9"), null)),
        ["wrong-live"] = ("{}", Cd(Fedora("29")) with { Media = new OsMedia("x86_64") { IsLive = true, IsInstaller = false } }),
        ["wrong-root"] = ("{userLogin: root}", Tree(Fedora("29"), null)),
        ["wrong-login"] = ("{userLogin: \"al;ice\\n\"}", Tree(Fedora("29"), null)),
        ["wrong-preseed-cd"] = ("{profile: jeos, adminPasswordFile: admin}", Cd(Debian("12"))),
        ["wrong-winxp"] = ("{}", Cd(System("win", "5.1") with { Scripts = [new InstallScript("http://microsoft.com/windows/sif/desktop", "desktop")] })),
        ["wrong-key"] = ("{productKey: \"a\\nb\", userPasswordFile: empty}", Cd(Windows("10.0"))),
    };

    public static MappingNode Node(string text) => (MappingNode)YamlDocumentReader.Read(new SourceFile("spec.yaml", text), []).Single();

    public static AnswerSetting Tree(OsWithScripts system, string? url) => Cd(system) with { BootsKernel = true, Url = url };

    public static AnswerSetting Cd(OsWithScripts system) => new(system.System, s_guest, "x86_64") { Scripts = system.Scripts };

    public static OsWithScripts Fedora(string version) => System("fedora", version, "http://fedoraproject.org/fedora/kickstart", "fedora.ks", jeos: "admin-password", desktop: "user-login");

    public static OsWithScripts Windows(string version) =>
        System("win", version, "http://microsoft.com/windows/unattend", "autounattend.xml", jeos: "reg-product-key", desktop: "reg-product-key");

    public static OsWithScripts Debian(string version) => System("debian", version, "http://debian.org/debian/preseed", "preseed.cfg", jeos: "admin-password", desktop: "user-login user-password admin-password");

    private static OsWithScripts Ubuntu(string version) => System("ubuntu", version, "http://ubuntu.com/ubuntu/preseed", "preseed.cfg", jeos: "", desktop: "user-login user-password");

    private static OsWithScripts Rhel(string distro, string version) => System(distro, version, "http://redhat.com/rhel/kickstart", "rhel.ks", jeos: "admin-password", desktop: "user-login");

    private static OsWithScripts Suse(string distro, string version) => System(distro, version, "http://opensuse.org/opensuse/autoyast", "autoinst.xml", jeos: "admin-password", desktop: "user-login");

    private static OsWithScripts Silverblue(string version) => System("fedora", version) with
    {
        Scripts = [new InstallScript("http://fedoraproject.org/silverblue/kickstart/desktop", "desktop") { ExpectedFileName = "silverblue.ks" }],
    };

    private static OsWithScripts System(string distro, string version) =>
        new(new OsFacts { ShortId = distro + version, Id = $"http://{distro}/{version}", Name = $"{distro} {version}", Distro = distro, Version = version, Family = distro is "win" ? "winnt" : "linux" }, []);

    private static OsWithScripts System(string distro, string version, string script, string file, string jeos, string desktop) => System(distro, version) with
    {
        Scripts = [Script(script, "jeos", file, jeos), Script(script, "desktop", file, desktop)],
    };

    private static InstallScript Script(string script, string profile, string file, string required) => new($"{script}/{profile}", profile)
    {
        ExpectedFileName = file,
        Parameters = [.. required.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static name => new InstallScriptParameter(name, IsRequired: true))],
    };
}

/// <summary>A system, and what osinfo-db has to install it.</summary>
internal sealed record OsWithScripts(OsFacts System, ImmutableArray<InstallScript> Scripts);
