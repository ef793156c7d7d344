using System.Diagnostics;

namespace VirtProvision.Cli.Tests.Binary;

/// <summary>The native binary installs on a real libvirt: guests start from every kind of medium, and an installer shows its first screen on our console.</summary>
public sealed class InstallHostTests : IAsyncLifetime
{
    private const string Installer = "/usr/lib/debian-installer/images/12/amd64/text";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly string _name = $"vpinstall-{Guid.NewGuid():n}"[..16];
    private readonly string _folder = Directory.CreateDirectory($"/var/tmp/vp-install-{Guid.NewGuid():n}").FullName;

    [SkippableTheory]
    [InlineData("pxe", "--pxe", "--network", "user")]
    [InlineData("a CD", "--cdrom", "{folder}/x.iso", "--network", "none")]
    [InlineData("UEFI", "--import", "--boot", "uefi", "--network", "none")]
    public async Task A_guest_starts(string what, params string[] method)
    {
        NativeBinary.SkipWithoutHost();
        Skip.If(what is "UEFI" && !Directory.Exists("/usr/share/OVMF"), "There is no UEFI firmware: apt install ovmf.");
        await File.WriteAllBytesAsync($"{_folder}/x.iso", new byte[1024 * 1024]);

        var run = await NativeBinary.RunAsync(["install", .. Common(), "--disk", "none", "--noautoconsole", .. method.Select(text => text.Replace("{folder}", _folder, StringComparison.Ordinal))]);

        Assert.True(run.ExitCode is 0, run.Error);
        Assert.Equal("running", (await NativeBinary.RunProgramAsync("virsh", "-c", "qemu:///system", "domstate", _name)).Out.Trim());
        var again = await NativeBinary.RunAsync(["install", .. Common(), "--disk", "none", "--import", "--network", "none", "--noautoconsole"]);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains(_name, again.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Debians_installer_shows_its_first_screen()
    {
        NativeBinary.SkipWithoutHost();
        Skip.IfNot(Directory.Exists(Installer), "Debian's installer is not there: apt install debian-installer-12-netboot-amd64.");

        using var process = NativeBinary.Start(
            NativeBinary.Path,
            ["install", .. Common("1024"), "--location", Installer, "--extra-args", "console=ttyS0", "--disk", "none", "--network", "none", "--autoconsole", "text", "--destroy-on-exit"]);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var seen = await ReadUntilAsync(process, "Select a language");
        process.Kill(entireProcessTree: false);
        await process.WaitForExitAsync();

        Assert.True(seen, $"The first screen did not come within {s_patience}. {await error}");
        Assert.DoesNotContain(".virt-provision-", (await NativeBinary.RunProgramAsync("virsh", "-c", "qemu:///system", "vol-list", "default")).Out, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Bad_media_leave_nothing_behind()
    {
        NativeBinary.SkipWithoutHost();
        foreach (var (media, code) in new[] { ("http://127.0.0.1:9/none/", "VP8102"), (_folder, "VP8113"), ("/var/tmp/vp-nowhere.iso", "VP8101") })
        {
            var run = await NativeBinary.RunAsync(["install", .. Common(), "--location", media, "--disk", "none", "--network", "none", "--noautoconsole"]);

            Assert.Equal(1, run.ExitCode);
            Assert.Contains(code, run.Error, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(_name, (await NativeBinary.RunProgramAsync("virsh", "-c", "qemu:///system", "list", "--all", "--name")).Out, StringComparison.Ordinal);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await NativeBinary.RunProgramAsync("virsh", "-c", "qemu:///system", "destroy", _name);
        await NativeBinary.RunProgramAsync("virsh", "-c", "qemu:///system", "undefine", "--nvram", _name);
        Directory.Delete(_folder, recursive: true);
    }

    private string[] Common(string memory = "128") =>
        ["--connect", "qemu:///system", "--name", _name, "--memory", memory, "--osinfo", "generic", "--virt-type", "qemu", "--graphics", "none"];

    private static async Task<bool> ReadUntilAsync(Process process, string text)
    {
        using var limit = new CancellationTokenSource(s_patience);
        var seen = "";
        var buffer = new char[4096];
        try
        {
            while (await process.StandardOutput.ReadAsync(buffer, limit.Token) is > 0 and var read)
            {
                seen = string.Concat(seen.AsSpan(Math.Max(0, seen.Length - 200)), buffer.AsSpan(0, read));
                if (seen.Contains(text, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The patience is over.
        }

        return false;
    }
}
