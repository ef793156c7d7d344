using System.Text;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Media;
using VirtProvision.Core.Seeding;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Media;

namespace VirtProvision.Runtime.Tests.Media;

public sealed class InstallSourceTests
{
    private const string Treeinfo = "[general]\nfamily = Fedora\nversion = 39\narch = x86_64\n[images-x86_64]\nkernel = images/vmlinuz\ninitrd = images/initrd.img\n";

    private readonly DiagnosticBag _diagnostics = [];
    private readonly SourceFile _option = new("--location", "the location");

    [SkippableTheory]
    [InlineData("fakefedoratree", "Fedora", "vmlinuz", "initrd.img")]
    [InlineData("fakerhel6tree", "Red Hat Enterprise Linux", "vmlinuz", "initrd.img")]
    [InlineData("fake-fedora17-tree.iso", "Fedora", "vmlinuz", "initrd.img")]
    [InlineData("fake-f26-netinst.iso", "unknown", "vmlinuz", "initrd.img")]
    [InlineData("fake-centos65-label.iso", "unknown", "vmlinuz", "initrd.img")]
    public async Task Media_that_others_made_have_a_kernel(string name, string distro, string kernel, string initrd)
    {
        Skip.If(MediaFolder.FakeMedia is null, "There are no media beside this checkout.");
        await using var source = await OpenAsync(Path.Combine(MediaFolder.FakeMedia, name));

        var tree = await source!.FindTreeAsync(new TreeQuery("x86_64"), _diagnostics, default);

        Assert.Empty(_diagnostics);
        Assert.Equal((distro, kernel, initrd), (tree!.Distro, tree.Kernel.Name, tree.Initrd!.Name));
        Assert.EndsWith("-vmlinuz", tree.Kernel.BootPathIn("/var/lib/libvirt/images/", "web01"));
        Assert.StartsWith("/var/lib/libvirt/images/.virt-provision-", tree.Kernel.BootPathIn("/var/lib/libvirt/images/", "web01"));
        Assert.Equal(tree.Kernel.Length, (await ReadAsync(tree.Kernel)).Length);
    }

    [SkippableTheory]
    [InlineData("fake-win7.iso", "GSP1RMCNULXFRER_EN_DVD", "MICROSOFT CORPORATION")]
    [InlineData("fake-win-multi.iso", "SSS_X64CHK_", "MICROSOFT CORPORATION")]
    [InlineData("fake-centos65-label.iso", "CentOS_6.5_Final", "")]
    [InlineData("fake-f29-live.iso", "Fedora-WS-Live-29", "")]
    public async Task Images_say_what_they_are(string name, string volume, string publisher)
    {
        Skip.If(MediaFolder.FakeMedia is null, "There are no media beside this checkout.");

        var clues = await InstallSource.ReadMediaAsync(new InstallLocation(Path.Combine(MediaFolder.FakeMedia, name), null), _diagnostics, default);

        Assert.Empty(_diagnostics);
        Assert.Equal((volume, publisher), (clues!.VolumeId, clues.PublisherId));
    }

    [Fact]
    public async Task The_same_place_gives_the_same_names_and_another_content_others()
    {
        using var folder = new MediaFolder();
        folder.Write(".treeinfo", Treeinfo);
        folder.Write("images/vmlinuz", "kernel");
        folder.Write("images/initrd.img", "initrd");

        var first = await TreeAsync(folder.Path);
        var second = await TreeAsync(folder.Path + "/");
        folder.Write("images/vmlinuz", "another kernel");
        var third = await TreeAsync(folder.Path);

        Assert.Equal(first!.Kernel.VolumeNameFor("a"), second!.Kernel.VolumeNameFor("a"));
        Assert.NotEqual(first.Kernel.VolumeNameFor("a"), third!.Kernel.VolumeNameFor("a"));
        Assert.NotEqual(first.Kernel.VolumeNameFor("a"), first.Kernel.VolumeNameFor("b"));
        Assert.Equal(first.Initrd!.VolumeNameFor("a"), third.Initrd!.VolumeNameFor("a"));
    }

    [Fact]
    public async Task A_tree_on_a_server_is_recognised_with_few_requests_and_nothing_large_is_fetched()
    {
        await using var server = WebServer.Of((".treeinfo", Encoding.UTF8.GetBytes(Treeinfo)), ("images/vmlinuz", new byte[1000]), ("images/initrd.img", new byte[2000]));
        await using var source = await OpenAsync(server.Url);

        var tree = await source!.FindTreeAsync(new TreeQuery("x86_64"), _diagnostics, default);

        Assert.Equal(["GET /tree/.treeinfo", "HEAD /tree/images/initrd.img", "HEAD /tree/images/vmlinuz"], server.Requests.Order());
        Assert.Equal((1000, 2000), (tree!.Kernel.Length, tree.Initrd!.Length));
        Assert.True(source.IsUrl);
        Assert.Equal(server.Url, source.Location);
        Assert.Equal(Treeinfo, source.Clues.TreeInfo);
        Assert.Equal("inst.repo", tree.UrlArgument);
        Assert.Equal(1000, (await ReadAsync(tree.Kernel)).Length);
    }

    [Fact]
    public async Task A_tree_without_a_kernel_says_what_was_looked_for()
    {
        using var folder = new MediaFolder();
        folder.Write("VERSION", "17");
        folder.Write("readme", "hello");

        Assert.Null(await TreeAsync(folder.Path));

        Expect("VP8113", "Could not find an installable distribution", folder.Path, "images/pxeboot/vmlinuz", "it has VERSION");
    }

    [Fact]
    public async Task A_kernel_that_the_user_names_is_taken_and_one_that_is_missing_named()
    {
        using var folder = new MediaFolder();
        folder.Write("FRIB.IMG", "kernel");
        await using (var source = await OpenAsync(folder.Path))
        {
            Assert.Null(await source!.FindTreeAsync(new TreeQuery("x86_64") { Chosen = new BootFiles("frib.img", "sub/frob.img") }, _diagnostics, default));
            Expect("VP8114", "initrd=sub/frob.img", folder["sub/frob.img"]);
        }

        // Plain ISO 9660 has capitals only.
        var image = folder.Write("plain.iso", SeedImage.Create([SeedFile.Text("FRIB.IMG", "kernel"), SeedFile.Text("FROB.IMG", "initrd")], "CDROM").ToArray());
        await using var iso = await OpenAsync(image);
        var tree = await iso!.FindTreeAsync(new TreeQuery("x86_64") { Chosen = new BootFiles("frib.img", "frob.img") }, [], default);

        Assert.Equal(("frib.img", "frob.img"), (tree!.Kernel.Name, tree.Initrd!.Name));
        Assert.Equal("kernel", Encoding.ASCII.GetString(await ReadAsync(tree.Kernel)));
    }

    [Fact]
    public async Task Another_architecture_is_warned_of()
    {
        using var folder = new MediaFolder();
        folder.Write(".treeinfo", Treeinfo);
        folder.Write("images/vmlinuz", "");
        folder.Write("images/initrd.img", "");
        await using var source = await OpenAsync(folder.Path);

        Assert.NotNull(await source!.FindTreeAsync(new TreeQuery("aarch64"), _diagnostics, default));

        Expect("VP8115", "is for x86_64", "--arch x86_64");
    }

    [Theory]
    [InlineData("nfs:example.com/fake", "VP8109", "NFS URL installs are no longer supported")]
    [InlineData("nfs://example.com/fake", "VP8109", "Mount the export")]
    [InlineData("gopher://example.com/", "VP8108", "\"gopher:\"")]
    [InlineData("/no/such/folder", "VP8101", "/no/such/folder does not exist")]
    [InlineData("http://host.invalid/tree", "VP8102", "there is no host host.invalid")]
    [InlineData("ftp://127.0.0.1:1/tree", "VP8102", "ftp://127.0.0.1 can't be reached on port 1")]
    public async Task A_location_that_cannot_be_opened_is_told(string location, string code, string says)
    {
        Assert.Null(await OpenAsync(location));

        Expect(code, says);
    }

    [Fact]
    public async Task A_file_that_is_no_image_and_one_that_is_cut_are_told()
    {
        using var folder = new MediaFolder();
        Assert.Null(await OpenAsync(folder.Write("disk.img", new byte[100_000])));
        Expect("VP8112", "neither a folder nor an ISO 9660 image");

        var whole = SeedImage.Create([new SeedFile("a", [.. new byte[50_000]])], "L").ToArray();
        Assert.Null(await OpenAsync(folder.Write("cut.iso", whole[..^10_000])));
        Expect("VP8106", "truncated", "Fetch it again");
        Assert.Null(await OpenAsync(folder.Write("stub.iso", whole[..(17 * 2048)])));
        Expect("VP8106", "truncated");

        var clues = await InstallSource.ReadMediaAsync(new InstallLocation(folder["cut.iso"], _option.Start), _diagnostics, default);
        Assert.Equal("L", clues!.VolumeId);
        Expect("VP8106", "truncated");
    }

    [Fact]
    public async Task Media_of_this_machine_are_of_no_use_to_another()
    {
        Assert.Null(await InstallSource.OpenAsync(new InstallLocation("/tmp", _option.Start) { IsHostLocal = false }, _diagnostics, default));

        Expect("VP8110", "Cannot access install tree on remote connection: /tmp");
    }

    [Fact]
    public async Task A_volume_that_is_no_file_here_is_told_apart_from_a_path_that_is_none()
    {
        var location = new InstallLocation("/pool-dir/some.iso", _option.Start) { IsVolume = static (path, _) => Task.FromResult(path is "/pool-dir/some.iso") };

        Assert.Null(await InstallSource.OpenAsync(location, _diagnostics, default));
        Expect("VP8111", "/pool-dir/some.iso is a volume of the host");
        Assert.Null(await InstallSource.OpenAsync(location with { Text = "/pool-dir/none.iso" }, _diagnostics, default));
        Expect("VP8101", "/pool-dir/none.iso does not exist");
    }

    [Fact]
    public async Task Relative_paths_start_where_they_were_written()
    {
        using var folder = new MediaFolder();
        folder.Write("tree/.treeinfo", Treeinfo);

        await using var source = await InstallSource.OpenAsync(new InstallLocation("tree", null) { Folder = folder.Path }, _diagnostics, default);

        Assert.Equal(folder["tree"], source!.Location);
    }

    private async Task<InstallTree?> TreeAsync(string location)
    {
        await using var source = await OpenAsync(location);
        return await source!.FindTreeAsync(new TreeQuery("x86_64"), _diagnostics, default);
    }

    private Task<InstallSource?> OpenAsync(string location) =>
        InstallSource.OpenAsync(new InstallLocation(location, _option.Start) { Limits = new MediaLimits { Answer = TimeSpan.FromSeconds(5) } }, _diagnostics, default);

    private void Expect(string code, params string[] parts)
    {
        var last = _diagnostics.Last();
        Assert.Equal(code, last.Code);
        Assert.Equal("--location:1:1", last.Span.ToString());
        Assert.All(parts, part => Assert.Contains(part, last.Detail, StringComparison.Ordinal));
    }

    private static async Task<byte[]> ReadAsync(InstallFile file)
    {
        await using var stream = await file.OpenAsync(default);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }
}
