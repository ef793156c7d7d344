using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt.Tests;

/// <summary>virkeepaliveprotocol.x: ping is procedure 1, pong 2, both events of program "keep".</summary>
public sealed class KeepAliveTests
{
    private const uint KeepAlive = 0x6b656570;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_ping_is_answered()
    {
        var server = FakeServer.AfterOpen(async connection =>
        {
            await connection.SendAsync((RemoteProcedure)1, type: 2, serial: 0, status: 0, [], KeepAlive);
            var pong = await connection.ReceiveAsync();
            Assert.Equal((KeepAlive, (RemoteProcedure)2, 2u, 0u, 0u), (pong.Program, pong.Procedure, pong.Type, pong.Serial, pong.Status));
        });
        await using var client = await server.ConnectAsync();
        await server.Scripts.WaitAsync(s_limit);
    }

    [Fact]
    public async Task A_server_that_answers_pings_stays_and_one_that_does_not_is_lost()
    {
        var pings = 0;
        var server = FakeServer.AfterOpen(async connection =>
        {
            while (pings < 3)
            {
                var ping = await connection.ReceiveAsync();
                if (ping.Program == KeepAlive)
                {
                    pings++;
                    await connection.SendAsync((RemoteProcedure)2, type: 2, serial: 0, status: 0, [], KeepAlive);
                }
            }

            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync(
            new LibvirtConnectOptions { KeepAliveInterval = TimeSpan.FromMilliseconds(300), KeepAliveCount = 3 });
        var exception = await Assert.ThrowsAsync<LibvirtConnectionLostException>(() => client.GetHostnameAsync().WaitAsync(s_limit));
        Assert.Contains("keepalive", exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, pings);
    }

    [Fact]
    public async Task While_five_calls_are_under_way_the_servers_silence_says_nothing()
    {
        var server = FakeServer.AfterOpen(async connection =>
        {
            var calls = new List<FakeCall>();
            while (calls.Count < 5)
            {
                calls.Add(await connection.ReceiveAsync(RemoteProcedure.ConnectGetHostname));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(600));
            foreach (var call in calls)
            {
                await connection.ReplyAsync(call, WireBytes.Empty.Text("host"));
            }

            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync(new LibvirtConnectOptions { KeepAliveInterval = TimeSpan.FromMilliseconds(50), KeepAliveCount = 2 });
        var names = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.GetHostnameAsync())).WaitAsync(s_limit);
        Assert.All(names, static name => Assert.Equal("host", name));
    }
}
