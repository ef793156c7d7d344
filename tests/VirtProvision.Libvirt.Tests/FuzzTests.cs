using System.Buffers.Binary;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Tests;

/// <summary>Bytes that mean nothing, or almost something: whatever comes, a typed exception, soon, and no more memory than the bytes deserve. The seed names the run.</summary>
public sealed class FuzzTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private static readonly XdrRead<object?>[] s_readers =
    [
        DomainRef.Read, NetworkRef.Read, StoragePoolRef.Read, StorageVolumeRef.Read, ErrorPayload.Read, TypedParameter.Read, DhcpLease.Read, DomainInterface.Read,
        DomainLifecycleEvent.Read, DomainDeviceRemoved.Read, DomainAgentLifecycleEvent.Read, DomainMetadataChanged.Read, NetworkLifecycleEvent.Read,
        StoragePoolLifecycleEvent.Read,
        static (ref XdrReader reader) => DomainProcedures.ListAll.Read(ref reader),
        static (ref XdrReader reader) => NetworkProcedures.ListAll.Read(ref reader),
        static (ref XdrReader reader) => NetworkProcedures.GetDhcpLeases.Read(ref reader),
        static (ref XdrReader reader) => StoragePoolProcedures.ListAllVolumes.Read(ref reader),
        static (ref XdrReader reader) => DomainGuestProcedures.InterfaceAddresses.Read(ref reader),
        static (ref XdrReader reader) => DomainStatsProcedures.GetAll.Read(ref reader),
        static (ref XdrReader reader) => DomainDeviceProcedures.GetBlockIoTune.Read(ref reader),
        static (ref XdrReader reader) => DomainProcedures.GetInfo.Read(ref reader),
        static (ref XdrReader reader) => ConnectionProcedures.AuthList.Read(ref reader),
        static (ref XdrReader reader) => ConnectionProcedures.GetVersion.Read(ref reader),
        static (ref XdrReader reader) => reader.ReadOpaque("value", ProtocolLimits.SecretValue),
    ];

    [Fact]
    public void Readers_of_garbage_fail_typed_and_cheaply()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var bytes = Garbage(random, random.Next(200));
            foreach (var read in s_readers)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    var reader = new XdrReader(bytes);
                    read(ref reader);
                    reader.ExpectEnd();
                }
                catch (LibvirtProtocolException exception)
                {
                    Assert.NotEmpty(exception.Field);
                }

                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(allocated < 64 * 1024, $"Seed {seed}: {allocated} bytes were allocated for a message of {bytes.Length}.");
            }
        }
    }

    [Fact]
    public async Task A_connection_fed_with_garbage_ends_typed()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            await EndsTypedAsync(seed, _ => Garbage(random, 1 + random.Next(5000)));
        }
    }

    [Fact]
    public async Task A_good_reply_with_a_few_wrong_bytes_ends_typed()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            await EndsTypedAsync(seed, call =>
            {
                var list = WireBytes.Empty.Int(3);
                for (var i = 0; i < 3; i++)
                {
                    list.Domain($"vm{i}", "00112233445566778899aabbccddeeff", i);
                }

                var reply = FakeConnection.Frame(0x20008086, 1, (uint)call.Procedure, 1, call.Serial, 0, list.Int(3).ToArray());
                for (var hits = 1 + random.Next(3); hits > 0; hits--)
                {
                    reply[random.Next(reply.Length)] = (byte)random.Next(256);
                }

                return random.Next(4) == 0 ? reply[..random.Next(reply.Length)] : reply;
            });
        }
    }

    [Fact]
    public async Task A_stream_fed_with_garbage_ends_typed()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var server = FakeServer.AfterOpen(async connection =>
            {
                var call = await connection.ReceiveAsync();
                await connection.ReplyAsync(call, WireBytes.Empty);
                if (call.Procedure is RemoteProcedure.StorageVolDownload)
                {
                    for (var packets = random.Next(5); packets >= 0; packets--)
                    {
                        await connection.SendAsync(call.Procedure, type: random.Next(2) == 0 ? 3u : 6u, call.Serial, status: (uint)random.Next(4), Garbage(random, random.Next(50)));
                    }
                }
            });
            await using var client = await server.ConnectAsync();
            try
            {
                await using var download = await client.DownloadStorageVolumeAsync(new StorageVolumeRef("p", "v"), sparse: true);
                while ((await download.ReadPartAsync(new byte[64]).AsTask().WaitAsync(s_limit)).Kind is not StreamPartKind.End)
                {
                }
            }
            catch (LibvirtException)
            {
                // As it should be; anything else fails the test.
            }
        }
    }

    /// <summary>The server answers one call with these bytes and hangs up: the call ends, either with a value or with one of our exceptions.</summary>
    private static async Task EndsTypedAsync(int seed, Func<FakeCall, byte[]> answer)
    {
        var server = FakeServer.AfterOpen(async connection => await connection.SendRawAsync(answer(await connection.ReceiveAsync())));
        await using var client = await server.ConnectAsync();
        try
        {
            await client.ListDomainsAsync().WaitAsync(s_limit);
        }
        catch (Exception exception) when (exception is not LibvirtException)
        {
            Assert.Fail($"Seed {seed}: {exception}");
        }
        catch (LibvirtException)
        {
            // As it should be.
        }
    }

    /// <summary>Random bytes in which small numbers, limits and their neighbours are likely, for those are what a reader branches on.</summary>
    private static byte[] Garbage(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        uint[] likely = [0, 1, 2, 3, 7, 16_384, 16_385, 4_194_304, 4_194_305, 33_554_436, int.MaxValue, uint.MaxValue];
        for (var i = 0; i + 4 <= length; i += 4)
        {
            if (random.Next(3) > 0)
            {
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i), likely[random.Next(likely.Length)]);
            }
        }

        return bytes;
    }
}
