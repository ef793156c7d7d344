using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt.Tests;

/// <summary>Calls and how they end: answered, refused, cancelled, late, lost.</summary>
public sealed class CallTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_first_calls_are_the_authentication_list_and_the_opening()
    {
        var server = new FakeServer(async connection =>
        {
            var list = await connection.ReceiveAsync();
            Assert.Equal((0x20008086u, RemoteProcedure.AuthList, 0u, 0u), (list.Program, list.Procedure, list.Type, list.Status));
            Assert.Empty(list.Payload);
            await connection.ReplyAsync(list, WireBytes.Empty.Int(0));
            var open = await connection.ReceiveAsync();
            Assert.Equal(RemoteProcedure.ConnectOpen, open.Procedure);
            Assert.Equal(WireBytes.Empty.Optional("qemu:///system").Int(1).ToArray(), open.Payload); // name, VIR_CONNECT_RO
            await connection.ReplyAsync(open, WireBytes.Empty);
            var close = await connection.ReceiveAsync();
            Assert.Equal(RemoteProcedure.ConnectClose, close.Procedure);
            await connection.ReplyAsync(close, WireBytes.Empty);
        });
        var client = await server.ConnectAsync(new LibvirtConnectOptions { ReadOnly = true });
        await client.DisposeAsync();
        await server.Scripts.WaitAsync(s_limit);
    }

    [Fact]
    public async Task Replies_find_their_callers_in_any_order()
    {
        var server = FakeServer.AfterOpen(async connection =>
        {
            var calls = new List<FakeCall>();
            while (calls.Count < 20)
            {
                calls.Add(await connection.ReceiveAsync(RemoteProcedure.DomainLookupByName));
            }

            calls.Reverse();
            foreach (var call in calls)
            {
                await connection.ReplyAsync(call, WireBytes.Empty.Bytes(call.Payload).Uuid("00000000000000000000000000000000").Int(-1));
            }

            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync();
        var names = Enumerable.Range(0, 20).Select(number => $"vm{number}").ToArray();
        var found = await Task.WhenAll(names.Select(name => client.LookupDomainAsync(name))).WaitAsync(s_limit);
        Assert.Equal(names, found.Select(domain => domain.Name));
    }

    [Fact]
    public async Task A_refusal_carries_the_whole_error()
    {
        var server = FakeServer.AfterOpen(async connection =>
        {
            await connection.RefuseAsync(
                await connection.ReceiveAsync(),
                WireBytes.Empty.Int(42).Int(10).Optional("Domain not found: web").Int(2) // code, domain, message, level
                    .Int(1).Domain("web", "00112233445566778899aabbccddeeff", 7) // dom
                    .Optional("Domain not found: %s").Optional("web").Optional(null).Int(3).Int(-4) // str1, str2, str3, int1, int2
                    .Int(1).Named("lan", "00112233445566778899aabbccddeeff")); // net
            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync();
        var refusal = await Assert.ThrowsAsync<LibvirtServerException>(() => client.LookupDomainAsync("web"));
        Assert.Equal(
            new LibvirtError(
                LibvirtErrorCode.NoDomain, LibvirtErrorDomain.Qemu, "Domain not found: web", LibvirtErrorLevel.Error, "web", "Domain not found: %s", "web", null, 3, -4, "lan"),
            refusal.Error);
    }

    [Fact]
    public async Task Cancelling_one_call_leaves_the_others_and_its_late_reply_is_passed_over()
    {
        var cancelled = new TaskCompletionSource();
        var server = FakeServer.AfterOpen(async connection =>
        {
            var late = await connection.ReceiveAsync(RemoteProcedure.ConnectGetHostname);
            await cancelled.Task;
            await connection.ReplyAsync(late, WireBytes.Empty.Text("too late"));
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.ConnectGetUri), WireBytes.Empty.Text("in time"));
            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync();
        using var cancellation = new CancellationTokenSource();
        var call = client.GetHostnameAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(s_limit));
        cancelled.SetResult();
        Assert.Equal("in time", await client.GetUriAsync().WaitAsync(s_limit));
    }

    [Fact]
    public async Task A_call_that_is_not_answered_times_out_and_the_connection_lives_on()
    {
        var server = FakeServer.AfterOpen(async connection =>
        {
            await connection.ReceiveAsync(RemoteProcedure.ConnectGetHostname);
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.ConnectGetUri), WireBytes.Empty.Text("here"));
            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync(new LibvirtConnectOptions { CallTimeout = TimeSpan.FromMilliseconds(200) });
        var exception = await Assert.ThrowsAsync<LibvirtTimeoutException>(() => client.GetHostnameAsync().WaitAsync(s_limit));
        Assert.Contains("ConnectGetHostname", exception.Message, StringComparison.Ordinal);
        Assert.Equal("here", await client.GetUriAsync().WaitAsync(s_limit));
    }

    [Fact]
    public async Task A_server_that_dies_in_the_middle_of_a_reply_ends_all_calls_as_lost()
    {
        var server = FakeServer.AfterOpen(async connection =>
        {
            var call = await connection.ReceiveAsync();
            await connection.ReceiveAsync();
            var reply = FakeConnection.Frame(0x20008086, 1, (uint)call.Procedure, 1, call.Serial, 0, WireBytes.Empty.Text("half a host").ToArray());
            await connection.SendRawAsync(reply[..^6]);
        });
        await using var client = await server.ConnectAsync();
        var calls = new[] { client.GetHostnameAsync(), client.GetUriAsync() };
        foreach (var call in calls)
        {
            var exception = await Assert.ThrowsAsync<LibvirtConnectionLostException>(() => call.WaitAsync(s_limit));
            Assert.Contains("in the middle of a message", exception.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<LibvirtConnectionLostException>(() => client.GetUriAsync().WaitAsync(s_limit));
    }

    [Fact]
    public async Task Closing_the_client_ends_calls_that_wait()
    {
        var server = FakeServer.AfterOpen(async connection => await connection.DrainAsync());
        var client = await server.ConnectAsync();
        var call = client.GetHostnameAsync();
        var closing = client.DisposeAsync();
        await Assert.ThrowsAsync<LibvirtConnectionLostException>(() => call.WaitAsync(s_limit));
        await closing;
    }

    [Fact]
    public async Task No_more_calls_are_under_way_than_the_window_allows()
    {
        var server = FakeServer.AfterOpen(async connection =>
        {
            for (var round = 0; round < 5; round++)
            {
                var calls = new[] { await connection.ReceiveAsync(), await connection.ReceiveAsync(), await connection.ReceiveAsync() };
                foreach (var call in calls)
                {
                    await connection.ReplyAsync(call, WireBytes.Empty.Text("x"));
                }
            }

            await connection.DrainAsync();
        });
        var seen = 0;
        await using var client = await server.ConnectAsync(new LibvirtConnectOptions { CallsInFlight = 3, CallObserver = _ => Interlocked.Increment(ref seen) });
        var all = Enumerable.Range(0, 15).Select(_ => client.GetHostnameAsync()).ToArray();
        Assert.InRange(Volatile.Read(ref seen), 2, 2 + 15);
        await Task.WhenAll(all).WaitAsync(s_limit);
        Assert.Equal(2 + 15, seen);
    }

    [Fact]
    public async Task Reading_goes_on_while_writing_so_that_neither_side_waits_for_the_other()
    {
        // As libvirtd: reads the next call only when an earlier one's reply was taken, over a socket that holds little.
        var server = FakeServer.AfterOpen(async connection =>
        {
            for (var i = 0; i < 200; i++)
            {
                await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.DomainDefineXmlFlags), WireBytes.Empty.Domain(new string('n', 20_000), new string('0', 32), -1));
            }

            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync();
        var xml = new string('x', 20_000);
        var defined = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => client.DefineDomainAsync(xml))).WaitAsync(s_limit);
        Assert.Equal(200, defined.Length);
    }

    [Fact]
    public async Task An_argument_that_cannot_be_sent_fails_alone()
    {
        var server = FakeServer.AfterOpen(async connection =>
        {
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.ConnectGetHostname), WireBytes.Empty.Text("here"));
            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => client.LookupDomainAsync("a\0b"));
        await Assert.ThrowsAsync<ArgumentException>(() => client.AttachDeviceAsync(new DomainRef("ok", Guid.Empty), new string('x', 5_000_000), DomainDeviceFlags.Live));
        Assert.Equal("here", await client.GetHostnameAsync().WaitAsync(s_limit));
    }
}
