using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Integration;

public sealed class LibvirtEventTests
{
    [SkippableFact]
    public async Task Hears_the_whole_life_of_a_domain_in_order()
    {
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Test);
        var name = LibvirtDaemon.NewName("life");
        await using var events = await client.WatchDomainsAsync();
        var domain = await client.DefineDomainAsync($"<domain type='test'><name>{name}</name><memory>65536</memory><os><type>hvm</type></os></domain>");
        await client.StartDomainAsync(domain);
        await client.DestroyDomainAsync(domain);
        await client.UndefineDomainAsync(domain);

        var seen = new List<DomainLifecycleKind>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var @event in events.WithCancellation(limit.Token))
        {
            if (@event.Domain.Name == name)
            {
                seen.Add(@event.Kind);
                if (@event.Kind is DomainLifecycleKind.Undefined)
                {
                    break;
                }
            }
        }

        Assert.Equal([DomainLifecycleKind.Defined, DomainLifecycleKind.Started, DomainLifecycleKind.Stopped, DomainLifecycleKind.Undefined], seen);
    }

    [SkippableFact]
    public async Task Hears_of_networks_and_pools()
    {
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Test);
        await using var networks = await client.WatchNetworksAsync();
        await using var pools = await client.WatchStoragePoolsAsync();
        await using var refreshes = await client.WatchStoragePoolRefreshesAsync();
        var network = await client.DefineNetworkAsync($"<network><name>{LibvirtDaemon.NewName("net")}</name></network>");
        var pool = await client.DefineStoragePoolAsync($"<pool type='dir'><name>{LibvirtDaemon.NewName("pool")}</name><target><path>/vplv</path></target></pool>");
        await client.StartStoragePoolAsync(pool);
        await client.RefreshStoragePoolAsync(pool);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Assert.Equal(NetworkLifecycleKind.Defined, (await networks.FirstAsync(@event => @event.Network == network, limit.Token)).Kind);
        Assert.Equal(StoragePoolLifecycleKind.Defined, (await pools.FirstAsync(@event => @event.Pool == pool, limit.Token)).Kind);
        Assert.Equal(pool, (await refreshes.FirstAsync(@event => @event.Pool == pool, limit.Token)).Pool);
        await client.DestroyStoragePoolAsync(pool);
        await client.UndefineStoragePoolAsync(pool);
        await client.UndefineNetworkAsync(network);
    }

    [SkippableFact]
    public async Task A_subscription_to_one_domain_hears_of_no_other_and_ends_when_disposed()
    {
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Test);
        var one = await client.DefineDomainAsync($"<domain type='test'><name>{LibvirtDaemon.NewName("one")}</name><memory>65536</memory><os><type>hvm</type></os></domain>");
        var other = await client.DefineDomainAsync($"<domain type='test'><name>{LibvirtDaemon.NewName("other")}</name><memory>65536</memory><os><type>hvm</type></os></domain>");
        var events = await client.WatchDomainsAsync(one);
        await client.StartDomainAsync(other);
        await client.StartDomainAsync(one);
        await client.DestroyDomainAsync(other);
        await client.DestroyDomainAsync(one);

        // libvirt sends events after the replies of the calls that caused them: the subscription ends when both have come.
        var heard = new List<DomainLifecycleEvent>();
        await foreach (var @event in events.WithCancellation(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token))
        {
            heard.Add(@event);
            if (@event.Kind is DomainLifecycleKind.Stopped)
            {
                await events.DisposeAsync();
            }
        }

        Assert.Equal([DomainLifecycleKind.Started, DomainLifecycleKind.Stopped], heard.Select(static @event => @event.Kind));
        Assert.All(heard, @event => Assert.Equal(one.Uuid, @event.Domain.Uuid));
        await client.UndefineDomainAsync(one);
        await client.UndefineDomainAsync(other);
    }
}
