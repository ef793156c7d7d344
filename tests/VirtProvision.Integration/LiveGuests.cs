using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Integration;

/// <summary>The running guests of the rows, each started when the first row asks for it.</summary>
public sealed class LiveGuests : IAsyncLifetime
{
    private readonly Dictionary<string, LiveGuest> _guests = [];

    public async Task<LiveGuest> StartAsync(string name)
    {
        TestGuest.SkipWithout();
        if (!_guests.TryGetValue(name, out var guest))
        {
            _guests[name] = guest = new LiveGuest(await Playground.OpenAsync());
            await guest.StartAsync(await File.ReadAllTextAsync(LiveRow.FileOf(name, "guest.yaml")));
        }

        return guest;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var guest in _guests.Values)
        {
            await guest.DisposeAsync();
        }
    }
}

/// <summary>A guest that runs, and the spec that it was made from.</summary>
public sealed class LiveGuest : IAsyncDisposable
{
    private readonly Playground _play;

    internal LiveGuest(Playground play)
    {
        _play = play;
        Domain = play.Name(ResourceKind.Domain, "vm");
        Specs = new SpecFolder(Path.Combine(play.Folder, "specs"));
    }

    public ResourceId Domain { get; }

    public string Spec { get; private set; } = "";

    internal SpecFolder Specs { get; }

    public async Task StartAsync(string spec)
    {
        // Whatever the spec makes of these is removed in the end.
        _ = (_play.Name(ResourceKind.StoragePool, "pool"), _play.Name(ResourceKind.Network, "net"), _play.Name(ResourceKind.Network, "other"));
        await File.WriteAllBytesAsync(Path.Combine(_play.Folder, "a.iso"), new byte[1474560]);
        await File.WriteAllBytesAsync(Path.Combine(_play.Folder, "fixed.raw"), new byte[1 << 20]);
        Spec = Filled(spec);
        Specs.Write(Spec);
        await Specs.MustApplyAsync();
        await TestGuest.WaitAsync(_play);
    }

    public string Filled(string text) => text
        .Replace("PREFIX", _play.Prefix, StringComparison.Ordinal)
        .Replace("FOLDER", _play.Folder, StringComparison.Ordinal)
        .Replace("BOOT\n", TestGuest.Boot(_play) + "\n", StringComparison.Ordinal);

    public Task<XElement?> ReadAsync(XmlView view) => _play.Host.ReadXmlAsync(Domain, view, default);

    public ValueTask DisposeAsync() => _play.DisposeAsync();
}
