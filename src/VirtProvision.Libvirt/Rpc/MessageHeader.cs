using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Rpc;

/// <summary>
/// What precedes each payload (virNetMessageHeader in virnetprotocol.x): program, version, procedure, type, serial, status.
/// https://libvirt.org/kbase/internals/rpc.html
/// </summary>
internal readonly record struct MessageHeader(uint Program, uint Version, int Procedure, MessageType Type, uint Serial, MessageStatus Status)
{
    public const uint RemoteProgram = 0x20008086; // REMOTE_PROGRAM
    public const uint QemuProgram = 0x20008087; // QEMU_PROGRAM
    public const uint KeepAliveProgram = 0x6b656570; // KEEPALIVE_PROGRAM
    public const uint ProtocolVersion = 1; // REMOTE_PROTOCOL_VERSION, QEMU_PROTOCOL_VERSION, KEEPALIVE_PROTOCOL_VERSION

    private const int QemuBit = 0x10000;

    public static MessageHeader Of(RemoteProcedure procedure, MessageType type, uint serial, MessageStatus status) =>
        new(ProgramOf(procedure), ProtocolVersion, NumberOf(procedure), type, serial, status);

    public bool IsOf(RemoteProcedure procedure) => Program == ProgramOf(procedure) && Procedure == NumberOf(procedure);

    public static MessageHeader Read(ref XdrReader reader) => new(
        reader.ReadUInt32("prog"),
        reader.ReadUInt32("vers"),
        reader.ReadInt32("proc"),
        (MessageType)reader.ReadInt32("type"),
        reader.ReadUInt32("serial"),
        (MessageStatus)reader.ReadInt32("status"));

    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Program);
        writer.WriteUInt32(Version);
        writer.WriteInt32(Procedure);
        writer.WriteInt32((int)Type);
        writer.WriteUInt32(Serial);
        writer.WriteInt32((int)Status);
    }

    // A program's procedures are numbered from 1; RemoteProcedure tells those of QEMU apart by a bit that no number has.
    private static uint ProgramOf(RemoteProcedure procedure) => ((int)procedure & QemuBit) is 0 ? RemoteProgram : QemuProgram;

    private static int NumberOf(RemoteProcedure procedure) => (int)procedure & ~QemuBit;
}

/// <summary>virNetMessageType.</summary>
internal enum MessageType
{
    Call = 0, // VIR_NET_CALL
    Reply = 1, // VIR_NET_REPLY
    Event = 2, // VIR_NET_MESSAGE
    Stream = 3, // VIR_NET_STREAM
    CallWithFds = 4, // VIR_NET_CALL_WITH_FDS
    ReplyWithFds = 5, // VIR_NET_REPLY_WITH_FDS
    StreamHole = 6, // VIR_NET_STREAM_HOLE
}

/// <summary>virNetMessageStatus.</summary>
internal enum MessageStatus
{
    Ok = 0, // VIR_NET_OK
    Error = 1, // VIR_NET_ERROR
    Continue = 2, // VIR_NET_CONTINUE
}
