using System.Threading.Channels;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Tests.Fakes;

/// <summary>The guests of a host in memory: their addresses, and what happens to them, are what a test says.</summary>
internal sealed class FakeGuests(FakeHypervisor host) : IGuestReader, IGuestControl
{
    private readonly List<FakeWatch> _watches = [];

    public List<GuestAddress> Leases { get; } = [];

    public Dictionary<(string Domain, AddressSource Source), ImmutableArray<GuestAddress>> Addresses { get; } = [];

    /// <summary>What a guest does that is asked to reboot; null for nothing.</summary>
    public string? OnReboot { get; set; } = "rebooted";

    public bool RefusesReboot { get; set; }

    public LibvirtServerException? WatchFailure { get; set; }

    /// <summary>Every question about addresses, in order.</summary>
    public List<string> Questions { get; } = [];

    public Task<ImmutableArray<DomainActivity>> ReadActivityAsync(CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<DomainActivity>>(
    [
        .. host.Objects.Where(static pair => pair.Key.Kind == ResourceKind.Domain)
            .Select(static pair => new DomainActivity(pair.Key.Name, Guid.Empty, pair.Value.IsActive ? "running" : "shut off", pair.Value.IsActive ? "booted" : null)),
    ]);

    public Task<ImmutableArray<GuestAddress>> ReadLeasesAsync(IReadOnlyCollection<string> networks, CancellationToken cancellationToken)
    {
        Questions.Add($"leases {string.Join(',', networks)}");
        return Task.FromResult<ImmutableArray<GuestAddress>>([.. Leases]);
    }

    public Task<ImmutableArray<GuestAddress>?> AskAddressesAsync(ResourceId domain, AddressSource source, CancellationToken cancellationToken)
    {
        Questions.Add($"{source} {domain.Name}");
        return Task.FromResult<ImmutableArray<GuestAddress>?>(Addresses.TryGetValue((domain.Name, source), out var found) ? found : null);
    }

    public Task<IHostWatch> WatchAsync(IReadOnlyCollection<HostEventType> types, CancellationToken cancellationToken)
    {
        if (WatchFailure is { } failure)
        {
            return Task.FromException<IHostWatch>(failure);
        }

        var watch = new FakeWatch();
        _watches.Add(watch);
        return Task.FromResult<IHostWatch>(watch);
    }

    public static Guid UuidOf(string domain) => new([.. System.Text.Encoding.UTF8.GetBytes(domain.PadRight(16)).Take(16)]);

    /// <summary>Tells whoever listens.</summary>
    public void Happen(string domain, string what) => _watches.ForEach(watch => watch.Events.Writer.TryWrite(new HostEvent(HostEventType.Lifecycle, ResourceKind.Domain, domain, UuidOf(domain), what, null)));

    /// <summary>Ends what is listened to as a lost connection does.</summary>
    public void Lose(Exception why)
    {
        _watches.ForEach(watch => watch.Events.Writer.TryComplete(why));
        _watches.Clear();
    }

    public Task StartAsync(ResourceId domain, bool paused, bool forceBoot, CancellationToken cancellationToken) => host.StartAsync(domain, cancellationToken);

    public Task ResumeAsync(ResourceId domain, CancellationToken cancellationToken) =>
        host.Objects[domain].IsActive ? Task.CompletedTask : Task.FromException(new LibvirtServerException(new LibvirtError(LibvirtErrorCode.OperationInvalid, LibvirtErrorDomain.Test, "not running", LibvirtErrorLevel.Error)));

    public Task RequestRebootAsync(ResourceId domain, CancellationToken cancellationToken)
    {
        host.Calls.Add($"reboot {domain}");
        if (RefusesReboot)
        {
            return Task.FromException(new LibvirtServerException(new LibvirtError(LibvirtErrorCode.OperationFailed, LibvirtErrorDomain.Test, "no reboot", LibvirtErrorLevel.Error)));
        }

        if (OnReboot is { } what)
        {
            Happen(domain.Name, what);
        }

        return Task.CompletedTask;
    }

    public Task<Stream> OpenConsoleAsync(ResourceId domain, string? device, bool force, CancellationToken cancellationToken) => Task.FromResult(Stream.Null);

    public Task<GuestPicture> TakePictureAsync(ResourceId domain, int screen, CancellationToken cancellationToken) => Task.FromResult(new GuestPicture("image/png", [1]));

    private sealed class FakeWatch : IHostWatch
    {
        public Channel<HostEvent> Events { get; } = Channel.CreateUnbounded<HostEvent>();

        public IAsyncEnumerator<HostEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) => Events.Reader.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

        public ValueTask DisposeAsync()
        {
            Events.Writer.TryComplete();
            return ValueTask.CompletedTask;
        }
    }
}
