using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Seeding;
using VirtProvision.Core.Text;
using VirtProvision.Testing;

namespace VirtProvision.Integration;

/// <summary>
/// A real cloud-init takes our seed: a Debian disk made by <c>tests/guest/golden-image.sh</c> boots with it. Minutes long where the processor has to be emulated,
/// so it runs only when asked for by <c>VP_SLOW=1</c>.
/// </summary>
public sealed class CloudInitGuestTests
{
    private const string Image = "/var/cache/virt-provision-tests/debian12.qcow2";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(20);

    [SkippableFact]
    public async Task A_guest_takes_its_name_and_key_from_the_seed()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("VP_SLOW") is "1", "Takes minutes: VP_SLOW=1 runs it.");
        Skip.IfNot(File.Exists("/usr/bin/qemu-system-x86_64"), "QEMU is not installed.");
        Skip.IfNot(File.Exists(Image) || (Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/debootstrap")), "Only root makes the guest's disk, and debootstrap is needed for it.");
        await RunAsync("/bin/bash", [Path.Combine(RepositoryPaths.Root, "tests", "guest", "golden-image.sh"), Image]);

        byte[] blob = [0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 32, .. RandomNumberGenerator.GetBytes(32)];
        var folder = Directory.CreateTempSubdirectory("vp-cloud-init-");
        try
        {
            var name = $"seeded-{Guid.NewGuid():N}"[..14];
            var options = (MappingNode)YamlDocumentReader.Read(
                new SourceFile("spec.yaml", $"{{userData: {{ssh_authorized_keys: ['ssh-ed25519 {Convert.ToBase64String(blob)} test']}}, metaData: {{}}}}"), []).Single();
            var seed = CloudInitSeed.Create(options, new SeedGuest(name, null), new Dictionary<string, string>(), GeneratedPassword.Create, [])!;
            var cd = Path.Combine(folder.FullName, "seed.iso");
            await File.WriteAllBytesAsync(cd, SeedImage.Create(seed.Files, CloudInitSeed.Label).ToArray());

            // cloud-init shows the keys that may log in as 64 hexadecimal digits with colons.
            var fingerprint = string.Join(':', SHA256.HashData(blob).Select(static value => value.ToString("x2", CultureInfo.InvariantCulture)));
            await BootAsync(cd, Path.Combine(folder.FullName, "console"), $"{name} login:", fingerprint, "finished at", "DataSourceNoCloud");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task BootAsync(string cd, string console, params string[] expected)
    {
        using var guest = Process.Start(new ProcessStartInfo("/usr/bin/qemu-system-x86_64",
        [
            "-accel", "tcg", "-cpu", "max", "-m", "768", "-display", "none", "-nodefaults", "-no-reboot",
            "-drive", $"file={Image},if=virtio,snapshot=on", "-drive", $"file={cd},media=cdrom,readonly=on,format=raw",
            "-netdev", "user,id=net,restrict=on", "-device", "virtio-net-pci,netdev=net", "-serial", $"file:{console}",
        ]) { RedirectStandardInput = true })!;
        try
        {
            var clock = Stopwatch.StartNew();
            string[] missing;
            while ((missing = [.. expected.Except(Seen(console, expected))]).Length > 0)
            {
                Assert.False(guest.HasExited, "The guest ended early.");
                Assert.True(clock.Elapsed < s_patience, $"Within {s_patience} the console did not show: {string.Join(", ", missing)}. It ends with:\n{Tail(console)}");
                await Task.Delay(500);
            }
        }
        finally
        {
            guest.Kill();
            await guest.WaitForExitAsync();
        }
    }

    private static IEnumerable<string> Seen(string console, string[] expected)
    {
        var text = File.Exists(console) ? Encoding.UTF8.GetString(ReadShared(console)) : "";
        return expected.Where(wanted => text.Contains(wanted, StringComparison.Ordinal));
    }

    private static string Tail(string console) => File.Exists(console) && Encoding.UTF8.GetString(ReadShared(console)) is var text ? text[Math.Max(0, text.Length - 2000)..] : "";

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode is 0, errors);
    }
}
