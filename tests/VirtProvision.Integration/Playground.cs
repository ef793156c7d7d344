using System.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Integration;

/// <summary>A folder and names of its own on the real host; whatever a test made under them is removed in the end, however the test ended.</summary>
internal sealed class Playground : IAsyncDisposable
{
    private readonly List<ResourceId> _made = [];

    private Playground(IHypervisor host) => Host = host;

    public IHypervisor Host { get; }

    public string Prefix { get; } = $"vpit-{Guid.NewGuid():n}"[..13];

    /// <summary>Readable by the hypervisor's own user, as a home folder mostly is not.</summary>
    public string Folder { get; private init; } = "";

    public ResourceId Pool => Name(ResourceKind.StoragePool, "pool");

    public static async Task<Playground> OpenAsync()
    {
        var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Qemu);
        var folder = Directory.CreateDirectory($"/var/tmp/vpit-{Guid.NewGuid():n}").FullName;
        return new Playground(new LibvirtHypervisor(client)) { Folder = folder };
    }

    /// <summary>A name of this playground, to be cleaned up.</summary>
    public ResourceId Name(ResourceKind kind, string what)
    {
        var id = new ResourceId(kind, $"{Prefix}-{what}", kind == ResourceKind.StorageVolume ? $"{Prefix}-pool" : null);
        if (!_made.Contains(id))
        {
            _made.Add(id);
        }

        return id;
    }

    public async Task StartPoolAsync()
    {
        await Host.DefineAsync(Pool, $"<pool type='dir'><name>{Pool.Name}</name><target><path>{Folder}/pool</path></target></pool>", default);
        await Host.BuildPoolAsync(Pool, default);
        await Host.StartAsync(Pool, default);
    }

    /// <summary>What virsh prints; fails the test when virsh fails.</summary>
    public static async Task<string> VirshAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("virsh", ["-c", LibvirtDaemon.Qemu, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"virsh {string.Join(' ', arguments)}: {await errors}");
        return output;
    }

    public async ValueTask DisposeAsync()
    {
        // One that was replaced has another UUID than is remembered of its name.
        await QuietlyAsync(() => Host.ListDomainsAsync(default));

        // Domains before what they use.
        foreach (var id in _made.OrderByDescending(static id => ResourceKind.All.IndexOf(id.Kind)).Where(static id => id.Kind != ResourceKind.StorageVolume))
        {
            await QuietlyAsync(() => Host.StopAsync(id, default));
            await QuietlyAsync(() => Host.UndefineAsync(id, default));
        }

        await Host.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task QuietlyAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (LibvirtServerException)
        {
            // It does not exist, or does not run.
        }
    }
}
