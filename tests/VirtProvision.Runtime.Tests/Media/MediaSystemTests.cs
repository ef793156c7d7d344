using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Media;
using VirtProvision.Runtime.Media;
using VirtProvision.Runtime.Osinfo;

namespace VirtProvision.Runtime.Tests.Media;

/// <summary>What a tree tells of itself is enough for the machine's osinfo-db to know its system, and what that knows is enough to find a kernel.</summary>
public sealed class MediaSystemTests
{
    private readonly OsDatabase _database = new(OsDatabaseFolders.FromEnvironment());
    private readonly DiagnosticBag _diagnostics = [];

    [SkippableTheory]
    [InlineData("fakefedoratree", "fedora17", "vmlinuz")]
    [InlineData("fakerhel6tree", "rhel6.0", "vmlinuz")]
    [InlineData("fake-fedora17-tree.iso", "fedora17", "vmlinuz")]
    [InlineData("fake-f26-netinst.iso", "fedora26", "vmlinuz")]
    [InlineData("fake-centos65-label.iso", "centos6.5", "vmlinuz")]
    [InlineData("fake-win7.iso", "win7", null)]
    [InlineData("fake-no-osinfo.iso", null, null)]
    public async Task A_tree_has_a_system_and_a_kernel(string name, string? system, string? kernel)
    {
        Skip.If(MediaFolder.FakeMedia is null, "There are no media beside this checkout.");
        Skip.If(_database.IsEmpty, "osinfo-db is not installed.");
        await using var source = await InstallSource.OpenAsync(new InstallLocation(Path.Combine(MediaFolder.FakeMedia, name), null), _diagnostics, default);

        var detected = _database.DetectTree(source!.Clues);
        var tree = await source.FindTreeAsync(
            new TreeQuery("x86_64") { FromOsinfo = detected?.Media is { Kernel: { } osKernel, Initrd: { } osInitrd } ? new BootFiles(osKernel, osInitrd) : null }, _diagnostics, default);

        Assert.Equal((system, kernel), (detected?.Os.ShortId, tree?.Kernel.Name));
        Assert.Equal(kernel is null ? ["VP8113"] : [], _diagnostics.Select(static finding => finding.Code));
    }

    [SkippableFact]
    public async Task An_unpacked_network_installer_is_Debian_by_its_version_file()
    {
        Skip.If(_database.IsEmpty, "osinfo-db is not installed.");
        using var folder = new MediaFolder();
        folder.Write("version.info", "Debian version:  11 (bullseye)\nInstaller build: 20210731\n");
        folder.Write("debian-installer/amd64/linux", "kernel");
        folder.Write("debian-installer/amd64/initrd.gz", "initrd");
        await using var source = await InstallSource.OpenAsync(new InstallLocation(folder.Path, null), _diagnostics, default);

        Assert.Equal("debian11", _database.DetectTree(source!.Clues)?.Os.ShortId);
        Assert.Equal("linux", (await source.FindTreeAsync(new TreeQuery("x86_64"), _diagnostics, default))!.Kernel.Name);
    }
}
