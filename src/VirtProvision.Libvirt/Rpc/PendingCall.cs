using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Rpc;

/// <summary>A call that has not ended. Whoever takes it out of the connection's table (or its queue) ends it, so it ends exactly once.</summary>
internal abstract class PendingCall(RpcConnection connection, RemoteProcedure procedure, bool isLong, RpcStream? stream)
{
    public RpcConnection Connection { get; } = connection;

    public RemoteProcedure Procedure { get; } = procedure;

    public bool IsLong { get; } = isLong;

    /// <summary>The stream that begins once this call has succeeded.</summary>
    public RpcStream? Stream { get; } = stream;

    // The rest belongs to the connection and changes under its lock.

    /// <summary>0 until the call has its turn.</summary>
    public uint Serial { get; set; }

    /// <summary>A timestamp of the connection's clock; <see cref="long.MaxValue"/> is never.</summary>
    public long Deadline { get; set; } = long.MaxValue;

    public bool IsOver { get; set; }

    public CancellationTokenRegistration Cancellation { get; set; }

    /// <exception cref="ArgumentException">The arguments don't fit the protocol.</exception>
    public abstract void Send(MessageSender sender);

    public abstract void Answer(ref XdrReader reader);

    public abstract void Fail(Exception exception);

    public abstract void Cancel(CancellationToken cancellationToken);
}

internal sealed class PendingCall<TArgs, TReply>(RpcConnection connection, Procedure<TArgs, TReply> procedure, TArgs args, RpcStream? stream)
    : PendingCall(connection, procedure.Number, procedure.IsLong, stream)
{
    private readonly TaskCompletionSource<TReply> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TReply> Completion => _completion.Task;

    public override void Send(MessageSender sender) =>
        sender.Send(MessageHeader.Of(Procedure, MessageType.Call, Serial, MessageStatus.Ok), procedure.Write, args);

    public override void Answer(ref XdrReader reader)
    {
        var reply = procedure.Read(ref reader);
        reader.ExpectEnd();
        _completion.TrySetResult(reply);
    }

    public override void Fail(Exception exception) => _completion.TrySetException(exception);

    public override void Cancel(CancellationToken cancellationToken) => _completion.TrySetCanceled(cancellationToken);
}
