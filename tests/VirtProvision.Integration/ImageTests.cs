using System.Security.Cryptography;
using VirtProvision.Core.Images;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Images;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Integration;

/// <summary>Images from elsewhere on a real libvirtd: named after their content, disks made from them, guests that see the disk's size.</summary>
public sealed class ImageTests
{
    private const long MiB = 1 << 20;

    [SkippableTheory]
    [InlineData("raw", "raw", "raw")]
    [InlineData("qcow2", "qcow2", "qcow2")]
    [InlineData("vmdk", null, "qcow2")]
    [InlineData("raw", "qcow2", "qcow2")]
    public async Task An_image_is_kept_under_its_digest_converted_where_need_be(string served, string? wanted, string kept)
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var image = await MakeImageAsync(play, served);
        var digest = await DigestAsync(image);
        var specs = new SpecFolder($"{play.Folder}/specs");
        specs.Write(ImageSpec(play, image, $"sha256: '{digest}'", wanted is null ? "" : $"format: {wanted},"));

        var applied = await specs.MustApplyAsync();
        await specs.MustBeUnchangedAsync();

        var id = new ResourceId(ResourceKind.StorageVolume, ImageFormat.VolumeName(digest, kept), play.Pool.Name);
        Assert.Contains(applied.Report!.Outcomes, outcome => outcome.Id == id);
        var xml = await play.Host.ReadXmlAsync(id, XmlView.Inactive, default);
        Assert.Equal(kept, xml!.Element("target")!.Element("format")!.Attribute("type")!.Value);
        Assert.Equal(64 * MiB, (long)xml.Element("capacity")!);
        Assert.Equal("0444", xml.Element("target")!.Element("permissions")!.Element("mode")!.Value);
        Assert.Equal([id.Name], Directory.GetFiles($"{play.Folder}/pool").Select(Path.GetFileName));
        if (served == kept)
        {
            Assert.Equal(digest, await DigestAsync($"{play.Folder}/pool/{id.Name}"));
        }
    }

    [SkippableFact]
    public async Task Disks_grow_from_an_image_and_a_new_one_replaces_nothing()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        play.Name(ResourceKind.Domain, "vm");
        var image = await MakeImageAsync(play, "qcow2");
        var specs = new SpecFolder($"{play.Folder}/specs");
        specs.Write(ImageSpec(play, image, "", "") + $$"""
            ---
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: {{play.Prefix}}-vm}
            spec:
              type: qemu
              memory: 64MiB
              disks:
                - {name: linked, pool: {{play.Pool.Name}}, size: 128MiB, from: {image: debian} }
                - {name: full, pool: {{play.Pool.Name}}, size: 192MiB, from: {image: debian, mode: full} }
            """);
        Assert.Contains((await specs.PlanAsync()).Diagnostics, static finding => finding.Code is "VP3050");
        var library = new ImageLibrary(new WorkspaceOptions { Paths = [specs.Path] }, TimeProvider.System);
        var (locked, _) = await library.UpdateAsync([], null, default);
        Assert.Null(Assert.Single(locked).Before);

        await specs.MustApplyAsync();
        await specs.MustBeUnchangedAsync();

        Assert.Equal(128 * MiB, (await play.Host.ReadVolumeSizeAsync(Volume(play, "linked"), default))!.Capacity);
        Assert.Equal(192 * MiB, (await play.Host.ReadVolumeSizeAsync(Volume(play, "full"), default))!.Capacity);
        var first = ImageFormat.VolumeName(locked[0].After!.Sha256, "qcow2");
        Assert.EndsWith(first, (await play.Host.ReadXmlAsync(Volume(play, "linked"), XmlView.Inactive, default))!.Element("backingStore")!.Element("path")!.Value, StringComparison.Ordinal);
        Assert.Null((await play.Host.ReadXmlAsync(Volume(play, "full"), XmlView.Inactive, default))!.Element("backingStore"));

        // Its publisher has a newer one: known by asking, taken by update, and no domain notices.
        await RunAsync("qemu-img", "resize", "-q", image, "80M");
        var (ages, _) = await library.AgesAsync(default);
        Assert.True(Assert.Single(ages).IsOutdated);
        var (updated, _) = await library.UpdateAsync([], null, default);
        Assert.True(Assert.Single(updated).IsChange);
        await specs.MustBeUnchangedAsync();

        // The first is stood upon, the second is not there; without a spec that names it, it would go, but for the layer.
        var (census, _) = await library.ListAsync(new LibvirtConnector(specs.Uri), default);
        var used = Assert.Single(census.Images, state => state.OnHost?.Name == first && state.OnHost.Pool == play.Pool.Name);
        Assert.Equal($"Domain/{play.Prefix}-vm", Assert.Single(used.Users));
        var (removed, refused) = await ImageLibrary.RemoveAsync(new LibvirtConnector(specs.Uri), [used], default);
        Assert.Empty(removed);
        Assert.Equal("VP7065", Assert.Single(refused).Code);
    }

    [SkippableFact]
    public async Task A_volume_of_another_host_comes_by_a_stream()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var image = await MakeImageAsync(play, "qcow2");
        File.Move(image, $"{play.Folder}/pool/golden.qcow2");
        await play.Host.RefreshPoolAsync(play.Pool, default);
        var digest = await DigestAsync($"{play.Folder}/pool/golden.qcow2");
        var specs = new SpecFolder($"{play.Folder}/specs");
        specs.Write($$"""
            apiVersion: virtprovision/v1
            kind: StorageVolume
            metadata: {name: golden}
            spec: {pool: {{play.Pool.Name}}, format: qcow2, source: {uri: "qemu:///system", pool: {{play.Pool.Name}}, volume: golden.qcow2, sha256: '{{digest}}' } }
            """);

        await specs.MustApplyAsync();

        Assert.Equal(digest, await DigestAsync($"{play.Folder}/pool/{ImageFormat.VolumeName(digest, "qcow2")}"));
    }

    [SkippableFact]
    public async Task A_wrong_digest_leaves_nothing_and_the_next_run_finishes()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var image = await MakeImageAsync(play, "qcow2");
        var specs = new SpecFolder($"{play.Folder}/specs");
        specs.Write(ImageSpec(play, image, $"sha256: '{new string('0', 64)}'", ""));

        var failed = await specs.ApplyAsync();

        Assert.Contains(failed.Diagnostics, static finding => finding.Code is "VP7050");
        Assert.Empty(Directory.GetFiles($"{play.Folder}/pool"));
        specs.Write(ImageSpec(play, image, $"sha256: '{await DigestAsync(image)}'", ""));
        await specs.MustApplyAsync();
        await specs.MustBeUnchangedAsync();
    }

    [SkippableFact]
    public async Task A_disk_smaller_than_its_image_is_refused_and_a_running_source_too()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        play.Name(ResourceKind.Domain, "vm");
        play.Name(ResourceKind.Domain, "golden");
        var image = await MakeImageAsync(play, "qcow2");
        var specs = new SpecFolder($"{play.Folder}/specs");
        specs.Write(ImageSpec(play, image, $"sha256: '{await DigestAsync(image)}'", "") + Domain(play, "vm", "size: 32MiB, from: {image: debian}"));
        Assert.Contains((await specs.ApplyAsync()).Diagnostics, static finding => finding.Code is "VP7055");

        specs.Write(Domain(play, "golden", "size: 8MiB", "running: true"));
        await specs.MustApplyAsync();
        specs.Write(Domain(play, "vm", $"from: {{domain: {play.Prefix}-golden, mode: full}}"));
        Assert.Contains((await specs.ApplyAsync()).Diagnostics, static finding => finding.Code is "VP7054");

        await play.Host.StopAsync(play.Name(ResourceKind.Domain, "golden"), default);
        await specs.MustApplyAsync();
        await specs.MustBeUnchangedAsync();
        Assert.Equal(8 * MiB, (await play.Host.ReadVolumeSizeAsync(Volume(play, "root"), default))!.Capacity);
    }

    [SkippableFact]
    public async Task A_guest_sees_its_disk_grown_and_grow()
    {
        TestGuest.SkipWithout();
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        play.Name(ResourceKind.Domain, "vm");
        var image = await MakeImageAsync(play, "qcow2");
        var specs = new SpecFolder($"{play.Folder}/specs");
        var images = ImageSpec(play, image, $"sha256: '{await DigestAsync(image)}'", "");
        specs.Write(images + Domain(play, "vm", "bus: virtio, size: 128MiB, from: {image: debian}", TestGuest.Boot(play).TrimStart() + "\n  running: true"));

        await specs.MustApplyAsync();
        await TestGuest.WaitAsync(play, $"test guest: vda {128 * MiB / 512}");

        specs.Write(images + Domain(play, "vm", "bus: virtio, size: 192MiB, from: {image: debian}", TestGuest.Boot(play).TrimStart() + "\n  running: true"));
        await specs.MustApplyAsync();
        await TestGuest.WaitAsync(play, $"test guest: vda {192 * MiB / 512}");
        await specs.MustBeUnchangedAsync();
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_interrupted_fetch_leaves_nothing_to_be_taken_for_the_image_and_the_next_run_finishes(bool isCut)
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var image = await MakeImageAsync(play, "raw");
        var digest = await DigestAsync(image);
        await using var proxy = new CuttingProxy(play.Folder);
        using var stop = new CancellationTokenSource();
        var specs = new SpecFolder($"{play.Folder}/specs") { Uri = $"qemu:///system?socket={proxy.Path}", Progress = new OnTransfer(isCut ? proxy.Cut : stop.Cancel) };
        specs.Write(ImageSpec(play, image, $"sha256: '{digest}'", ""));

        var broken = await specs.ApplyAsync(cancellationToken: stop.Token);

        Assert.False(broken.Report!.Succeeded);
        if (!isCut)
        {
            Assert.Empty(Directory.GetFiles($"{play.Folder}/pool"));
        }

        specs.Uri = LibvirtDaemon.Qemu;
        specs.Progress = null;
        Assert.True((await specs.PlanAsync()).Plan!.HasChanges);
        await specs.MustApplyAsync();
        await specs.MustBeUnchangedAsync();
        var made = Assert.Single(Directory.GetFiles($"{play.Folder}/pool"));
        Assert.Equal(digest, await DigestAsync(made));
    }

    private sealed class OnTransfer(Action act) : IProgress<VirtProvision.Runtime.Applying.ApplyProgress>
    {
        public void Report(VirtProvision.Runtime.Applying.ApplyProgress value)
        {
            if (value.Stage is VirtProvision.Runtime.Applying.ApplyStage.Transfer)
            {
                act();
            }
        }
    }

    private static string Domain(Playground play, string name, string disk, string more = "") => $$"""

        ---
        apiVersion: virtprovision/v1
        kind: Domain
        metadata: {name: {{play.Prefix}}-{{name}}}
        spec:
          type: qemu
          memory: 192MiB
          disks: [{name: root, pool: {{play.Pool.Name}}, {{disk}}}]
          {{more}}
        """;

    private static string ImageSpec(Playground play, string file, string sha256, string format) => $$"""
        apiVersion: virtprovision/v1
        kind: StorageVolume
        metadata: {name: debian}
        spec: {pool: {{play.Pool.Name}}, {{format}} source: {url: "file://{{file}}", {{sha256}} } }

        """;

    private static ResourceId Volume(Playground play, string disk) => new(ResourceKind.StorageVolume, $"{play.Prefix}-vm-{disk}.qcow2", play.Pool.Name);

    private static async Task<string> MakeImageAsync(Playground play, string format)
    {
        Skip.IfNot(File.Exists("/usr/bin/qemu-img"), "qemu-img is not installed.");
        var raw = $"{play.Folder}/image.raw";
        await using (var file = File.Create(raw))
        {
            file.SetLength(64 * MiB);
            file.Position = 10 * MiB;
            await file.WriteAsync(RandomNumberGenerator.GetBytes((int)MiB));
        }

        if (format is "raw")
        {
            return raw;
        }

        await RunAsync("qemu-img", "convert", "-O", format, raw, $"{play.Folder}/image.{format}");
        return $"{play.Folder}/image.{format}";
    }

    private static async Task<string> DigestAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file));
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode is 0, errors);
    }
}
