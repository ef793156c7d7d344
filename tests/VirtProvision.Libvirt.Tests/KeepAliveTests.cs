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
        var server = new FakeServer(async connection =>
        {
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.AuthList), WireBytes.Empty.Int(0));
            var feature = await connection.ReceiveAsync(RemoteProcedure.ConnectSupportsFeature);
            Assert.Equal(WireBytes.Empty.Int(10).ToArray(), feature.Payload); // VIR_DRV_FEATURE_PROGRAM_KEEPALIVE
            await connection.ReplyAsync(feature, WireBytes.Empty.Int(1));
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.ConnectOpen), WireBytes.Empty);
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
}
