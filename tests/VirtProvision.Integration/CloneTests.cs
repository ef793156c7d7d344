using System.Security.Cryptography;
using System.Xml.Linq;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt;
using VirtProvision.Runtime.Cloning;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Integration;

/// <summary>Clones on the real libvirtd: what they share, what they have of their own, and that nothing half made stays.</summary>
public sealed class CloneTests
{
    private static readonly CloneRequest s_auto = new() { MakesNames = true };

    [SkippableFact]
    public async Task A_full_clone_has_a_sparse_copy_named_by_rule_and_an_identity_of_its_own()
    {
        await using var play = await GoldenAsync();
        var result = await CloneAsync(play, s_auto);

        var image = $"{play.Folder}/pool/{Golden(play)}-clone.qcow2";
        var clone = await XmlAsync(play, "golden-clone");
        Assert.Equal(image, clone.Descendants("source").First().Attribute("file")!.Value);
        Assert.Equal(await ContentAsync(play, "golden"), await ContentAsync(play, "golden-clone"));
        Assert.True(new FileInfo(image).Length < 4 << 20, "The copy of 1 MiB in an image of 64 MiB is not sparse.");
        Assert.True(result.Succeeded);

        var golden = await XmlAsync(play, "golden");
        Assert.NotEqual(golden.Element("uuid")!.Value, clone.Element("uuid")!.Value);
        Assert.NotEqual(golden.Descendants("mac").Single().ToString(), clone.Descendants("mac").Single().ToString());
        Assert.Equal("-1", clone.Descendants("graphics").Single().Attribute("port")!.Value);
        Assert.Empty(Signs(play));
    }

    [SkippableFact]
    public async Task Layers_stand_on_the_original_and_leave_it_as_it_is()
    {
        await using var play = await GoldenAsync();
        var before = await HashAsync(Image(play, "golden"));
        play.Name(ResourceKind.Domain, "web-1");
        play.Name(ResourceKind.Domain, "web-2");
        play.Name(ResourceKind.Domain, "web-3");
        await CloneAsync(play, s_auto with { Names = [$"{play.Prefix}-web-{{index}}"], Count = 3, IsLinked = true });

        foreach (var name in new[] { "web-1", "web-2", "web-3" })
        {
            var volume = XElement.Parse(await Playground.VirshAsync("vol-dumpxml", "--pool", play.Pool.Name, $"{play.Prefix}-{name}.qcow2"));
            Assert.Equal(Image(play, "golden"), volume.Element("backingStore")!.Element("path")!.Value);
            Assert.Equal("qcow2", volume.Element("backingStore")!.Element("format")!.Attribute("type")!.Value);
            Assert.Equal(await ContentAsync(play, "golden"), await ContentAsync(play, name));
        }

        Assert.Equal(before, await HashAsync(Image(play, "golden")));
    }

    [SkippableFact]
    public async Task A_second_clone_counts_on()
    {
        await using var play = await GoldenAsync();
        play.Name(ResourceKind.Domain, "golden-clone1");
        await CloneAsync(play, s_auto);
        await CloneAsync(play, s_auto);

        Assert.True(File.Exists(Image(play, "golden-clone")));
        Assert.True(File.Exists(Image(play, "golden-clone1")));
    }

    [SkippableFact]
    public async Task A_failure_in_the_middle_leaves_nothing()
    {
        await using var play = await GoldenAsync(secondDisk: true);
        var lost = play.Name(ResourceKind.StoragePool, "lost");
        await play.Host.DefineAsync(lost, $"<pool type='dir'><name>{lost.Name}</name><target><path>{play.Folder}/lost</path></target></pool>", default);
        await play.Host.BuildPoolAsync(lost, default);
        await play.Host.StartAsync(lost, default);
        var prepared = await PrepareAsync(play, new CloneRequest { Names = [play.Name(ResourceKind.Domain, "x").Name], Files = [Image(play, "x"), $"{play.Folder}/lost/x.qcow2"] });
        Directory.Delete($"{play.Folder}/lost", recursive: true);
        var result = await Cloner.RunAsync(prepared, progress: null, default);

        Assert.False(result.Succeeded);
        Assert.Contains(result.Diagnostics, static finding => finding.Code is "VP7001");
        Assert.DoesNotContain($"{play.Prefix}-x", await Playground.VirshAsync("list", "--all", "--name"), StringComparison.Ordinal);
        Assert.Equal([Image(play, "data"), Image(play, "golden")], Directory.GetFiles($"{play.Folder}/pool").Order());
    }

    [SkippableFact]
    public async Task A_run_that_is_stopped_while_it_copies_leaves_nothing()
    {
        await using var play = await GoldenAsync(secondDisk: true);
        using var stop = new CancellationTokenSource();
        var prepared = await PrepareAsync(play, s_auto);
        var progress = new Stopper(stop);
        var result = await Cloner.RunAsync(prepared, progress, stop.Token);

        Assert.False(result.Succeeded);
        Assert.DoesNotContain($"{play.Prefix}-golden-clone", await Playground.VirshAsync("list", "--all", "--name"), StringComparison.Ordinal);
        Assert.Equal([Image(play, "data"), Image(play, "golden")], Directory.GetFiles($"{play.Folder}/pool").Order());
    }

    [SkippableFact]
    public async Task Two_runs_at_once_make_two_clones_or_one_and_an_error_but_never_a_half()
    {
        await using var play = await GoldenAsync();
        play.Name(ResourceKind.Domain, "a");
        play.Name(ResourceKind.Domain, "b");
        var both = await Task.WhenAll(CloneAsync(play, s_auto with { Names = [$"{play.Prefix}-a"] }), CloneAsync(play, s_auto with { Names = [$"{play.Prefix}-b"] }));
        Assert.All(both, static result => Assert.True(result.Succeeded));

        play.Name(ResourceKind.Domain, "same");
        var request = s_auto with { Names = [$"{play.Prefix}-same"] };
        var first = await PrepareAsync(play, request);
        var second = await PrepareAsync(play, request);
        var results = await Task.WhenAll(Cloner.RunAsync(first, null, default), Cloner.RunAsync(second, null, default));

        Assert.Equal(1, results.Count(static result => result.Succeeded));
        Assert.Equal(await ContentAsync(play, "golden"), await ContentAsync(play, "same"));
        Assert.Empty(Signs(play));
    }

    [SkippableFact]
    public async Task Firmware_variables_are_copied_and_their_folder_becomes_no_pool()
    {
        Skip.IfNot(File.Exists("/usr/share/OVMF/OVMF_CODE_4M.fd"), "No UEFI firmware for guests: apt install ovmf.");
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var nvram = Directory.CreateDirectory($"{play.Folder}/nvram").FullName;
        File.Copy("/usr/share/OVMF/OVMF_VARS_4M.fd", $"{nvram}/{Golden(play)}_VARS.fd");
        await File.AppendAllTextAsync($"{nvram}/{Golden(play)}_VARS.fd", "what the guest wrote");
        await DefineAsync(play, "", $"<loader readonly='yes' type='pflash'>/usr/share/OVMF/OVMF_CODE_4M.fd</loader><nvram template='/usr/share/OVMF/OVMF_VARS_4M.fd'>{nvram}/{Golden(play)}_VARS.fd</nvram>");
        play.Name(ResourceKind.Domain, "efi");
        await CloneAsync(play, s_auto with { Names = [$"{play.Prefix}-efi"] });

        Assert.Equal($"{nvram}/{play.Prefix}-efi_VARS.fd", (await XmlAsync(play, "efi")).Descendants("nvram").Single().Value);
        Assert.Equal(await HashAsync($"{nvram}/{Golden(play)}_VARS.fd"), await HashAsync($"{nvram}/{play.Prefix}-efi_VARS.fd"));
        foreach (var pool in (await Playground.VirshAsync("pool-list", "--all", "--name")).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(static name => name.StartsWith("nvram", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain(nvram, await Playground.VirshAsync("pool-dumpxml", pool), StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task A_running_original_is_refused()
    {
        await using var play = await GoldenAsync();
        await Playground.VirshAsync("start", "--paused", Golden(play));
        var prepared = await Cloner.PrepareAsync(new CloneOrder(Golden(play), null, s_auto), default);
        Assert.Equal(["VP8403"], prepared.Diagnostics.Select(static finding => finding.Code));
    }

    [SkippableFact]
    public async Task A_replaced_domain_gives_its_name_away_and_its_disks_stay()
    {
        await using var play = await GoldenAsync();
        var old = play.Name(ResourceKind.Domain, "old");
        await File.WriteAllTextAsync($"{play.Folder}/pool/{old.Name}.qcow2", "its disk");
        await play.Host.RefreshPoolAsync(play.Pool, default);
        await play.Host.DefineAsync(old, $"<domain type='qemu'><name>{old.Name}</name><memory unit='MiB'>32</memory><os><type>hvm</type></os></domain>", default);
        await Playground.VirshAsync("start", "--paused", old.Name);
        await CloneAsync(play, s_auto with { Names = [old.Name], Replaces = true });

        Assert.Equal($"{play.Folder}/pool/{old.Name}-1.qcow2", (await XmlAsync(play, "old")).Descendants("source").First().Attribute("file")!.Value);
        Assert.Equal("its disk", await File.ReadAllTextAsync($"{play.Folder}/pool/{old.Name}.qcow2"));
        Assert.DoesNotContain(old.Name, await Playground.VirshAsync("list", "--name"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_folder_that_is_no_pools_becomes_one()
    {
        await using var play = await Playground.OpenAsync();
        var pool = play.Name(ResourceKind.StoragePool, "loose");
        var folder = Directory.CreateDirectory($"{play.Folder}/{pool.Name}").FullName;
        await File.WriteAllTextAsync($"{folder}/disk.img", "what is on the disk");
        await DefineAsync(play, $"<disk type='file'><driver name='qemu' type='raw'/><source file='{folder}/disk.img'/><target dev='vda'/></disk>", "");
        await CloneAsync(play, s_auto);

        Assert.Equal("what is on the disk", (await File.ReadAllTextAsync($"{folder}/disk-clone.img")).TrimEnd('\0'));
        Assert.Contains(pool.Name, await Playground.VirshAsync("pool-list", "--name"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_image_elsewhere_is_brought_to_the_pool_that_is_asked_for()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        Directory.CreateDirectory($"{play.Folder}/elsewhere");
        await File.WriteAllTextAsync($"{play.Folder}/elsewhere/disk.img", "what is on the disk");
        await DefineAsync(play, $"<disk type='file'><driver name='qemu' type='raw'/><source file='{play.Folder}/elsewhere/disk.img'/><target dev='vda'/></disk>", "");
        play.Name(ResourceKind.Domain, "x");
        await CloneAsync(play, new CloneRequest { Names = [$"{play.Prefix}-x"], Files = [$"{play.Folder}/pool/x.img"], Checks = CheckOptions.All });

        Assert.Equal("what is on the disk", (await File.ReadAllTextAsync($"{play.Folder}/pool/x.img")).TrimEnd('\0'));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_flattened_layer_stands_alone_and_holds_what_it_held(bool isRunning)
    {
        await using var play = await GoldenAsync();
        var web = play.Name(ResourceKind.Domain, "web").Name;
        await CloneAsync(play, s_auto with { Names = [web], IsLinked = true });
        var before = await ContentAsync(play, "web");
        if (isRunning)
        {
            await Playground.VirshAsync("start", "--paused", web);
        }

        var flattener = new DomainFlattener(new LibvirtConnector(LibvirtDaemon.Qemu, new LibvirtConnectOptions()), TimeProvider.System);
        var prepared = await flattener.PrepareAsync([web], [], default);
        Assert.False(prepared.HasErrors, string.Join('\n', prepared.Diagnostics));
        var result = await flattener.RunAsync(prepared, parallelism: 1, progress: null, default);

        Assert.True(result.Succeeded, string.Join('\n', result.Diagnostics));
        Assert.Equal(isRunning, await play.Host.IsActiveAsync(play.Name(ResourceKind.Domain, "web"), default));
        Assert.Null(XElement.Parse(await Playground.VirshAsync("vol-dumpxml", "--pool", play.Pool.Name, $"{web}.qcow2")).Element("backingStore"));
        if (isRunning)
        {
            await Playground.VirshAsync("destroy", web);
        }

        Assert.Equal(before, await ContentAsync(play, "web"));
        Assert.Empty((await flattener.PrepareAsync([web], [], default)).Domains!.Value.Single().Disks);
    }

    [SkippableFact]
    public async Task A_fresh_clone_finds_a_seed_that_names_it()
    {
        await using var play = await GoldenAsync();
        var web = play.Name(ResourceKind.Domain, "web").Name;
        await CloneAsync(play, s_auto with { Names = [web], IsLinked = true, IsFresh = true });

        var disk = (await XmlAsync(play, "web")).Descendants("disk").Last();
        var seed = disk.Element("source")!.Attribute("file")!.Value;
        Assert.Equal(("vdb", "raw"), (disk.Element("target")!.Attribute("dev")!.Value, disk.Element("driver")!.Attribute("type")!.Value));
        var content = System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(seed));
        Assert.Contains("cidata", content, StringComparison.Ordinal);
        Assert.Contains($"local-hostname: {web}", content, StringComparison.Ordinal);
        Assert.Empty(Signs(play));
    }

    private static DomainCloner Cloner => new(new LibvirtConnector(LibvirtDaemon.Qemu, new LibvirtConnectOptions()), TimeProvider.System, Guid.NewGuid);

    private static string Golden(Playground play) => play.Name(ResourceKind.Domain, "golden").Name;

    private static string Image(Playground play, string name) => $"{play.Folder}/pool/{play.Prefix}-{name}.qcow2";

    /// <summary>A stopped domain with an image of 64 MiB, of which 1 MiB is written.</summary>
    private static async Task<Playground> GoldenAsync(bool secondDisk = false)
    {
        var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        play.Name(ResourceKind.Domain, "golden-clone");
        var disks = "";
        foreach (var (name, target) in secondDisk ? new[] { ("golden", "vda"), ("data", "vdb") } : [("golden", "vda")])
        {
            await Playground.VirshAsync("vol-create-as", play.Pool.Name, $"{play.Prefix}-{name}.qcow2", "64M", "--format", "qcow2");
            await RunAsync("qemu-io", "-c", "write -P 0x5a 64k 1M", Image(play, name));
            disks += $"<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='{Image(play, name)}'/><target dev='{target}' bus='virtio'/></disk>";
        }

        await play.Host.RefreshPoolAsync(play.Pool, default);
        await DefineAsync(play, disks, "");
        return play;
    }

    private static Task DefineAsync(Playground play, string disks, string os)
    {
        play.Name(ResourceKind.Domain, "golden-clone");
        return play.Host.DefineAsync(play.Name(ResourceKind.Domain, "golden"), $"""
            <domain type='qemu'><name>{Golden(play)}</name><memory unit='MiB'>32</memory><os><type arch='x86_64' machine='q35'>hvm</type>{os}</os><features><acpi/></features>
            <devices>{disks}<interface type='user'><model type='virtio'/></interface><graphics type='vnc' port='5987' autoport='no'/></devices></domain>
            """, default);
    }

    private static async Task<PreparedClones> PrepareAsync(Playground play, CloneRequest request)
    {
        var prepared = await Cloner.PrepareAsync(new CloneOrder(Golden(play), null, request), default);
        Assert.False(prepared.HasErrors, string.Join('\n', prepared.Diagnostics));
        return prepared;
    }

    private static async Task<CloneResult> CloneAsync(Playground play, CloneRequest request)
    {
        var result = await Cloner.RunAsync(await PrepareAsync(play, request), progress: null, default);
        Assert.True(result.Succeeded, string.Join('\n', result.Diagnostics));
        return result;
    }

    private static async Task<XElement> XmlAsync(Playground play, string name) => XElement.Parse(await Playground.VirshAsync("dumpxml", "--inactive", play.Name(ResourceKind.Domain, name).Name));

    private static IEnumerable<string> Signs(Playground play) => Directory.GetFiles($"{play.Folder}/pool").Where(static file => file.EndsWith(".virtprovision-part", StringComparison.Ordinal));

    /// <summary>What a guest would read from the disk, as a hash.</summary>
    private static async Task<string> ContentAsync(Playground play, string name)
    {
        var raw = $"{play.Folder}/{name}-{Guid.NewGuid():n}.raw";
        await RunAsync("qemu-img", "convert", "-O", "raw", (await XmlAsync(play, name)).Descendants("disk").First().Element("source")!.Attribute("file")!.Value, raw);
        return await HashAsync(raw);
    }

    private static async Task<string> HashAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexString(await SHA256.HashDataAsync(file));
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode is 0, $"{program}: {errors}");
    }

    // Stops the run as soon as the first image is being copied.
    private sealed class Stopper(CancellationTokenSource stop) : IProgress<VirtProvision.Runtime.Applying.ApplyProgress>
    {
        public void Report(VirtProvision.Runtime.Applying.ApplyProgress value)
        {
            if (value.Text is "copying")
            {
                stop.Cancel();
            }
        }
    }
}
