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

    /// <summary>Nobody in particular, without a URI and without a daemon: the daemon is started, and the spec is there.</summary>
    [SkippableFact]
    public async Task A_user_s_own_daemon_is_started_when_it_is_needed()
    {
        NativeBinary.SkipWithoutHost();
        var folder = $"/var/tmp/vpit-{Guid.NewGuid().ToString("n")[..8]}";
        Directory.CreateDirectory($"{folder}/run");
        File.Copy(NativeBinary.Path, $"{folder}/virt-provision");
        await File.WriteAllTextAsync($"{folder}/vm.yaml", "{apiVersion: virtprovision/v1, kind: Domain, metadata: {name: mine}, spec: {type: qemu, memory: 64MiB}}");
        try
        {
            await NativeBinary.RunProgramAsync("chown", "--recursive", "nobody", folder);
            var applied = await AsNobodyAsync(folder, "apply", "--yes", $"{folder}/vm.yaml");
            Assert.True(applied.ExitCode == 0, applied.Error);
            var planned = await AsNobodyAsync(folder, "plan", "--detailed-exitcode", $"{folder}/vm.yaml");
            Assert.True(planned.ExitCode == 0, planned.Out + planned.Error);
            Assert.True(File.Exists($"{folder}/.config/libvirt/qemu/mine.xml"));
        }
        finally
        {
            await NativeBinary.RunProgramAsync("sh", "-c", "kill $(cat \"$1\"/run/libvirt/libvirtd.pid) 2>/dev/null; while [ -S \"$1\"/run/libvirt/libvirt-sock ]; do sleep 0.1; done", "sh", folder);
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

    private static Task<CommandRun> AsNobodyAsync(string folder, params string[] args) => NativeBinary.RunProgramAsync(
        "setpriv",
        [
            "--reuid=nobody", "--regid=nogroup", "--clear-groups", "env", "-u", "LIBVIRT_DEFAULT_URI", $"HOME={folder}", $"XDG_RUNTIME_DIR={folder}/run",
            $"{folder}/virt-provision", .. args,
        ]);

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
