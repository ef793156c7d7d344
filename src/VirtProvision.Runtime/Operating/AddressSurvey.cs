using System.Net;
using System.Net.Sockets;
using System.Xml.Linq;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Operating;

/// <summary>The addresses of running guests: each source is asked at once for all that the one before knew nothing of.</summary>
internal static class AddressSurvey
{
    /// <param name="running">Running domains.</param>
    public static async Task<IReadOnlyDictionary<ResourceId, ImmutableArray<GuestAddress>>> ReadAsync(
        IGuestReader guests, IReadOnlyCollection<ObservedResource> running, AddressChoice choice, CancellationToken cancellationToken)
    {
        var found = new Dictionary<ResourceId, ImmutableArray<GuestAddress>>();
        if (choice is AddressChoice.Auto or AddressChoice.Lease)
        {
            await AddLeasesAsync(guests, running, found, cancellationToken).ConfigureAwait(false);
        }

        if (choice is AddressChoice.Auto or AddressChoice.Agent)
        {
            await AskAsync(guests, running.Where(static domain => HasAgent(domain.Live!)), AddressSource.Agent, found, cancellationToken).ConfigureAwait(false);
        }

        if (choice is AddressChoice.Auto or AddressChoice.Arp)
        {
            await AskAsync(guests, running.Where(static domain => MacsOf(domain.Live!).Any()), AddressSource.Arp, found, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    /// <summary>Addresses by which others reach the guest, IPv4 first: not those that every machine has.</summary>
    public static ImmutableArray<GuestAddress> Reachable(IEnumerable<GuestAddress> addresses) =>
    [
        .. addresses
            .Where(static address => IPAddress.TryParse(address.Address, out var ip) && !IPAddress.IsLoopback(ip) && !IsLinkLocal(ip))
            .DistinctBy(static address => address.Address)
            .OrderBy(static address => address.Address.Contains(':', StringComparison.Ordinal)),
    ];

    private static async Task AddLeasesAsync(
        IGuestReader guests, IReadOnlyCollection<ObservedResource> running, Dictionary<ResourceId, ImmutableArray<GuestAddress>> found, CancellationToken cancellationToken)
    {
        string[] networks = [.. running.SelectMany(static domain => NetworksOf(domain.Live!)).Distinct(StringComparer.Ordinal)];
        var leases = (await guests.ReadLeasesAsync(networks, cancellationToken).ConfigureAwait(false)).ToLookup(static lease => lease.Mac, StringComparer.OrdinalIgnoreCase);
        foreach (var domain in running)
        {
            Add(domain.Id, MacsOf(domain.Live!).SelectMany(mac => leases[mac]), found);
        }
    }

    private static async Task AskAsync(
        IGuestReader guests, IEnumerable<ObservedResource> running, AddressSource source, Dictionary<ResourceId, ImmutableArray<GuestAddress>> found, CancellationToken cancellationToken)
    {
        ResourceId[] unknown = [.. running.Select(static domain => domain.Id).Where(id => !found.ContainsKey(id))];
        var answers = await Task.WhenAll(unknown.Select(id => guests.AskAddressesAsync(id, source, cancellationToken))).ConfigureAwait(false);
        foreach (var (id, answer) in unknown.Zip(answers))
        {
            Add(id, answer ?? [], found);
        }
    }

    private static void Add(ResourceId id, IEnumerable<GuestAddress> addresses, Dictionary<ResourceId, ImmutableArray<GuestAddress>> found)
    {
        if (Reachable(addresses) is { Length: > 0 } reachable)
        {
            found[id] = reachable;
        }
    }

    // libvirt writes there whether the guest's end of the channel is open.
    private static bool HasAgent(XElement live) => live.Element("devices")?.Elements("channel").Elements("target").Any(static target =>
        target.Attribute("name")?.Value is "org.qemu.guest_agent.0" && target.Attribute("state")?.Value is "connected") is true;

    private static IEnumerable<string> MacsOf(XElement live) =>
        live.Element("devices")?.Elements("interface").Elements("mac").Select(static mac => mac.Attribute("address")?.Value).OfType<string>() ?? [];

    private static IEnumerable<string> NetworksOf(XElement live) =>
        live.Element("devices")?.Elements("interface").Elements("source").Select(static source => source.Attribute("network")?.Value).OfType<string>() ?? [];

    private static bool IsLinkLocal(IPAddress ip) =>
        ip.AddressFamily is AddressFamily.InterNetworkV6 ? ip.IsIPv6LinkLocal : ip.GetAddressBytes() is [169, 254, ..];
}
