using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt.Tests;

/// <summary>Whoever breaks the protocol gets a typed exception that names the field; nothing hangs.</summary>
public sealed class ProtocolViolationTests
{
    private const uint Remote = 0x20008086;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    /// <summary>What the server sends instead of the reply (given its serial and procedure), and the field that it breaks.</summary>
    public static TheoryData<string, string, Func<uint, uint, byte[]>> Fatal => new()
    {
        { "a length that no message has", "len", (_, _) => WireBytes.Empty.Int(27).ToArray() },
        { "a length beyond the limit", "len", (_, _) => WireBytes.Empty.Int(33_554_437).ToArray() },
        { "garbage", "len", (_, _) => "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray() },
        { "another program", "prog", (serial, procedure) => FakeConnection.Frame(0x20008088, 1, procedure, 1, serial, 0, []) },
        { "another version", "vers", (serial, procedure) => FakeConnection.Frame(Remote, 2, procedure, 1, serial, 0, []) },
        { "a call", "type", (serial, procedure) => FakeConnection.Frame(Remote, 1, procedure, 0, serial, 0, []) },
        { "a reply with file descriptors", "type", (serial, procedure) => FakeConnection.Frame(Remote, 1, procedure, 5, serial, 0, []) },
        { "a serial that nobody waits for", "serial", (serial, procedure) => FakeConnection.Frame(Remote, 1, procedure, 1, serial + 1, 0, []) },
        { "a stream that nobody opened", "serial", (serial, procedure) => FakeConnection.Frame(Remote, 1, procedure, 3, serial, 2, [1]) },
        { "an event cut off", "callbackID", (_, _) => FakeConnection.Frame(Remote, 1, 318, 2, 0, 0, [1, 2]) },
    };

    /// <summary>Replies whose frame is whole, so that only their call fails: payload, status, procedure, field.</summary>
    public static TheoryData<string, string, byte[], uint> Harmless => new()
    {
        { "nothing", "hostname", [], 0 },
        { "a string that is cut off", "hostname", WireBytes.Empty.Int(100).Bytes("short"u8).ToArray(), 0 },
        { "a string beyond the limit", "hostname", WireBytes.Empty.Int(4_194_305).ToArray(), 0 },
        { "more than the definition has", "payload", WireBytes.Empty.Text("host").Int(1).ToArray(), 0 },
        { "a status that no reply has", "status", WireBytes.Empty.Text("host").ToArray(), 2 },
        { "an error that is cut off", "message", WireBytes.Empty.Int(1).Int(2).Int(1).Int(50).ToArray(), 1 },
        { "an error with an impossible option", "dom", WireBytes.Empty.Int(1).Int(2).Int(0).Int(2).Int(9).ToArray(), 1 },
    };

    [Theory]
    [MemberData(nameof(Fatal))]
    public async Task Ends_the_connection_on(string what, string field, Func<uint, uint, byte[]> bytes)
    {
        _ = what;
        var server = FakeServer.AfterOpen(async connection =>
        {
            var call = await connection.ReceiveAsync();
            await connection.SendRawAsync(bytes(call.Serial, (uint)call.Procedure));
            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync();
        var exception = await Assert.ThrowsAsync<LibvirtProtocolException>(() => client.GetHostnameAsync().WaitAsync(s_limit));
        Assert.Equal(field, exception.Field);
        Assert.Contains(nameof(RemoteProcedure.ConnectGetHostname), exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LibvirtProtocolException>(() => client.GetUriAsync().WaitAsync(s_limit));
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task Fails_the_call_alone_on(string what, string field, byte[] payload, uint status)
    {
        _ = what;
        var server = FakeServer.AfterOpen(async connection =>
        {
            var call = await connection.ReceiveAsync();
            await connection.SendAsync(call.Procedure, type: 1, call.Serial, status, payload);
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.ConnectGetUri), WireBytes.Empty.Text("still here"));
            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync();
        var exception = await Assert.ThrowsAsync<LibvirtProtocolException>(() => client.GetHostnameAsync().WaitAsync(s_limit));
        Assert.Equal(field, exception.Field);
        Assert.Equal("still here", await client.GetUriAsync().WaitAsync(s_limit));
    }

    [Fact]
    public async Task A_promised_message_is_not_allocated_before_it_comes()
    {
        var promised = new TaskCompletionSource();
        var server = FakeServer.AfterOpen(async connection =>
        {
            await connection.ReceiveAsync();
            await connection.SendRawAsync(WireBytes.Empty.Int(33_554_436).Bytes(new byte[100]).ToArray());
            promised.SetResult();
            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync();
        var before = GC.GetTotalAllocatedBytes();
        var call = client.GetHostnameAsync();
        await promised.Task.WaitAsync(s_limit);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 8 * 1024 * 1024);
        await client.DisposeAsync();
        await Assert.ThrowsAsync<LibvirtConnectionLostException>(() => call.WaitAsync(s_limit));
    }
}
