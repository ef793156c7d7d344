using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Rpc;

/// <summary>A call that was sent and not yet answered. Whoever takes it out of the connection's table ends it, so it ends exactly once.</summary>
internal abstract class PendingCall(RpcConnection connection, RemoteProcedure procedure, uint serial, long deadline)
{
    public RpcConnection Connection { get; } = connection;

    public RemoteProcedure Procedure { get; } = procedure;

    public uint Serial { get; } = serial;

    /// <summary>A timestamp of the connection's clock; <see cref="long.MaxValue"/> is never.</summary>
    public long Deadline { get; } = deadline;

    /// <summary>The stream that begins once this call has succeeded.</summary>
    public RpcStream? Stream { get; init; }

    public abstract void Answer(ref XdrReader reader);

    public abstract void Fail(Exception exception);

    public abstract void Cancel(CancellationToken cancellationToken);
}

internal sealed class PendingCall<TReply>(RpcConnection connection, RemoteProcedure procedure, uint serial, long deadline, XdrRead<TReply> read)
    : PendingCall(connection, procedure, serial, deadline)
{
    private readonly TaskCompletionSource<TReply> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TReply> Completion => _completion.Task;

    public override void Answer(ref XdrReader reader)
    {
        var reply = read(ref reader);
        reader.ExpectEnd();
        _completion.TrySetResult(reply);
    }

    public override void Fail(Exception exception) => _completion.TrySetException(exception);

    public override void Cancel(CancellationToken cancellationToken) => _completion.TrySetCanceled(cancellationToken);
}
