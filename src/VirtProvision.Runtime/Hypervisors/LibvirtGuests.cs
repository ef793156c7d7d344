using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>Guests behind a libvirt connection.</summary>
internal sealed class LibvirtGuests(LibvirtClient client, LibvirtHandles handles, AskingConnection asking) : IGuestReader, IGuestControl
{
    public async Task<ImmutableArray<DomainActivity>> ReadActivityAsync(CancellationToken cancellationToken)
    {
        try
        {
            var stats = await client.GetDomainStatsAsync(DomainStatsTypes.State, cancellationToken: cancellationToken).ConfigureAwait(false);
            return [.. stats.Select(static one => Activity(one.Domain, (DomainState)(one.Number("state.state") ?? 0), one.Number("state.reason") ?? 0))];
        }
        catch (LibvirtServerException exception) when (exception.Code is LibvirtErrorCode.NoSupport)
        {
            var domains = await client.ListDomainsAsync(DomainListFlags.All, cancellationToken).ConfigureAwait(false);
            var states = await Task.WhenAll(domains.Select(domain => OrNullAsync(client.GetDomainStateAsync(domain, cancellationToken)))).ConfigureAwait(false);
            return [.. domains.Zip(states).Where(static pair => pair.Second is not null).Select(static pair => Activity(pair.First, pair.Second!.State, pair.Second.Reason))];
        }
    }

    public async Task<ImmutableArray<GuestAddress>> ReadLeasesAsync(IReadOnlyCollection<string> networks, CancellationToken cancellationToken)
    {
        var leases = await Task.WhenAll(networks.Select(network => LeasesOfAsync(network, cancellationToken))).ConfigureAwait(false);
        return [.. leases.SelectMany(static lease => lease)];
    }

    public async Task<ImmutableArray<GuestAddress>?> AskAddressesAsync(ResourceId domain, AddressSource source, CancellationToken cancellationToken)
    {
        // The agent is a program of the guest's that works for whoever asks.
        var asked = source is AddressSource.Agent ? await asking.GetAsync(cancellationToken).ConfigureAwait(false) : client;
        if (asked is null)
        {
            return null;
        }

        try
        {
            var handle = await handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false);
            var interfaces = await asked.GetInterfaceAddressesAsync(handle, WireSource(source), cancellationToken).ConfigureAwait(false);
            return [.. interfaces.SelectMany(port => port.Addresses.Select(address => new GuestAddress(port.Mac, address.Address, PrefixOf(address.Prefix), source)))];
        }
        catch (LibvirtServerException)
        {
            // It does not run any more, its agent does not answer, or the driver has no such thing.
            return null;
        }
    }

    public async Task<IHostWatch> WatchAsync(IReadOnlyCollection<HostEventType> types, CancellationToken cancellationToken) =>
        await LibvirtHostWatch.OpenAsync(client, types, cancellationToken).ConfigureAwait(false);

    public async Task StartAsync(ResourceId domain, bool paused, bool forceBoot, CancellationToken cancellationToken) =>
        await client.StartDomainAsync(
            await handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false),
            (paused ? DomainStartFlags.Paused : DomainStartFlags.None) | (forceBoot ? DomainStartFlags.ForceBoot : DomainStartFlags.None),
            cancellationToken).ConfigureAwait(false);

    public async Task ResumeAsync(ResourceId domain, CancellationToken cancellationToken) =>
        await client.ResumeDomainAsync(await handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task RequestRebootAsync(ResourceId domain, CancellationToken cancellationToken) =>
        await client.RebootDomainAsync(await handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false), DomainShutdownFlags.Default, cancellationToken).ConfigureAwait(false);

    public async Task<Stream> OpenConsoleAsync(ResourceId domain, string? device, bool force, CancellationToken cancellationToken) =>
        await client.OpenConsoleAsync(await handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false), device, force, cancellationToken).ConfigureAwait(false);

    public async Task<GuestPicture> TakePictureAsync(ResourceId domain, int screen, CancellationToken cancellationToken)
    {
        var stream = await client.TakeScreenshotAsync(await handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false), (uint)screen, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
            return new GuestPicture(stream.MediaType, content.ToArray());
        }
    }

    private static DomainActivity Activity(DomainRef domain, DomainState state, int reason) =>
        new(domain.Name, domain.Uuid, StateWords.Of(state), StateWords.ReasonOf(state, reason));

    private async Task<IEnumerable<GuestAddress>> LeasesOfAsync(string network, CancellationToken cancellationToken)
    {
        try
        {
            var handle = await handles.NetworkAsync(new ResourceId(ResourceKind.Network, network), cancellationToken).ConfigureAwait(false);
            var leases = await client.GetNetworkDhcpLeasesAsync(handle, cancellationToken: cancellationToken).ConfigureAwait(false);
            return leases.OrderByDescending(static lease => lease.Expiry).Select(static lease => new GuestAddress(lease.Mac, lease.Address, PrefixOf(lease.Prefix), AddressSource.Lease));
        }
        catch (LibvirtServerException)
        {
            // The network is gone or off, or has no DHCP server of libvirt's.
            return [];
        }
    }

    private static async Task<DomainStateReason?> OrNullAsync(Task<DomainStateReason> reading)
    {
        try
        {
            return await reading.ConfigureAwait(false);
        }
        catch (LibvirtServerException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    private static InterfaceAddressSource WireSource(AddressSource source) => source switch
    {
        AddressSource.Agent => InterfaceAddressSource.Agent,
        AddressSource.Arp => InterfaceAddressSource.Arp,
        _ => InterfaceAddressSource.Lease,
    };

    private static int? PrefixOf(uint prefix) => prefix is 0 ? null : (int)prefix;
}
