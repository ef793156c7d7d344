using System.Collections.Immutable;
using VirtProvision.Core.Media;
using Xunit;

namespace VirtProvision.Core.Tests.Media;

public sealed class TreeLayoutsTests
{
    private const string Fedora = "[general]\nfamily = Fedora\nversion = 39\narch = x86_64\n[images-x86_64]\nkernel = images/pxeboot/vmlinuz\ninitrd = images/pxeboot/initrd.img\n[images-xen]\nkernel = images/xen/vmlinuz\ninitrd = images/xen/initrd.img\n";
    private const string Rhel6 = "[general]\nfamily = Red Hat Enterprise Linux\nversion = 6.0\narch = x86_64\n[images-x86_64]\nkernel = k\ninitrd = i\n";
    private const string Leap = "[general]\nname = openSUSE Leap 15.4\nfamily = openSUSE Leap\nversion = 15.4\narch = x86_64\n";
    private const string Manifest = "netboot/debian-installer/amd64/linux -- kernel image for netboot\n";
    private const string UbuntuManifest = "netboot/ubuntu-installer/amd64/linux -- kernel image for netboot\n";

    public static TheoryData<string, string, string, string, string, string> Trees => new()
    {
        // location, marker, its text, guest's arch, distro, first kernel
        { "http://x/f39/", ".treeinfo", Fedora, "x86_64", "Fedora", "images/pxeboot/vmlinuz" },
        { "http://x/rhel/", "treeinfo", Rhel6, "x86_64", "Red Hat Enterprise Linux", "k" },
        { "http://x/rhel/", ".treeinfo", Rhel6, "i686", "Red Hat Enterprise Linux", "k" },
        { "http://x/leap/", ".treeinfo", Leap, "x86_64", "SUSE", "boot/x86_64/loader/linux" },
        { "http://x/13.2/", "content", "CONTENTSTYLE 11\nDISTRO cpe:/o:opensuse:opensuse:13.2,openSUSE\nBASEARCHS i586 x86_64\n", "i686", "SUSE", "boot/i386/loader/linux" },
        { "http://x/13.2/", "content", "DISTRO cpe:/o:opensuse:opensuse:13.2,openSUSE\nBASEARCHS i586 x86_64\n", "x86_64", "SUSE", "boot/x86_64/loader/linux" },
        { "http://x/sles12/", "content", "DISTRO cpe:/o:suse:sles:12,SUSE Linux Enterprise Server 12\nBASEARCHS s390x\n", "s390x", "SUSE", "boot/s390x/linux" },
        { "http://x/sles12/", "content", "DISTRO cpe:/o:suse:sles:12,SUSE Linux Enterprise Server 12\nBASEARCHS ppc64le\n", "ppc64le", "SUSE", "boot/ppc64le/linux" },
        { "http://x/repo/oss/", "media.1/products", "/ openSUSE 20231120-0\n", "x86_64", "SUSE", "boot/x86_64/loader/linux" },
        { "http://d/debian/dists/bookworm/main/installer-amd64/", "current/images/MANIFEST", Manifest, "x86_64", "Debian", "current/images/netboot/debian-installer/amd64/linux" },
        { "http://d/debian/dists/bookworm/main/installer-arm64/", "current/images/MANIFEST", Manifest, "aarch64", "Debian", "current/images/netboot/debian-installer/arm64/linux" },
        { "http://d/debian/dists/bookworm/main/installer-ppc64el", "current/images/MANIFEST", Manifest, "ppc64le", "Debian", "current/images/netboot/debian-installer/ppc64el/vmlinux" },
        { "http://d/debian/dists/bookworm/main/installer-s390x/", "current/images/MANIFEST", Manifest, "s390x", "Debian", "current/images/generic/kernel.debian" },
        { "http://mirror/some/copy/", "current/images/MANIFEST", Manifest, "i686", "Debian", "current/images/netboot/debian-installer/i386/linux" },
        { "https://d-i.debian.org/daily-images/amd64/", "daily/MANIFEST", Manifest, "x86_64", "Debian", "daily/netboot/debian-installer/amd64/linux" },
        { "http://u/ubuntu/dists/focal/main/installer-amd64/", "current/legacy-images/MANIFEST", UbuntuManifest, "x86_64", "Ubuntu", "current/legacy-images/netboot/ubuntu-installer/amd64/linux" },
        { "/iso", ".disk/info", "Debian GNU/Linux 12.4.0 \"Bookworm\" - Official amd64 NETINST with firmware 20231210-17:57", "x86_64", "Debian", "install.amd/vmlinuz" },
        { "/iso", ".disk/info", "Debian GNU/Linux 12.4.0 \"Bookworm\" - Official arm64 NETINST", "aarch64", "Debian", "install.a64/vmlinuz" },
        { "/iso", ".disk/info", "Ubuntu-Server 22.04.3 LTS \"Jammy Jellyfish\" - Release amd64 (20230810)", "x86_64", "Ubuntu", "casper/vmlinuz" },
        { "/usr/lib/debian-installer/images/12/amd64/text", "version.info", "Debian version:  12 (bookworm)\nInstaller build: 20230607\n", "x86_64", "Debian", "debian-installer/amd64/linux" },
        { "http://x/mageia/", "VERSION", "Mageia 9 (Official) - Release Official for x86_64", "x86_64", "Mageia", "isolinux/x86_64/vmlinuz" },
        { "http://x/mageia/", "VERSION", "Mageia 5 Release", "i686", "Mageia", "isolinux/i586/vmlinuz" },
        { "/iso", ".disk/info", "ALT Workstation 10.1 x86_64 build 2022-11-04", "x86_64", "ALT", "syslinux/alt0/vmlinuz" },
        { "http://x/", "VERSION", "1.2.3", "x86_64", "unknown", "images/pxeboot/vmlinuz" },
    };

    [Theory, MemberData(nameof(Trees))]
    public void A_tree_is_known_by_its_marker(string location, string marker, string text, string arch, string distro, string kernel)
    {
        var layout = TreeLayouts.Recognise(Markers((marker, text)), new TreeQuery(arch), location);

        Assert.Equal(distro, layout.Distro);
        Assert.Equal(kernel, layout.Candidates[0].Kernel);
    }

    [Fact]
    public void A_guest_of_xen_gets_xens_kernel_first()
    {
        Assert.Equal("images/xen/vmlinuz", Kernel(Fedora, ".treeinfo"));
        Assert.Equal("current/images/netboot/xen/vmlinuz", Kernel(Manifest, "current/images/MANIFEST"));
        Assert.Equal("boot/x86_64/vmlinuz-xen", Kernel("DISTRO opensuse\nBASEARCHS x86_64\n", "content"));

        static string Kernel(string text, string marker) =>
            TreeLayouts.Recognise(Markers((marker, text)), new TreeQuery("x86_64", IsXen: true), "http://x/").Candidates[0].Kernel;
    }

    [Theory]
    [InlineData("Fedora", "18", "method")]
    [InlineData("Fedora", "19", "inst.repo")]
    [InlineData("Fedora", "Rawhide", "inst.repo")]
    [InlineData("CentOS", "6.5", "method")]
    [InlineData("Red Hat Enterprise Linux", "7.0", "inst.repo")]
    [InlineData("openSUSE Leap", "15.4", "install")]
    public void An_installer_is_told_its_tree_by_the_word_of_its_time(string family, string version, string argument)
    {
        var text = $"[general]\nfamily = {family}\nversion = {version}\n[images-x86_64]\nkernel=k\ninitrd=i\n";

        Assert.Equal(argument, TreeLayouts.Recognise(Markers((".treeinfo", text)), new TreeQuery("x86_64"), "http://x/").UrlArgument);
    }

    [Fact]
    public void What_the_user_names_goes_alone_and_what_osinfo_knows_goes_first()
    {
        var markers = Markers((".treeinfo", Fedora));
        var files = new BootFiles("isolinux/vmlinuz", "isolinux/initrd.img");

        Assert.Equal([files], TreeLayouts.Recognise(markers, new TreeQuery("x86_64") { Chosen = files }, "/t").Candidates.ToArray());
        Assert.Equal(
            [files, new BootFiles("images/pxeboot/vmlinuz", "images/pxeboot/initrd.img")],
            TreeLayouts.Recognise(markers, new TreeQuery("x86_64") { FromOsinfo = files }, "/t").Candidates.ToArray());
    }

    [Theory]
    [InlineData("<html><body>Debian and Ubuntu, SUSE, Mageia</body></html>")]
    [InlineData("# some other text\n")]
    [InlineData("")]
    public void A_server_that_gives_one_page_for_every_path_is_no_tree(string page)
    {
        var markers = Markers([.. TreeMarkers.Paths.Where(static path => path is not ("content" or "VERSION")).Select(path => (path, page))]);

        Assert.Equal("unknown", TreeLayouts.Recognise(markers, new TreeQuery("x86_64"), "http://portal/").Distro);
    }

    [Fact]
    public void Checksums_of_a_treeinfo_are_found_by_path()
    {
        var treeinfo = Treeinfo.Parse("[checksums]\nimages/pxeboot/vmlinuz = sha256:ABCDEF\nother = md5:12\n[general]\nfamily: Fedora\n; comment\n")!;

        Assert.Equal("abcdef", treeinfo.Sha256Of("images/pxeboot/vmlinuz"));
        Assert.Null(treeinfo.Sha256Of("other"));
        Assert.Equal("Fedora", treeinfo.Family);
        Assert.Null(treeinfo.Version);
    }

    private static TreeMarkers Markers(params (string Path, string Text)[] files) =>
        new(files.ToImmutableDictionary(static file => file.Path, static file => file.Text));
}
