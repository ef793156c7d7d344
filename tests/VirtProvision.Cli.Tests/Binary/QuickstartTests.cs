using System.Xml.Linq;
using VirtProvision.Testing;

namespace VirtProvision.Cli.Tests.Binary;

/// <summary>The README's first five minutes, word for word.</summary>
public sealed class QuickstartTests
{
    private static readonly string s_folder = Path.Combine(RepositoryPaths.Root, "examples", "quickstart");
    private static readonly string s_script = Path.Combine(s_folder, "run.sh");

    [SkippableFact]
    public async Task From_nothing_to_a_guest_that_says_hello_and_back()
    {
        NativeBinary.SkipWithoutHost();
        var before = await HostAsync();
        Skip.If(before.Any(static line => line.Contains("quickstart", StringComparison.Ordinal)), "Somebody's quickstart is on this host.");
        try
        {
            var up = await NativeBinary.RunProgramAsync("bash", s_script);
            Assert.True(up.ExitCode == 0, up.Error);
            Assert.Matches(@"quickstart: hello from web01 \(Linux 6\.1\.[^)]*\): \d+ MiB of memory, disk vda of 64 MiB, eth0 10\.186\.53\.10/24\s*$", up.Out);
            Assert.Contains("No changes. The host matches the specs.", up.Out, StringComparison.Ordinal);

            var plan = await NativeBinary.RunAsync("plan", "--detailed-exitcode", s_folder);
            Assert.True(plan.ExitCode == 0, plan.Out + plan.Error);

            await MemoryIsDoubledAsync();
        }
        finally
        {
            var down = await NativeBinary.RunProgramAsync("bash", s_script, "--down");
            Assert.True(down.ExitCode == 0, down.Out + down.Error);
        }

        // Others may come and go on the host meanwhile; nothing of ours stays.
        Assert.DoesNotContain(await HostAsync(), static line => line.Contains("quickstart", StringComparison.Ordinal));
    }

    private static async Task MemoryIsDoubledAsync()
    {
        var copy = Directory.CreateTempSubdirectory("vp-quickstart-").FullName;
        try
        {
            foreach (var file in Directory.GetFiles(s_folder, "*.yaml"))
            {
                var text = await File.ReadAllTextAsync(file);
                await File.WriteAllTextAsync(Path.Combine(copy, Path.GetFileName(file)), text.Replace("memory: 256MiB", "memory: 512MiB", StringComparison.Ordinal));
            }

            var plan = await NativeBinary.RunAsync("plan", "--detailed-exitcode", copy);
            Assert.True(plan.ExitCode == 2, plan.Out + plan.Error);
            Assert.Matches(@"~ memory: 256MiB → 512MiB +next-boot", plan.Out);

            var apply = await NativeBinary.RunAsync("apply", "--yes", copy);
            Assert.True(apply.ExitCode == 0, apply.Out + apply.Error);
            Assert.Equal("running", (await NativeBinary.RunProgramAsync("virsh", "domstate", "quickstart")).Out.Trim());
            var inactive = XElement.Parse((await NativeBinary.RunProgramAsync("virsh", "dumpxml", "--inactive", "quickstart")).Out);
            Assert.Equal("524288", inactive.Element("memory")!.Value);

            var after = await NativeBinary.RunAsync("plan", "--detailed-exitcode", copy);
            Assert.True(after.ExitCode == 0, after.Out + after.Error);
            Assert.Contains("pending restart", after.Out, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static async Task<string[]> HostAsync() =>
        (await NativeBinary.RunProgramAsync(
            "bash", "-c", "virsh list --all --name; virsh net-list --all; virsh pool-list --all; ls -A /var/lib/libvirt/images /var/lib/libvirt/boot")).Out.Split('\n');
}
