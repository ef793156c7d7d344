using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>A sort of events: how one asks for it, under which procedure it comes, and how it is read.</summary>
/// <param name="Register">The procedure that subscribes; takes the event's number and, to hear of one object only, that object.</param>
/// <param name="EventId">Its number among its object's events, such as <c>VIR_DOMAIN_EVENT_ID_LIFECYCLE</c>.</param>
/// <param name="Event">The procedure under which the server sends it.</param>
internal sealed record EventKind<TObject, TEvent>(
    RemoteProcedure Register, RemoteProcedure Deregister, int EventId, RemoteProcedure Event, XdrWrite<TObject> WriteObject, XdrRead<TEvent> Read)
    where TObject : class
{
    // remote_connect_*_event_*register_any_args { int eventID; T *object; } remote_connect_*_event_*register_any_ret { int callbackID; }
    /// <param name="accept">Told the callback number before any event under it can come.</param>
    public Procedure<TObject?, int> Registration(Action<int> accept) => new(
        Register,
        (ref XdrWriter writer, TObject? @object) =>
        {
            writer.WriteInt32(EventId);
            writer.WriteBoolean(@object is not null);
            if (@object is not null)
            {
                WriteObject(ref writer, @object);
            }
        },
        (ref XdrReader reader) =>
        {
            var callbackId = reader.ReadInt32("callbackID");
            accept(callbackId);
            return callbackId;
        });

    // remote_connect_*_event_*deregister_any_args { int callbackID; }
    public Procedure<int, Nothing> Deregistration { get; } =
        new(Deregister, static (ref XdrWriter writer, int callbackId) => writer.WriteInt32(callbackId), Nothing.Read);
}
