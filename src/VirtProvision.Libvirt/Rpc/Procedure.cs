using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Rpc;

/// <summary>One remote procedure: its number, how its arguments are written and how its reply is read.</summary>
internal sealed class Procedure<TArgs, TReply>(RemoteProcedure number, XdrWrite<TArgs> write, XdrRead<TReply> read)
{
    public RemoteProcedure Number { get; } = number;

    public XdrWrite<TArgs> Write { get; } = write;

    public XdrRead<TReply> Read { get; } = read;

    /// <summary>Works on as much data as there is (copies, wipes, boots …), so the ordinary time limit of a call doesn't hold for it.</summary>
    public bool IsLong { get; init; }
}

/// <summary>The arguments or the reply of a procedure that has none.</summary>
internal readonly record struct Nothing
{
    public static Nothing Read(ref XdrReader reader) => default;

    public static void Write(ref XdrWriter writer, Nothing value)
    {
    }
}
