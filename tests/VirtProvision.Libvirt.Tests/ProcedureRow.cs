using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt.Tests;

/// <summary>What a method of the client puts on the wire, and what it makes of the reply.</summary>
public sealed class ProcedureRow
{
    private readonly Func<LibvirtClient, Task<object?>> _call;

    private ProcedureRow(RemoteProcedure procedure, Func<LibvirtClient, Task<object?>> call, WireBytes args, WireBytes reply, object? result)
    {
        Procedure = procedure;
        _call = call;
        Args = args.ToArray();
        Reply = reply.ToArray();
        Result = result;
    }

    public RemoteProcedure Procedure { get; }

    public byte[] Args { get; }

    public byte[] Reply { get; }

    public object? Result { get; }

    public Task<object?> CallAsync(LibvirtClient client) => _call(client);

    public override string ToString() => Procedure.ToString();

    /// <summary>A call that answers with a value.</summary>
    internal static ProcedureRow Of<T>(RemoteProcedure procedure, Func<LibvirtClient, Task<T>> call, WireBytes args, WireBytes reply, T result) =>
        new(procedure, async client => await call(client), args, reply, result);

    /// <summary>A call from which the caller gets no value.</summary>
    internal static ProcedureRow Of(RemoteProcedure procedure, Func<LibvirtClient, Task> call, WireBytes args, WireBytes? reply = null) => new(
        procedure,
        async client =>
        {
            await call(client);
            return null;
        },
        args,
        reply ?? WireBytes.Empty,
        result: null);
}
