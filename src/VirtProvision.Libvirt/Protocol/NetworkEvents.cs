using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>virNetworkEventLifecycleType.</summary>
public enum NetworkLifecycleKind
{
    Defined = 0, // VIR_NETWORK_EVENT_DEFINED
    Undefined = 1, // VIR_NETWORK_EVENT_UNDEFINED
    Started = 2, // VIR_NETWORK_EVENT_STARTED
    Stopped = 3, // VIR_NETWORK_EVENT_STOPPED
}

/// <summary>Something began or ended in a network's life; an update of a part of it is no such event.</summary>
public sealed record NetworkLifecycleEvent(NetworkRef Network, NetworkLifecycleKind Kind, int Detail)
{
    // remote_network_event_lifecycle_msg { int callbackID; remote_nonnull_network net; int event; int detail; }
    internal static NetworkLifecycleEvent Read(ref XdrReader reader) =>
        new(NetworkRef.Read(ref reader), (NetworkLifecycleKind)reader.ReadInt32("event"), reader.ReadInt32("detail"));
}
