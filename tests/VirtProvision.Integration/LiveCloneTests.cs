using System.Xml.Linq;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Cloning;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Integration;

/// <summary>A guest runs on, and writes, while it is cloned: the clone is as its disk was at one moment, and the guest's disk is what it was.</summary>
public sealed class LiveCloneTests
{
    private const byte Before = 0x11;
    private const byte Meanwhile = 0x77;
    private static readonly CloneRequest s_live = new() { MakesNames = true, IsLive = true };

    [SkippableFact]
    public async Task A_running_guest_is_cloned_as_it_was_at_one_moment_and_writes_on()
    {
        await using var play = await StartAsync(withGuest: true);
        var paths = await DiskPathsAsync(play);
        var clone = play.Name(ResourceKind.Domain, "vm-clone").Name;
        var prepared = await PrepareAsync(play, s_live);
        var result = await Cloner.RunAsync(prepared, new OnText("copying", () => Write(play, Meanwhile)), default);

        Assert.True(result.Succeeded, string.Join('\n', result.Diagnostics));
        Assert.Equal(["VP8330"], result.Diagnostics.Select(static finding => finding.Code));
        await MustBeWellAsync(play, paths);
        Assert.Equal("running", (await Playground.VirshAsync("domstate", Vm(play))).Trim());
        Assert.Equal("", (await Playground.VirshAsync("snapshot-list", "--name", Vm(play))).Trim());
        await MustHoldAsync($"{play.Folder}/pool/{clone}.qcow2", Before);

        await Playground.VirshAsync("destroy", Vm(play));
        await MustHoldAsync($"{play.Folder}/pool/{Vm(play)}.qcow2", Meanwhile);
        Assert.Equal("running", await BootsAsync(clone));
    }

    [SkippableFact]
    public async Task A_failure_while_it_is_copied_leaves_the_original_as_it_was()
    {
        await using var play = await StartAsync();
        var paths = await DiskPathsAsync(play);
        var lost = play.Name(ResourceKind.StoragePool, "lost");
        await play.Host.DefineAsync(lost, $"<pool type='dir'><name>{lost.Name}</name><target><path>{play.Folder}/lost</path></target></pool>", default);
        await play.Host.BuildPoolAsync(lost, default);
        await play.Host.StartAsync(lost, default);
        var prepared = await PrepareAsync(play, new CloneRequest { IsLive = true, Names = [$"{play.Prefix}-x"], Files = [$"{play.Folder}/lost/x.qcow2"] });
        Directory.Delete($"{play.Folder}/lost", recursive: true);

        var result = await Cloner.RunAsync(prepared, null, default);

        Assert.False(result.Succeeded);
        await MustBeWellAsync(play, paths);
        Assert.DoesNotContain($"{play.Prefix}-x", await Playground.VirshAsync("list", "--all", "--name"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_run_that_is_stopped_brings_the_disk_back_and_leaves_no_clone()
    {
        await using var play = await StartAsync();
        var paths = await DiskPathsAsync(play);
        using var stop = new CancellationTokenSource();
        var prepared = await PrepareAsync(play, s_live);

        var result = await Cloner.RunAsync(prepared, new OnText("copying", stop.Cancel), stop.Token);

        Assert.False(result.Succeeded);
        await MustBeWellAsync(play, paths);
        Assert.DoesNotContain($"{Vm(play)}-clone", await Playground.VirshAsync("list", "--all", "--name"), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_killed_run_left_is_told_and_the_next_brings_it_back(bool isRunning)
    {
        await using var play = await StartAsync();
        var paths = await DiskPathsAsync(play);
        var disk = paths.Split(' ')[0];

        // As a run leaves it that was killed: nobody is behind its mark any more.
        await Playground.VirshAsync("snapshot-create-as", Vm(play), "--disk-only", "--no-metadata", "--atomic", "--diskspec", $"vda,file={disk}.virtprovision-live");
        await Write(play, Meanwhile);
        if (!isRunning)
        {
            await Playground.VirshAsync("destroy", Vm(play));
        }

        var told = await Cloner.PrepareAsync(new CloneOrder(Vm(play), null, s_live), default);
        Assert.Equal(["VP8327"], told.Diagnostics.Select(static finding => finding.Code));

        Assert.Equal(["VP8328"], (await Cloner.ReturnAsync(Vm(play), null, default)).Select(static finding => finding.Code));
        Assert.Equal(isRunning, await play.Host.IsActiveAsync(play.Name(ResourceKind.Domain, "vm"), default));
        if (isRunning)
        {
            await MustBeWellAsync(play, paths);
            await Playground.VirshAsync("destroy", Vm(play));
        }

        await MustHoldAsync(disk, Meanwhile);
        Assert.Equal([disk], Directory.GetFiles($"{play.Folder}/pool"));
        Assert.Empty(await Cloner.ReturnAsync(Vm(play), null, default));
    }

    [SkippableFact]
    public async Task A_disk_that_another_run_holds_is_left_to_it()
    {
        await using var play = await StartAsync();
        using var mark = new RunMark();
        var disk = (await DiskPathsAsync(play)).Split(' ')[0];
        await Playground.VirshAsync("snapshot-create-as", Vm(play), "--disk-only", "--no-metadata", "--atomic", "--diskspec", $"vda,file={disk}.{mark.Name}.virtprovision-live");

        Assert.Equal(["VP8326"], (await Cloner.PrepareAsync(new CloneOrder(Vm(play), null, s_live), default)).Diagnostics.Select(static finding => finding.Code));
        Assert.Equal(["VP8326"], (await Cloner.ReturnAsync(Vm(play), null, default)).Select(static finding => finding.Code));
    }

    [SkippableFact]
    public async Task Without_live_a_running_original_is_refused_and_layers_upon_it_always()
    {
        await using var play = await StartAsync();
        Assert.Equal(["VP8403"], (await Cloner.PrepareAsync(new CloneOrder(Vm(play), null, s_live with { IsLive = false }), default)).Diagnostics.Select(static finding => finding.Code));
        Assert.Equal(["VP8333"], (await Cloner.PrepareAsync(new CloneOrder(Vm(play), null, s_live with { IsLinked = true }), default)).Diagnostics.Select(static finding => finding.Code));
    }

    private static DomainCloner Cloner => new(new LibvirtConnector(LibvirtDaemon.Qemu, new Libvirt.LibvirtConnectOptions()), TimeProvider.System, Guid.NewGuid);

    private static string Vm(Playground play) => play.Name(ResourceKind.Domain, "vm").Name;

    private static async Task<PreparedClones> PrepareAsync(Playground play, CloneRequest request)
    {
        var prepared = await Cloner.PrepareAsync(new CloneOrder(Vm(play), null, request), default);
        Assert.False(prepared.HasErrors, string.Join('\n', prepared.Diagnostics));
        return prepared;
    }

    /// <summary>A guest that is up, with a disk of 64 MiB whose second MiB is known.</summary>
    private static async Task<Playground> StartAsync(bool withGuest = false)
    {
        if (withGuest)
        {
            TestGuest.SkipWithout();
        }

        Skip.IfNot(File.Exists("/usr/bin/qemu-io"), "qemu-io is not installed.");
        var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        await Playground.VirshAsync("vol-create-as", play.Pool.Name, $"{Vm(play)}.qcow2", "64M", "--format", "qcow2");
        await RunAsync("qemu-io", "-c", $"write -q -P {Before} 1M 1M", $"{play.Folder}/pool/{Vm(play)}.qcow2");
        var specs = new SpecFolder($"{play.Folder}/specs");
        specs.Write($$"""
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: {{Vm(play)}}}
            spec:
              type: qemu
              memory: 128MiB
              disks: [{path: {{play.Folder}}/pool/{{Vm(play)}}.qcow2, format: qcow2, bus: virtio}]
            {{(withGuest ? TestGuest.Boot(play) : "")}}
              running: true
            """);
        await specs.MustApplyAsync();
        if (withGuest)
        {
            await TestGuest.WaitAsync(play);
        }

        return play;
    }

    // As the guest would: through the device that QEMU gives it.
    private static Task<string> Write(Playground play, byte pattern) =>
        Playground.VirshAsync("qemu-monitor-command", Vm(play), "--hmp", $"qemu-io -d /machine/peripheral/virtio-disk0/virtio-backend \"write -P {pattern} 1M 1M\"");

    private static async Task<string> DiskPathsAsync(Playground play)
    {
        var views = await Task.WhenAll(Playground.VirshAsync("dumpxml", Vm(play)), Playground.VirshAsync("dumpxml", "--inactive", Vm(play)));
        return string.Join(' ', views.Select(static xml => XElement.Parse(xml).Element("devices")!.Element("disk")!.Element("source")!.Attribute("file")!.Value));
    }

    /// <summary>The guest runs on its own disk, and so it will after its next start; nothing of the run is left.</summary>
    private static async Task MustBeWellAsync(Playground play, string paths)
    {
        Assert.Equal(paths, await DiskPathsAsync(play));
        Assert.DoesNotContain(Directory.GetFiles($"{play.Folder}/pool"), static file => file.Contains("virtprovision-", StringComparison.Ordinal));
        Assert.Equal("running", (await Playground.VirshAsync("domstate", Vm(play))).Trim());
    }

    private static Task MustHoldAsync(string image, byte pattern) => RunAsync("qemu-io", "-r", "-c", $"read -P {pattern} 1M 1M", image);

    private static async Task<string> BootsAsync(string domain)
    {
        await Playground.VirshAsync("start", domain);
        return (await Playground.VirshAsync("domstate", domain)).Trim();
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode is 0 && !output.Contains("verification failed", StringComparison.Ordinal), output + await errors);
    }

    private sealed class OnText(string text, Action act) : IProgress<ApplyProgress>
    {
        public OnText(string text, Func<Task<string>> act)
            : this(text, () => act().GetAwaiter().GetResult())
        {
        }

        public void Report(ApplyProgress value)
        {
            if (value.Text == text)
            {
                act();
            }
        }
    }
}
