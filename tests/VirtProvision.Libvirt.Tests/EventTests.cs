using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt.Tests;

public sealed class EventTests
{
    private const string Uuid = "00112233445566778899aabbccddeeff";
    private static readonly DomainRef s_domain = new("web", Guid.Parse(Uuid), 7);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Subscribes_hears_and_unsubscribes()
    {
        var server = FakeServer.AfterOpen(async connection =>
        {
            var register = await connection.ReceiveAsync(RemoteProcedure.ConnectDomainEventCallbackRegisterAny);
            Assert.Equal(WireBytes.Empty.Int(15).Int(1).Domain("web", Uuid, 7).ToArray(), register.Payload); // eventID, dom
            await connection.ReplyAsync(register, WireBytes.Empty.Int(3)); // callbackID
            await connection.EventAsync(RemoteProcedure.DomainEventCallbackDeviceRemoved, WireBytes.Empty.Int(3).Domain("web", Uuid, 7).Text("ua-a"));
            await connection.EventAsync(RemoteProcedure.DomainEventCallbackDeviceRemoved, WireBytes.Empty.Int(4).Domain("web", Uuid, 7).Text("ua-other"));
            await connection.EventAsync(RemoteProcedure.DomainEventCallbackDeviceAdded, WireBytes.Empty.Int(3).Domain("web", Uuid, 7).Text("ua-other"));
            await connection.EventAsync(RemoteProcedure.DomainEventCallbackDeviceRemoved, WireBytes.Empty.Int(3).Domain("web", Uuid, 7).Text("ua-b"));
            var deregister = await connection.ReceiveAsync(RemoteProcedure.ConnectDomainEventCallbackDeregisterAny);
            Assert.Equal(WireBytes.Empty.Int(3).ToArray(), deregister.Payload);
            await connection.ReplyAsync(deregister, WireBytes.Empty);
            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync();
        var events = await client.WatchDevicesRemovedAsync(s_domain);
        using var limit = new CancellationTokenSource(s_limit);
        Assert.Equal(
            [new DomainDeviceRemoved(s_domain, "ua-a"), new DomainDeviceRemoved(s_domain, "ua-b")], await events.Take(2).ToListAsync(limit.Token));
        await events.DisposeAsync();
    }

    [Fact]
    public async Task Reboots_and_block_jobs_are_heard()
    {
        var server = FakeServer.AfterOpen(async connection =>
        {
            var reboots = await connection.ReceiveAsync(RemoteProcedure.ConnectDomainEventCallbackRegisterAny);
            Assert.Equal(WireBytes.Empty.Int(1).Int(0).ToArray(), reboots.Payload); // eventID, no dom
            await connection.ReplyAsync(reboots, WireBytes.Empty.Int(1)); // callbackID
            var jobs = await connection.ReceiveAsync(RemoteProcedure.ConnectDomainEventCallbackRegisterAny);
            Assert.Equal(WireBytes.Empty.Int(16).Int(0).ToArray(), jobs.Payload);
            await connection.ReplyAsync(jobs, WireBytes.Empty.Int(2));
            await connection.EventAsync(RemoteProcedure.DomainEventCallbackReboot, WireBytes.Empty.Int(1).Domain("web", Uuid, 7));
            await connection.EventAsync(RemoteProcedure.DomainEventBlockJob2, WireBytes.Empty.Int(2).Domain("web", Uuid, 7).Text("vda").Int(4).Int(3)); // dst, type, status
            for (var i = 0; i < 2; i++)
            {
                await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.ConnectDomainEventCallbackDeregisterAny), WireBytes.Empty);
            }

            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync();
        await using var reboots = await client.WatchRebootsAsync();
        await using var jobs = await client.WatchBlockJobsAsync();
        using var limit = new CancellationTokenSource(s_limit);

        Assert.Equal(new DomainRebootEvent(s_domain), await reboots.FirstAsync(limit.Token));
        Assert.Equal(new DomainBlockJobEvent(s_domain, "vda", BlockJobKind.ActiveCommit, BlockJobStage.Ready), await jobs.FirstAsync(limit.Token));
    }

    [Fact]
    public async Task Reading_throws_what_ended_the_connection()
    {
        var server = FakeServer.AfterOpen(async connection =>
        {
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.ConnectNetworkEventRegisterAny), WireBytes.Empty.Int(0));
            await connection.EventAsync(RemoteProcedure.NetworkEventLifecycle, WireBytes.Empty.Int(0).Named("lan", Uuid).Int(2).Int(0));
        });
        await using var client = await server.ConnectAsync();
        await using var events = await client.WatchNetworksAsync();
        await using var reading = events.GetAsyncEnumerator();
        Assert.True(await reading.MoveNextAsync().AsTask().WaitAsync(s_limit));
        Assert.Equal(new NetworkLifecycleEvent(new NetworkRef("lan", Guid.Parse(Uuid)), NetworkLifecycleKind.Started, 0), reading.Current);
        await Assert.ThrowsAsync<LibvirtConnectionLostException>(() => reading.MoveNextAsync().AsTask().WaitAsync(s_limit));
    }

    [Fact]
    public async Task Events_that_nobody_reads_do_not_fill_memory()
    {
        var server = FakeServer.AfterOpen(async connection =>
        {
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.ConnectStoragePoolEventRegisterAny), WireBytes.Empty.Int(0));
            for (var i = 0; i < 16_385; i++)
            {
                await connection.EventAsync(RemoteProcedure.StoragePoolEventRefresh, WireBytes.Empty.Int(0).Named("pool", Uuid));
            }

            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.ConnectGetHostname), WireBytes.Empty.Text("here"));
            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync();
        var events = await client.WatchStoragePoolRefreshesAsync();
        Assert.Equal("here", await client.GetHostnameAsync().WaitAsync(s_limit));
        var read = 0;
        await Assert.ThrowsAsync<LibvirtEventsLostException>(async () =>
        {
            await foreach (var _ in events)
            {
                read++;
            }
        });
        Assert.Equal(16_384, read);
    }
}
