using VirtProvision.Core.Osinfo;
using VirtProvision.Runtime.Osinfo;

namespace VirtProvision.Runtime.Tests.Osinfo;

public sealed class OsDetectionTests
{
    private readonly OsDatabase _database = SampleDatabase.Open();

    [Theory]
    [InlineData("ACME 1.7", "LINUX", 4096L, "acme1")] // a pattern for part of the text
    [InlineData("ACME 12 desk", "LINUX", 2048L, "acme2")] // all patterns and the size; fits better than the pattern of acme1
    [InlineData("ACME 12 desk", "LINUX", 4096L, "acme1")] // another size
    [InlineData("ACME 44", "LINUX", 4096L, "acme-unknown")] // only what stands for the unknown
    [InlineData("OTHER", "LINUX", 4096L, null)]
    public void An_image_is_known_by_its_descriptor(string volume, string system, long size, string? expected) =>
        Assert.Equal(expected, _database.DetectMedia(new MediaClues(volume, system, "", "", size))?.Os.ShortId);

    [Fact]
    public void An_image_may_be_known_by_its_publisher_alone()
    {
        var found = _database.DetectMedia(new MediaClues("", "", "ACME & SONS", "", null));

        Assert.Equal(("acme2", "i686"), (found?.Os.ShortId, found?.Media.Arch));
        Assert.True(found!.Os.HasDevice("1af4", "1000"), "What is inherited belongs to a detected system too.");
    }

    [Fact]
    public void What_states_nothing_matches_nothing() => Assert.False(MediaDetection.Matches(new OsMedia("s390x"), new MediaClues("", "", "", "", 1)));

    [Theory]
    [InlineData("Acme", "1", null, "acme1", 0)]
    [InlineData("Acme", "2", "Server", "acme2", 0)]
    [InlineData("Acme", "2", "Spin", "acme2", 1)]
    [InlineData("Acme", "12", null, "acme-unknown", 0)] // neither 1 nor 2
    public void A_tree_is_known_by_its_treeinfo(string family, string version, string? variant, string expected, int tree)
    {
        var info = $"[general]\nfamily = {family}\nversion = {version}\n{(variant is null ? "" : $"variant = {variant}\n")}arch = x86_64\n";

        var found = _database.DetectTree(new TreeClues("/tree") { TreeInfo = info });

        Assert.Equal((expected, null), (found?.Os.ShortId, found?.Named));
        Assert.Equal(found!.Os.Trees[tree], found.Tree);
    }

    [Theory]
    [InlineData("[general]\nfamily = Fedora\nversion = 30\n", "fedora30", null)]
    [InlineData("[general]\nfamily = Fedora\nversion = 77\n", "fedora-unknown", null)]
    [InlineData("[general]\nfamily = Fedora\nversion = rawhide\n", "fedora-unknown", null)]
    [InlineData("[release]\nname = Red Hat Enterprise Linux\nversion = 8.5\n[tree]\narch = x86_64\n", "rhel8.2", null)]
    [InlineData("[general]\nfamily = CentOS\nversion = 7\n", "centos7.0", "centos7")]
    [InlineData("[general]\nfamily = SUSE Linux Enterprise Server 12 SP1\nversion = 12.3\n", "sles12sp1", null)]
    [InlineData("[general]\nfamily = SUSE Linux Enterprise Server 12\nversion = 12.0\n", "sles12", null)]
    [InlineData("[general]\nfamily = Nobody\nversion = 1\n", null, null)]
    [InlineData("no treeinfo at all", null, null)]
    public void A_tree_that_the_database_does_not_describe_is_known_by_its_family(string treeInfo, string? expected, string? named) =>
        Expect(new TreeClues("http://example.org/tree") { TreeInfo = treeInfo }, expected, named);

    [Theory]
    [InlineData("LABEL SUSE Linux Enterprise Server 12 SP1\nBASEARCHS x86_64\n", "sles12sp1")]
    [InlineData("DISTRO cpe:/o:opensuse:opensuse:13.2,openSUSE\nREPOID obsproduct://x/y/13.2/DVD/i586-x86_64\n", "opensuse13.2")]
    [InlineData("LABEL openSUSE\nVERSION 13.2-0\n", "opensuse13.2")]
    [InlineData("NONSENSE\n", null)]
    public void An_older_SUSE_tree_is_known_by_its_content_file(string content, string? expected) => Expect(new TreeClues("/tree") { SuseContent = content }, expected, named: null);

    [Theory]
    [InlineData("http://deb.example.org/debian/dists/bullseye/main/installer-amd64", "Debian installer", null, "debian11", null)]
    [InlineData("/mnt", null, "Debian GNU/Linux 11.5.0 \"Bullseye\" - Official amd64 DVD", "debian11", null)]
    [InlineData("/mnt", null, "Debian GNU/Linux 12.1.0 \"Bookworm\" - Official amd64 DVD", "debian11", "debian12.1.0")]
    [InlineData("/mnt", null, "Ubuntu-Server 22.04.3 LTS \"Jammy Jellyfish\" - Release amd64", "ubuntu22.04", null)]
    [InlineData("/mnt", "nothing of theirs", null, null, null)]
    public void A_Debian_tree_is_known_by_its_place_or_its_disk_info(string location, string? manifest, string? diskInfo, string? expected, string? named) =>
        Expect(new TreeClues(location) { DebianManifest = manifest, DiskInfo = diskInfo }, expected, named);

    [Theory]
    [InlineData("Debian version:  11 (bullseye)\nInstaller build: 20210731\n", "debian11")]
    [InlineData("Ubuntu version: 22.04 (jammy)\n", "ubuntu22.04")]
    [InlineData("nothing of theirs", null)]
    public void An_unpacked_network_installer_is_known_by_its_version_file(string version, string? expected) =>
        Expect(new TreeClues("/tree") { NetbootVersion = version }, expected, named: null);

    [Theory]
    [InlineData("/ SLES 12.1-0\n", "sles12sp1")]
    [InlineData("/ openSUSE 13.2-0\n", "opensuse13.2")]
    [InlineData("/ something 1.0-0\n", null)]
    public void A_SUSE_tree_without_other_signs_is_known_by_its_products(string products, string? expected) =>
        Expect(new TreeClues("/tree") { SuseProducts = products }, expected, named: null);

    [Fact]
    public void Debians_netboot_files_are_known_by_their_version() =>
        Expect(new TreeClues("/netboot") { NetbootVersion = "Debian version:  11 (bullseye)\nInstaller build: 20230607\n" }, "debian11", named: null);

    [Fact]
    public void A_Mageia_tree_is_known_by_its_version_file() => Expect(new TreeClues("/tree") { VersionFile = "Mageia 5 official release\n" }, "mageia5", named: null);

    [Fact]
    public void A_tree_in_an_image_is_known_by_the_image()
    {
        var found = _database.DetectTree(new TreeClues("/a.iso") { Media = new MediaClues("ACME 1", "", "", "", 1), TreeInfo = "[general]\nfamily = Fedora\nversion = 30\n" });

        Assert.Equal(("acme1", "boot/vmlinuz"), (found?.Os.ShortId, found?.Media?.Kernel));
    }

    private void Expect(TreeClues clues, string? expected, string? named)
    {
        var found = _database.DetectTree(clues);

        Assert.Equal((expected, named), (found?.Os.ShortId, found?.Named));
    }
}
