using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>Procedures of a login by SASL. https://libvirt.org/auth.html</summary>
internal static class SaslProcedures
{
    // remote_auth_sasl_init_ret { nonnull_string mechlist; }
    public static readonly Procedure<Nothing, string> Init = new(
        RemoteProcedure.AuthSaslInit, Nothing.Write, static (ref XdrReader reader) => reader.ReadString("mechlist"));

    // remote_auth_sasl_start_args { nonnull_string mech; int nil; char data<REMOTE_AUTH_SASL_DATA_MAX>; }
    public static readonly Procedure<(string Mechanism, ImmutableArray<byte> Message), SaslAnswer> Start = new(
        RemoteProcedure.AuthSaslStart,
        static (ref XdrWriter writer, (string Mechanism, ImmutableArray<byte> Message) args) =>
        {
            writer.WriteString(args.Mechanism);
            WriteMessage(ref writer, args.Message);
        },
        ReadAnswer);

    // remote_auth_sasl_step_args { int nil; char data<REMOTE_AUTH_SASL_DATA_MAX>; }
    public static readonly Procedure<ImmutableArray<byte>, SaslAnswer> Step = new(RemoteProcedure.AuthSaslStep, WriteMessage, ReadAnswer);

    // An empty message is still one: "nil" is for none at all.
    private static void WriteMessage(ref XdrWriter writer, ImmutableArray<byte> message)
    {
        writer.WriteBoolean(false);
        writer.WriteArray(message, static (ref XdrWriter item, byte value) => item.WriteInt32((sbyte)value)); // XDR gives a char four bytes
    }

    // remote_auth_sasl_start_ret, remote_auth_sasl_step_ret { int complete; int nil; char data<REMOTE_AUTH_SASL_DATA_MAX>; }
    private static SaslAnswer ReadAnswer(ref XdrReader reader)
    {
        var isComplete = reader.ReadBoolean("complete");
        var isNil = reader.ReadBoolean("nil");
        var message = reader.ReadArray("data", ProtocolLimits.SaslData, minimumSize: 4, static (ref XdrReader item) => unchecked((byte)item.ReadInt32("data")));
        return new SaslAnswer(isComplete, isNil ? null : message);
    }
}

/// <summary>What the server says next in a login.</summary>
/// <param name="IsComplete">It lets the client in.</param>
/// <param name="Message">For the mechanism; null is none, which isn't the same as an empty one.</param>
internal sealed record SaslAnswer(bool IsComplete, ImmutableArray<byte>? Message);
