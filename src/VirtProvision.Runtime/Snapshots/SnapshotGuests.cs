using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>Guests of which there is only XML: they are on or off, and that is all.</summary>
internal sealed class SnapshotGuests(SnapshotHypervisor host, SnapshotState state) : IGuestReader, IGuestControl
{
    public Task<ImmutableArray<DomainActivity>> ReadActivityAsync(CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<DomainActivity>>(
    [
        .. state.All(ResourceKind.Domain).OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => new DomainActivity(
            pair.Key,
            Guid.TryParse(pair.Value.Definition.Element("uuid")?.Value, out var uuid) ? uuid : Guid.Empty,
            pair.Value.IsActive ? "running" : "shut off",
            Reason: null)),
    ]);

    public Task<ImmutableArray<GuestAddress>> ReadLeasesAsync(IReadOnlyCollection<string> networks, CancellationToken cancellationToken) =>
        Task.FromResult(ImmutableArray<GuestAddress>.Empty);

    public Task<ImmutableArray<GuestAddress>?> AskAddressesAsync(ResourceId domain, AddressSource source, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<GuestAddress>?>(null);

    public Task<IHostWatch> WatchAsync(IReadOnlyCollection<HostEventType> types, CancellationToken cancellationToken) =>
        Task.FromException<IHostWatch>(NoSupport("virConnectDomainEventRegisterAny"));

    public Task StartAsync(ResourceId domain, bool paused, bool forceBoot, CancellationToken cancellationToken) => host.StartAsync(domain, cancellationToken);

    public Task ResumeAsync(ResourceId domain, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RequestRebootAsync(ResourceId domain, CancellationToken cancellationToken) => Task.FromException(NoSupport("virDomainReboot"));

    public Task<Stream> OpenConsoleAsync(ResourceId domain, string? device, bool force, CancellationToken cancellationToken) =>
        Task.FromException<Stream>(NoSupport("virDomainOpenConsole"));

    public Task<GuestPicture> TakePictureAsync(ResourceId domain, int screen, CancellationToken cancellationToken) =>
        Task.FromException<GuestPicture>(NoSupport("virDomainScreenshot"));

    private static LibvirtServerException NoSupport(string function) =>
        SnapshotRefusal.Of(LibvirtErrorCode.NoSupport, $"this function is not supported by a host that is a snapshot: {function}");
}
