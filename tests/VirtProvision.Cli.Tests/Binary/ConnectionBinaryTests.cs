namespace VirtProvision.Cli.Tests.Binary;

/// <summary>What only a whole process shows of connecting.</summary>
public sealed class ConnectionBinaryTests
{
    /// <summary>
    /// Debian 12 packages libvirtd alone, so the modular daemons are a double: a view of /run/libvirt in which libvirtd's sockets have virtqemud's names, and no other is there.
    /// </summary>
    [SkippableFact]
    public async Task A_host_of_modular_daemons_is_found_by_the_sockets_that_it_has()
    {
        NativeBinary.SkipWithoutHost();
        Skip.IfNot(File.Exists("/usr/bin/unshare"), "unshare is not installed.");
        var folder = Directory.CreateTempSubdirectory("vpit-modular-").FullName;
        try
        {
            var modular = await RunAsync(folder, "qemu:///system");
            Assert.True(modular.ExitCode == 0, modular.Error);
            var monolithic = await RunAsync(folder, "qemu:///system?mode=legacy");
            Assert.Equal(1, monolithic.ExitCode);
            Assert.Contains("VP6001", monolithic.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [SkippableTheory]
    [InlineData("qemu+ssh://root:hunter2@127.0.0.1:1/system")]
    [InlineData("qemu+libssh://root:hunter2@127.0.0.1:1/system?nonsense=1")]
    [InlineData("qemu+tcp://root:hunter2@127.0.0.1:1/system")]
    public async Task A_password_in_a_uri_reaches_no_output(string uri)
    {
        NativeBinary.SkipWithout();
        foreach (var format in new[] { "text", "json" })
        {
            var run = await NativeBinary.RunAsync("-c", uri, "-o", format, "lint", "identity");
            Assert.Equal(1, run.ExitCode);
            Assert.DoesNotContain("hunter2", run.Out + run.Error, StringComparison.Ordinal);
            Assert.Contains("VP6004", run.Out + run.Error, StringComparison.Ordinal);
        }
    }

    // The namespace, and all that is mounted in it, ends with the process.
    private static Task<CommandRun> RunAsync(string folder, string uri) => NativeBinary.RunProgramAsync(
        "unshare",
        "--mount",
        "sh",
        "-euc",
        """
        mkdir -p "$1"
        mount --bind /run/libvirt "$1"
        mount -t tmpfs tmpfs /run/libvirt
        ln -s "$1/libvirt-sock" /run/libvirt/virtqemud-sock
        ln -s "$1/libvirt-sock-ro" /run/libvirt/virtqemud-sock-ro
        exec "$2" -c "$3" lint identity
        """,
        "sh",
        Path.Combine(folder, "real"),
        NativeBinary.Path,
        uri);
}
