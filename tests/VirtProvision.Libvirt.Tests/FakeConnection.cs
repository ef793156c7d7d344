using System.Buffers.Binary;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt.Tests;

/// <summary>The server's side of one connection.</summary>
internal sealed class FakeConnection(Stream stream)
{
    private const uint Remote = 0x20008086;
    private const uint KeepAlive = 0x6b656570;
    private const uint Qemu = 0x20008087;
    private const uint QemuBit = 0x10000;

    /// <summary>Answers AUTH_LIST with "none" and CONNECT_OPEN with "yes".</summary>
    public async Task AcceptAsync()
    {
        await ReplyAsync(await ReceiveAsync(RemoteProcedure.AuthList), WireBytes.Empty.Int(1).Int(0));
        await ReplyAsync(await ReceiveAsync(RemoteProcedure.ConnectOpen), WireBytes.Empty);
    }

    public async Task<FakeCall> ReceiveAsync(RemoteProcedure? expected = null)
    {
        var length = new byte[4];
        await stream.ReadExactlyAsync(length);
        var frame = new byte[BinaryPrimitives.ReadUInt32BigEndian(length) - 4];
        await stream.ReadExactlyAsync(frame);
        uint Word(int index) => BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(index * 4));
        var call = new FakeCall(Word(0), (RemoteProcedure)(Word(2) | (Word(0) == Qemu ? QemuBit : 0)), Word(3), Word(4), Word(5), frame[24..]);
        if (expected is not null && call.Program == KeepAlive)
        {
            // A ping may come at any time.
            return await ReceiveAsync(expected);
        }

        if (expected is not null)
        {
            Assert.Equal(expected, call.Procedure);
        }

        return call;
    }

    public Task ReplyAsync(FakeCall call, WireBytes payload) => SendAsync(call.Procedure, type: 1, call.Serial, status: 0, payload.ToArray());

    public Task RefuseAsync(FakeCall call, WireBytes error) => SendAsync(call.Procedure, type: 1, call.Serial, status: 1, error.ToArray());

    public Task StreamAsync(FakeCall call, uint status, byte[] payload) => SendAsync(call.Procedure, type: 3, call.Serial, status, payload);

    public Task HoleAsync(FakeCall call, long length) => SendAsync(call.Procedure, type: 6, call.Serial, status: 2, WireBytes.Empty.Hyper(length).Int(0).ToArray());

    public Task EventAsync(RemoteProcedure procedure, WireBytes payload) => SendAsync(procedure, type: 2, serial: 0, status: 0, payload.ToArray());

    public Task SendAsync(RemoteProcedure procedure, uint type, uint serial, uint status, byte[] payload, uint? program = null, uint version = 1) =>
        SendRawAsync(Frame(program ?? (((uint)procedure & QemuBit) is 0 ? Remote : Qemu), version, (uint)procedure & ~QemuBit, type, serial, status, payload));

    public Task SendRawAsync(byte[] bytes) => stream.WriteAsync(bytes).AsTask();

    /// <summary>Reads and forgets whatever the client still sends, but lets it take its leave; ends when it hangs up.</summary>
    public async Task DrainAsync()
    {
        while (true)
        {
            var call = await ReceiveAsync();
            if (call.Procedure is RemoteProcedure.ConnectClose)
            {
                await ReplyAsync(call, WireBytes.Empty);
            }
        }
    }

    public void Close() => stream.Dispose();

    public static byte[] Frame(uint program, uint version, uint procedure, uint type, uint serial, uint status, byte[] payload) =>
        WireBytes.Empty.Int(28 + payload.Length).Int(program).Int(version).Int(procedure).Int(type).Int(serial).Int(status).Bytes(payload).ToArray();
}

internal sealed record FakeCall(uint Program, RemoteProcedure Procedure, uint Type, uint Serial, uint Status, byte[] Payload);
