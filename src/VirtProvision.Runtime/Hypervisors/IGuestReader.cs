using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>What guests do just now, and what happens on the host.</summary>
public interface IGuestReader
{
    /// <summary>The state of every domain, by one call where the driver has one for it.</summary>
    Task<ImmutableArray<DomainActivity>> ReadActivityAsync(CancellationToken cancellationToken);

    /// <summary>What the DHCP servers of networks have given out and not yet taken back; newest first. Nothing of networks without one.</summary>
    Task<ImmutableArray<GuestAddress>> ReadLeasesAsync(IReadOnlyCollection<string> networks, CancellationToken cancellationToken);

    /// <summary>The addresses of a running guest as its agent or the host's ARP table has them; null where nobody answers or this user may not ask.</summary>
    Task<ImmutableArray<GuestAddress>?> AskAddressesAsync(ResourceId domain, AddressSource source, CancellationToken cancellationToken);

    /// <summary>Hears what happens from the moment one has it. What a driver cannot tell is left out.</summary>
    Task<IHostWatch> WatchAsync(IReadOnlyCollection<HostEventType> types, CancellationToken cancellationToken);
}

/// <summary>Read it with <c>await foreach</c>, once. When the connection ends, the reading throws what ended it.</summary>
public interface IHostWatch : IAsyncEnumerable<HostEvent>, IAsyncDisposable;
