using System.Diagnostics;
using System.Security.Cryptography;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Images;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Seeding;
using VirtProvision.Core.Text;
using VirtProvision.Libvirt;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Cloning;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Images;
using VirtProvision.Runtime.Workspaces;
using Xunit.Abstractions;

namespace VirtProvision.Integration;

/// <summary>
/// A real Debian with cloud-init becomes many machines, each of which says on its console who it is: ten layers and two copies, two of them booting at a time.
/// The disk is made by <c>tests/guest/golden-image.sh</c>.
/// </summary>
public sealed class GoldenImageTests(ITestOutputHelper output)
{
    private const long GiB = 1 << 30;
    private const int Linked = 10;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);

    [SkippableFact]
    public async Task Clones_of_a_golden_image_are_machines_of_their_own_and_it_stays_as_it_was()
    {
        GoldenImage.SkipWithout();
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var digest = await DigestAsync(GoldenImage.Path);
        var image = ImageFormat.VolumeName(digest, "qcow2");
        var specs = new SpecFolder($"{play.Folder}/specs");
        specs.Write(ImageSpec(play, digest));
        await specs.MustApplyAsync();
        var path = $"{play.Folder}/pool/{image}";
        var golden = play.Name(ResourceKind.Domain, "golden").Name;
        await play.Host.DefineAsync(new(ResourceKind.Domain, golden), Xml(play, golden, path, channel: ""), default);

        // Layers, which tell on the console; and one that is a copy and has an agent to ask.
        var clock = Stopwatch.StartNew();
        string[] linked = [.. Enumerable.Range(1, Linked).Select(index => play.Name(ResourceKind.Domain, $"web-{index}").Name)];
        var identities = await CloneAsync(new CloneOrder(golden, null, new CloneRequest { MakesNames = true, Names = [.. linked], IsLinked = true, IsFresh = true }));
        output.WriteLine($"{linked.Length} linked clones: {clock.Elapsed}");
        var full = play.Name(ResourceKind.Domain, "full").Name;
        var withAgent = new SourceFile("golden.xml", Xml(play, golden, path, "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>"));
        identities = identities.AddRange(await CloneAsync(new CloneOrder(null, withAgent, new CloneRequest { MakesNames = true, Names = [full], IsFresh = true })));
        output.WriteLine($"and one that is full: {clock.Elapsed}");

        // And one of a spec, with a larger disk.
        var grown = play.Name(ResourceKind.Domain, "grown").Name;
        specs.Write(GrownSpec(play, grown), "grown.yaml");
        var applied = await specs.MustApplyAsync(new ApplyOptions { VerifiesIdentity = true, IdentityDeadline = s_patience });
        await specs.MustBeUnchangedAsync();
        identities = identities.AddRange(applied.Identities!);
        output.WriteLine($"and one of a spec: {clock.Elapsed}");
        await ShowsAsync(play, grown, $"vda {4 * GiB}");

        // ext4 keeps some of it for itself.
        await ShowsAsync(play, grown, "root has 3.9G");

        Assert.Equal(linked.Length + 2, identities.Count);
        foreach (var (name, identity) in identities)
        {
            Assert.Equal(name, identity.HostName);
            await ShowsAsync(play, name, NewMachine.Report);
            Assert.True(identity == GuestIdentity.FindReport(await GoldenImage.ConsoleAsync(play, name)), await GoldenImage.ConsoleAsync(play, name));
            Assert.Equal("ssh-ed25519", Assert.Single(identity.HostKeys).Type);
        }

        // What the image came with was one for all.
        Assert.Single(identities.Values.Select(static identity => identity.Original!.MachineId).Distinct());
        Assert.Equal(identities.Count, identities.Values.Select(static identity => identity.MachineId).Distinct().Count());
        Assert.Equal(identities.Count, identities.Values.Select(static identity => identity.HostKeys[0].Fingerprint).Distinct().Count());
        Assert.Equal(digest, await DigestAsync(path));
        await RefusedAsync(play, specs, image, linked);
    }

    [SkippableFact]
    public async Task Clones_that_keep_who_they_are_are_found_out()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("VP_SLOW") is "1", "Takes a minute: VP_SLOW=1 runs it.");
        GoldenImage.SkipWithout();
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var golden = play.Name(ResourceKind.Domain, "golden").Name;
        File.Copy(GoldenImage.Path, $"{play.Folder}/pool/golden.qcow2");
        await play.Host.RefreshPoolAsync(play.Pool, default);
        await play.Host.DefineAsync(new(ResourceKind.Domain, golden),
            Xml(play, golden, $"{play.Folder}/pool/golden.qcow2", "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>"), default);
        string[] names = [play.Name(ResourceKind.Domain, "a").Name, play.Name(ResourceKind.Domain, "b").Name];

        var result = await RunAsync(new CloneOrder(golden, null, new CloneRequest { MakesNames = true, Names = [.. names], IsLinked = true }));

        Assert.Equal(2, result.Identities.Count);
        var shared = result.Diagnostics.Where(static finding => finding.Code is "VP8341").Select(static finding => finding.Detail).ToArray();
        Assert.Contains(shared, static detail => detail.Contains("host name golden:", StringComparison.Ordinal));
        Assert.Contains(shared, static detail => detail.Contains("machine ID", StringComparison.Ordinal));

        // Its cloud-init makes new host keys even where nobody tells it anything.
        Assert.Equal(2, shared.Length);
        Assert.All(shared, detail => Assert.All(names, name => Assert.Contains(name, detail, StringComparison.Ordinal)));
    }

    private static async Task RefusedAsync(Playground play, SpecFolder specs, string image, string[] standing)
    {
        File.Delete($"{specs.Path}/grown.yaml");
        var destroyed = await specs.DestroyAsync(new DestroyOptions { DeleteStorage = true });
        var refusal = Assert.Single(destroyed.Diagnostics, static finding => finding.Code is "VP5006");
        Assert.All(standing, name => Assert.Contains($"Domain/{name}", refusal.Detail, StringComparison.Ordinal));

        // No spec names it any more, and yet it does not go.
        var library = new ImageLibrary(new WorkspaceOptions { Paths = [] }, TimeProvider.System);
        var (census, _) = await library.ListAsync(new LibvirtConnector(LibvirtDaemon.Qemu), default);
        var state = Assert.Single(census.Images, state => state.OnHost?.Name == image && state.OnHost.Pool == play.Pool.Name);
        Assert.All(standing, name => Assert.Contains($"Domain/{name}", state.Users));
        var (removed, refused) = await ImageLibrary.RemoveAsync(new LibvirtConnector(LibvirtDaemon.Qemu), [state], default);
        Assert.Empty(removed);
        Assert.Equal("VP7065", Assert.Single(refused).Code);
    }

    private async Task<ImmutableDictionary<string, GuestIdentity>> CloneAsync(CloneOrder order)
    {
        var result = await RunAsync(order);
        Assert.True(result.Succeeded, string.Join('\n', result.Diagnostics));
        return result.Identities;
    }

    private static async Task<CloneResult> RunAsync(CloneOrder order)
    {
        var cloner = new DomainCloner(new LibvirtConnector(LibvirtDaemon.Qemu, new LibvirtConnectOptions()), TimeProvider.System, Guid.NewGuid);
        var prepared = await cloner.PrepareAsync(order with { Start = new GuestStart { VerifiesIdentity = true, Parallelism = 2, Patience = s_patience } }, default);
        Assert.False(prepared.HasErrors, string.Join('\n', prepared.Diagnostics));
        return await cloner.RunAsync(prepared, progress: null, default);
    }

    private static async Task ShowsAsync(Playground play, string name, string text)
    {
        var deadline = DateTime.UtcNow + s_patience;
        while (!(await GoldenImage.ConsoleAsync(play, name)).Contains(text, StringComparison.Ordinal))
        {
            Assert.True(DateTime.UtcNow < deadline, $"{name} did not print \"{text}\" within {s_patience}. Its console ends with:\n{(await GoldenImage.ConsoleAsync(play, name))[^2000..]}");
            await Task.Delay(500);
        }
    }

    private static async Task<string> DigestAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file));
    }

    private static string Xml(Playground play, string name, string disk, string channel) => $"""
        <domain type='qemu'><name>{name}</name><memory unit='MiB'>320</memory><os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/></features>
        <devices><disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='{disk}'/><target dev='vda' bus='virtio'/></disk>
        <interface type='user'><model type='virtio'/></interface><rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>{channel}
        <serial type='pty'><log file='{GoldenImage.LogOf(play, name)}' append='off'/></serial></devices></domain>
        """;

    private static string ImageSpec(Playground play, string digest) => $$"""
        apiVersion: virtprovision/v1
        kind: StorageVolume
        metadata: {name: golden}
        spec: {pool: {{play.Pool.Name}}, source: {url: "file://{{GoldenImage.Path}}", sha256: '{{digest}}' } }
        """;

    private static string GrownSpec(Playground play, string name) => $$"""
        apiVersion: virtprovision/v1
        kind: Domain
        metadata: {name: {{name}} }
        spec:
          type: qemu
          memory: 320MiB
          osinfo: debian12
          disks: [{name: root, pool: {{play.Pool.Name}}, size: 4GiB, from: {image: golden, mode: full} }]
          serials: [{name: console, type: pty, log: {file: {{GoldenImage.LogOf(play, name)}}, append: false} }]
          identity: fresh
          cloudInit:
            userData:
              runcmd: ["(echo; lsblk -nbdo NAME,SIZE /dev/vda | tr -s ' '; echo root has $(df -h --output=size / | tail -n 1)) >/dev/console"]
          running: true
        """;
}
