using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt.Tests;

public sealed class StreamTests
{
    private static readonly StorageVolumeRef s_volume = new("pool", "vol");
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_upload_is_packets_under_the_calls_serial_and_ends_when_confirmed()
    {
        var server = OnStream(async (connection, call) =>
        {
            Assert.Equal(WireBytes.Empty.Volume("pool", "vol", "").Hyper(4096).Hyper(0).Int(1).ToArray(), call.Payload); // vol, offset, length, flags
            var data = await connection.ReceiveAsync(RemoteProcedure.StorageVolUpload);
            Assert.Equal((3u, call.Serial, 2u), (data.Type, data.Serial, data.Status)); // VIR_NET_STREAM, VIR_NET_CONTINUE
            Assert.Equal([1, 2, 3], data.Payload);
            var hole = await connection.ReceiveAsync();
            Assert.Equal((6u, call.Serial, 2u), (hole.Type, hole.Serial, hole.Status)); // VIR_NET_STREAM_HOLE
            Assert.Equal(WireBytes.Empty.Hyper(1L << 40).Int(0).ToArray(), hole.Payload);
            Assert.Equal(262_120, (await connection.ReceiveAsync()).Payload.Length);
            Assert.Equal(80, (await connection.ReceiveAsync()).Payload.Length);
            var finish = await connection.ReceiveAsync();
            Assert.Equal((3u, 0u, 0), (finish.Type, finish.Status, finish.Payload.Length));
            await connection.StreamAsync(call, status: 0, []);
        });
        await using var client = await server.ConnectAsync();
        await using var upload = await client.UploadStorageVolumeAsync(s_volume, new ByteRange(4096, 0), sparse: true);
        await upload.WriteAsync(new byte[] { 1, 2, 3 });
        await upload.WriteHoleAsync(1L << 40);
        await upload.WriteAsync(new byte[262_200]);
        await upload.WriteAsync(ReadOnlyMemory<byte>.Empty);
        await upload.CompleteAsync().WaitAsync(s_limit);
    }

    [Fact]
    public async Task A_download_gives_data_and_holes_and_ends_by_itself()
    {
        var server = OnStream(async (connection, call) =>
        {
            await connection.StreamAsync(call, status: 2, [1, 2, 3, 4, 5]);
            await connection.HoleAsync(call, 7);
            await connection.StreamAsync(call, status: 2, [6]);
            await connection.StreamAsync(call, status: 2, []);
            var finish = await connection.ReceiveAsync();
            Assert.Equal((3u, 0u), (finish.Type, finish.Status));
            await connection.StreamAsync(call, status: 0, []);
        });
        await using var client = await server.ConnectAsync();
        await using (var download = await client.DownloadStorageVolumeAsync(s_volume, sparse: true))
        {
            var buffer = new byte[3];
            Assert.Equal(new StreamPart(StreamPartKind.Data, 3), await download.ReadPartAsync(buffer));
            Assert.Equal([1, 2, 3], buffer);
            Assert.Equal(new StreamPart(StreamPartKind.Data, 2), await download.ReadPartAsync(buffer));
            Assert.Equal(new StreamPart(StreamPartKind.Hole, 7), await download.ReadPartAsync(buffer));
            Assert.Equal(new StreamPart(StreamPartKind.Data, 1), await download.ReadPartAsync(buffer));
            Assert.Equal(StreamPartKind.End, (await download.ReadPartAsync(buffer)).Kind);
            Assert.Equal(StreamPartKind.End, (await download.ReadPartAsync(buffer)).Kind);
        }

        await using var again = await client.DownloadStorageVolumeAsync(s_volume, sparse: true);
        var all = new MemoryStream();
        await again.CopyToAsync(all).WaitAsync(s_limit);
        Assert.Equal([1, 2, 3, 4, 5, 0, 0, 0, 0, 0, 0, 0, 6], all.ToArray());
    }

    [Fact]
    public async Task An_error_in_the_middle_comes_after_the_data_before_it()
    {
        var server = OnStream(async (connection, call) =>
        {
            await connection.StreamAsync(call, status: 2, [1]);
            await connection.StreamAsync(call, status: 1, WireBytes.Empty.Error(38, 18, "cannot read: Input/output error").ToArray());
            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync();
        await using var download = await client.DownloadStorageVolumeAsync(s_volume);
        Assert.Equal(1, await download.ReadAsync(new byte[10]));
        var refusal = await Assert.ThrowsAsync<LibvirtServerException>(() => download.ReadAsync(new byte[10]).AsTask().WaitAsync(s_limit));
        Assert.Equal(LibvirtErrorCode.SystemError, refusal.Code);
    }

    [Fact]
    public async Task An_upload_that_the_server_breaks_off_fails_at_the_next_step()
    {
        var server = OnStream(async (connection, call) =>
        {
            await connection.ReceiveAsync();
            await connection.StreamAsync(call, status: 1, WireBytes.Empty.Error(38, 18, "cannot write: No space left on device").ToArray());
            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync();
        await using var upload = await client.UploadStorageVolumeAsync(s_volume);
        await upload.WriteAsync(new byte[] { 1 });
        var refusal = await Assert.ThrowsAsync<LibvirtServerException>(() => upload.CompleteAsync().WaitAsync(s_limit));
        Assert.Contains("No space left", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LibvirtServerException>(() => upload.WriteAsync(new byte[] { 1 }).AsTask());
    }

    [Fact]
    public async Task A_cut_connection_fails_the_stream_as_lost()
    {
        var server = OnStream((_, _) => Task.CompletedTask);
        await using var client = await server.ConnectAsync();
        await using var download = await client.DownloadStorageVolumeAsync(s_volume);
        await Assert.ThrowsAsync<LibvirtConnectionLostException>(() => download.ReadAsync(new byte[10]).AsTask().WaitAsync(s_limit));
    }

    [Fact]
    public async Task A_stream_that_is_not_complete_is_aborted()
    {
        var aborted = new TaskCompletionSource<FakeCall>();
        var server = OnStream(async (connection, call) =>
        {
            await connection.ReceiveAsync();
            aborted.SetResult(await connection.ReceiveAsync());
            await connection.StreamAsync(call, status: 0, []);
        });
        await using var client = await server.ConnectAsync();
        await using (var upload = await client.UploadStorageVolumeAsync(s_volume))
        {
            await upload.WriteAsync(new byte[] { 1 });
        }

        var abort = await aborted.Task.WaitAsync(s_limit);
        Assert.Equal((3u, 1u, 0), (abort.Type, abort.Status, abort.Payload.Length)); // VIR_NET_STREAM, VIR_NET_ERROR
    }

    [Fact]
    public async Task A_slow_reader_holds_the_server_up_but_not_the_other_calls()
    {
        const int Packets = 200;
        var sent = 0;
        var full = new TaskCompletionSource();
        var server = OnStream(async (connection, call) =>
        {
            for (; sent < Packets; sent++)
            {
                var send = connection.StreamAsync(call, status: 2, new byte[262_120]);
                if (await Task.WhenAny(send, Task.Delay(500)) != send)
                {
                    full.TrySetResult();
                }

                await send;
            }

            await connection.StreamAsync(call, status: 2, []);
            await connection.ReceiveAsync();
            await connection.StreamAsync(call, status: 0, []);
        });
        await using var client = await server.ConnectAsync();
        await using var download = await client.DownloadStorageVolumeAsync(s_volume);
        await full.Task.WaitAsync(s_limit);
        Assert.InRange(sent, 1, 20); // 2 MiB of room here, and what the socket holds
        Assert.Equal("here", await client.GetHostnameAsync().WaitAsync(s_limit));
        var all = new MemoryStream();
        await download.CopyToAsync(all).WaitAsync(s_limit);
        Assert.Equal(Packets * 262_120, all.Length);
    }

    [Fact]
    public async Task A_download_that_nobody_reads_can_be_given_up()
    {
        var server = OnStream(async (connection, call) =>
        {
            var abort = connection.ReceiveAsync();
            while (!abort.IsCompleted)
            {
                await connection.StreamAsync(call, status: 2, new byte[262_120]);
            }

            await connection.StreamAsync(call, status: 0, []);
        });
        await using var client = await server.ConnectAsync();
        var download = await client.DownloadStorageVolumeAsync(s_volume);
        Assert.NotEqual(0, await download.ReadAsync(new byte[10]));
        await download.DisposeAsync().AsTask().WaitAsync(s_limit);
    }

    /// <summary>A server whose connections either answer GET_HOSTNAME or confirm a stream and follow the script.</summary>
    private static FakeServer OnStream(Func<FakeConnection, FakeCall, Task> script) => FakeServer.AfterOpen(async connection =>
    {
        while (true)
        {
            var call = await connection.ReceiveAsync();
            switch (call.Procedure)
            {
                case RemoteProcedure.ConnectClose:
                    await connection.ReplyAsync(call, WireBytes.Empty);
                    return;
                case RemoteProcedure.ConnectGetHostname:
                    await connection.ReplyAsync(call, WireBytes.Empty.Text("here"));
                    break;
                default:
                    await connection.ReplyAsync(call, WireBytes.Empty);
                    await script(connection, call);
                    return;
            }
        }
    });
}
