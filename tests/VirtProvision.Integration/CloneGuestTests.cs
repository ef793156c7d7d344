using System.Text.RegularExpressions;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Kinds;
using VirtProvision.Libvirt;
using VirtProvision.Runtime.Cloning;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Integration;

/// <summary>
/// Clones of a real Debian are machines of their own. Minutes long where the processor has to be emulated, so it runs only when asked for by <c>VP_SLOW=1</c>;
/// the disk is the one that <see cref="CloudInitGuestTests"/> makes.
/// </summary>
public sealed partial class CloneGuestTests
{
    private const string Image = "/var/cache/virt-provision-tests/debian12.qcow2";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(20);

    [SkippableFact]
    public async Task Fresh_clones_have_names_and_keys_of_their_own_and_the_original_is_untouched()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("VP_SLOW") is "1", "Takes minutes: VP_SLOW=1 runs it.");
        Skip.IfNot(File.Exists(Image), $"{Image} is not there: tests/guest/golden-image.sh makes it.");
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var golden = play.Name(ResourceKind.Domain, "golden").Name;
        var disk = $"{play.Folder}/pool/{golden}.qcow2";
        File.Copy(Image, disk);
        File.SetAttributes(disk, FileAttributes.ReadOnly);
        var before = File.GetLastWriteTimeUtc(disk);
        await play.Host.RefreshPoolAsync(play.Pool, default);
        await play.Host.DefineAsync(new(ResourceKind.Domain, golden), $"""
            <domain type='qemu'><name>{golden}</name><memory unit='MiB'>768</memory><os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/></features><cpu mode='maximum'/>
            <devices><disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='{disk}'/><target dev='vda' bus='virtio'/></disk>
            <interface type='user'><model type='virtio'/></interface><serial type='file'><source path='{play.Folder}/{golden}.log'/></serial></devices></domain>
            """, default);

        string[] names = [play.Name(ResourceKind.Domain, "a").Name, play.Name(ResourceKind.Domain, "b").Name];
        var cloner = new DomainCloner(new LibvirtConnector(LibvirtDaemon.Qemu, new LibvirtConnectOptions()), TimeProvider.System, Guid.NewGuid);
        var prepared = await cloner.PrepareAsync(new CloneOrder(golden, null, new CloneRequest { MakesNames = true, Names = [.. names], IsLinked = true, IsFresh = true }), default);
        var result = await cloner.RunAsync(prepared, progress: null, default);
        Assert.True(result.Succeeded, string.Join('\n', prepared.Diagnostics.AddRange(result.Diagnostics)));

        var keys = new List<string>();
        foreach (var name in names)
        {
            await Playground.VirshAsync("start", name);
            keys.Add(await KeyAsync($"{play.Folder}/{name}.log", name));
            await Playground.VirshAsync("destroy", name);
        }

        Assert.Equal(2, keys.Distinct().Count());
        Assert.Equal(before, File.GetLastWriteTimeUtc(disk));
    }

    /// <summary>The guest's SSH host key, once it asks its user to log in under its own name.</summary>
    private static async Task<string> KeyAsync(string console, string name)
    {
        var deadline = DateTime.UtcNow + s_patience;
        while (true)
        {
            var text = File.Exists(console) ? await ReadAsync(console) : "";
            if (text.Contains($"{name} login:", StringComparison.Ordinal) && text.Contains("finished at", StringComparison.Ordinal) && Key().Match(text) is { Success: true } key)
            {
                // What makes the machine ID anew says so.
                Assert.Contains("machine ID", text, StringComparison.Ordinal);
                return key.Groups["key"].Value;
            }

            Assert.True(DateTime.UtcNow < deadline, $"Within {s_patience} {name} did not come up. Its console ends with:\n{text[Math.Max(0, text.Length - 2000)..]}");
            await Task.Delay(1000);
        }
    }

    private static async Task<string> ReadAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }

    [GeneratedRegex(@"ssh-ed25519 (?<key>AAAA\S+)")]
    private static partial Regex Key();
}
