using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Rpc;

/// <summary>Who gets which events: the server names a subscription by the callback number it gave out, and numbers domain, network and pool events separately.</summary>
internal sealed class EventTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(RemoteProcedure Event, int CallbackId), IEventSink> _sinks = [];
    private Exception? _end;

    public void Add(RemoteProcedure @event, int callbackId, IEventSink sink)
    {
        lock (_gate)
        {
            if (_end is null)
            {
                _sinks[(@event, callbackId)] = sink;
                return;
            }
        }

        sink.End(_end);
    }

    public void Remove(RemoteProcedure @event, int callbackId)
    {
        lock (_gate)
        {
            _sinks.Remove((@event, callbackId));
        }
    }

    /// <summary>Hands an event on; one that nobody waits for any more is dropped, as it may have been on its way when its subscription ended.</summary>
    public void Deliver(RemoteProcedure @event, ref XdrReader reader)
    {
        var callbackId = reader.ReadInt32("callbackID");
        IEventSink? sink;
        lock (_gate)
        {
            _sinks.TryGetValue((@event, callbackId), out sink);
        }

        sink?.Deliver(ref reader);
    }

    public void End(Exception reason)
    {
        IEventSink[] sinks;
        lock (_gate)
        {
            _end ??= reason;
            sinks = [.. _sinks.Values];
            _sinks.Clear();
        }

        foreach (var sink in sinks)
        {
            sink.End(reason);
        }
    }
}

internal interface IEventSink
{
    void Deliver(ref XdrReader reader);

    void End(Exception reason);
}
