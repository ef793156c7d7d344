using VirtProvision.Core.Kinds;

namespace VirtProvision.Integration;

/// <summary>A guest that lets go of devices and shuts down when it is asked; made by <c>tests/guest/build.sh</c>.</summary>
internal static class TestGuest
{
    private const string Folder = "/var/lib/libvirt/boot/virt-provision-test-guest";
    private const string IsUp = "test guest: up";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>Members of a domain's spec.</summary>
    public static string Boot(Playground play) => $$"""
          boot: {kernel: {{Folder}}/vmlinuz, initrd: {{Folder}}/initrd, cmdline: "console=ttyS0 quiet panic=-1"}
          serials: [{name: console, type: pty, log: {file: {{Log(play)}}, append: false} }]
        """;

    /// <summary>A domain of its own XML, with more devices than the console.</summary>
    public static string Xml(Playground play, string devices = "") => $"""
        <domain type="qemu"><name>{play.Name(ResourceKind.Domain, "vm").Name}</name><memory unit="MiB">128</memory><vcpu>1</vcpu>
          <os><type arch="x86_64" machine="q35">hvm</type><kernel>{Folder}/vmlinuz</kernel><initrd>{Folder}/initrd</initrd><cmdline>console=ttyS0 quiet panic=-1</cmdline></os>
          <features><acpi/></features>
          <devices><serial type="pty"><log file="{Log(play)}" append="off"/></serial>{devices}</devices></domain>
        """;

    public static void SkipWithout() => Skip.IfNot(File.Exists($"{Folder}/initrd"), "The test guest is not there: tests/guest/build.sh makes it.");

    /// <summary>Until the guest's own program runs: before, it answers to nothing.</summary>
    public static Task WaitAsync(Playground play) => WaitAsync(play, IsUp);

    /// <summary>Until the guest has come up so often.</summary>
    public static Task WaitAsync(Playground play, int times) => WaitAsync(play, IsUp, times);

    /// <summary>Until the console shows a text: <c>test guest: vda 131072</c> when the guest sees a disk, or sees it change.</summary>
    public static async Task WaitAsync(Playground play, string text, int times = 1)
    {
        var deadline = DateTime.UtcNow + s_patience;
        while (!File.Exists(Log(play)) || (await File.ReadAllTextAsync(Log(play))).Split(text).Length <= times)
        {
            Assert.True(DateTime.UtcNow < deadline, $"The guest did not say \"{text}\" within {s_patience}.");
            await Task.Delay(100);
        }
    }

    private static string Log(Playground play) => $"{play.Folder}/{play.Name(ResourceKind.Domain, "vm").Name}-console.log";
}
