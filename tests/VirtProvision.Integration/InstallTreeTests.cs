using System.Text;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Media;
using VirtProvision.Runtime.Media;

namespace VirtProvision.Integration;

/// <summary>A real installer's tree: Debian's package debian-installer-12-netboot-amd64.</summary>
public sealed class InstallTreeTests
{
    private const string Tree = "/usr/lib/debian-installer/images/12/amd64/text";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    [SkippableFact]
    public async Task Its_kernel_and_initrd_are_found()
    {
        SkipWithout();
        var diagnostics = new DiagnosticBag();
        await using var source = await InstallSource.OpenAsync(new InstallLocation(Tree, null), diagnostics, default);

        var tree = await source!.FindTreeAsync(new TreeQuery("x86_64"), diagnostics, default);

        Assert.Empty(diagnostics);
        Assert.Equal(("Debian", "linux", "initrd.gz", null), (tree!.Distro, tree.Kernel.Name, tree.Initrd!.Name, tree.UrlArgument));
        var kernel = await HeadAsync(tree.Kernel, 0x206);
        Assert.Equal("HdrS", Encoding.ASCII.GetString(kernel, 0x202, 4)); // Linux's boot protocol
        Assert.Equal([0x1f, 0x8b], await HeadAsync(tree.Initrd, 2)); // gzip
    }

    [SkippableFact]
    public async Task It_boots_from_volumes_and_runs_what_was_injected()
    {
        SkipWithout();
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var diagnostics = new DiagnosticBag();
        await using var source = await InstallSource.OpenAsync(new InstallLocation(Tree, null), diagnostics, default);
        var probe = new InjectedFile(
            "probe",
            "#!/bin/sh\nmount -t devtmpfs dev /dev\necho \"injected: $(cat /answer) $(ls /sbin/debian-installer)\" > /dev/ttyS0\npoweroff -f\n"u8.ToArray(),
            UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var answer = new InjectedFile("answer", "forty-two"u8.ToArray(), InjectedFile.UsualMode);
        var tree = (await source!.FindTreeAsync(new TreeQuery("x86_64"), diagnostics, default))!.WithInjected([probe, answer]);
        var domain = play.Name(ResourceKind.Domain, "vm");
        foreach (var file in tree.Files)
        {
            await UploadAsync(play, file, domain.Name, diagnostics);
        }

        var log = $"{play.Folder}/console.log";
        await play.Host.DefineAsync(domain, $"""
            <domain type='qemu'>
              <name>{domain.Name}</name>
              <memory unit='MiB'>768</memory>
              <os>
                <type arch='x86_64'>hvm</type>
                <kernel>{tree.Kernel.BootPathIn($"{play.Folder}/pool", domain.Name)}</kernel>
                <initrd>{tree.Initrd!.BootPathIn($"{play.Folder}/pool", domain.Name)}</initrd>
                <cmdline>console=ttyS0 quiet rdinit=/probe panic=-1</cmdline>
              </os>
              <features><acpi/></features>
              <on_reboot>destroy</on_reboot>
              <devices><serial type='pty'><log file='{log}' append='off'/></serial></devices>
            </domain>
            """, default);
        await play.Host.StartAsync(domain, default);

        var deadline = DateTime.UtcNow + s_patience;
        while (await play.Host.IsActiveAsync(domain, default))
        {
            Assert.True(DateTime.UtcNow < deadline, $"The guest did not power off within {s_patience}: {await File.ReadAllTextAsync(log)}");
            await Task.Delay(200);
        }

        Assert.Contains("injected: forty-two /sbin/debian-installer", await File.ReadAllTextAsync(log), StringComparison.Ordinal);
        Assert.Empty(diagnostics);
    }

    private static void SkipWithout() => Skip.IfNot(Directory.Exists(Tree), "Debian's installer is not there: apt install debian-installer-12-netboot-amd64.");

    private static async Task UploadAsync(Playground play, InstallFile file, string domain, DiagnosticBag diagnostics)
    {
        var kept = new FileStream($"{play.Folder}/{file.Name}", FileMode.CreateNew, FileAccess.ReadWrite);
        await using (kept)
        {
            await file.CopyToAsync(kept, null, null, diagnostics, default);
            kept.Position = 0;
            var volume = play.Name(ResourceKind.StorageVolume, "x") with { Name = file.VolumeNameFor(domain) };
            await play.Host.CreateVolumeAsync(volume, $"<volume><name>{volume.Name}</name><capacity>{kept.Length}</capacity><target><format type='raw'/></target></volume>", default);
            await play.Host.UploadAsync(volume, kept, sparse: false, null, default);
        }
    }

    private static async Task<byte[]> HeadAsync(InstallFile file, int count)
    {
        await using var content = await file.OpenAsync(default);
        var head = new byte[count];
        await content.ReadExactlyAsync(head);
        return head;
    }
}
