using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>The events that this client knows. A new one is a line here, a record, and a method of the client.</summary>
internal static class EventKinds
{
    public static readonly EventKind<DomainRef, DomainLifecycleEvent> DomainLifecycle =
        OfDomain(0, RemoteProcedure.DomainEventCallbackLifecycle, DomainLifecycleEvent.Read); // VIR_DOMAIN_EVENT_ID_LIFECYCLE

    public static readonly EventKind<DomainRef, DomainRebootEvent> DomainReboot =
        OfDomain(1, RemoteProcedure.DomainEventCallbackReboot, DomainRebootEvent.Read); // VIR_DOMAIN_EVENT_ID_REBOOT

    public static readonly EventKind<DomainRef, DomainDeviceRemoved> DeviceRemoved =
        OfDomain(15, RemoteProcedure.DomainEventCallbackDeviceRemoved, DomainDeviceRemoved.Read); // VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED

    public static readonly EventKind<DomainRef, DomainBlockJobEvent> BlockJob =
        OfDomain(16, RemoteProcedure.DomainEventBlockJob2, DomainBlockJobEvent.Read); // VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2

    public static readonly EventKind<DomainRef, DomainAgentLifecycleEvent> AgentLifecycle =
        OfDomain(18, RemoteProcedure.DomainEventCallbackAgentLifecycle, DomainAgentLifecycleEvent.Read); // VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE

    public static readonly EventKind<DomainRef, DomainDeviceAdded> DeviceAdded =
        OfDomain(19, RemoteProcedure.DomainEventCallbackDeviceAdded, DomainDeviceAdded.Read); // VIR_DOMAIN_EVENT_ID_DEVICE_ADDED

    public static readonly EventKind<DomainRef, DomainDeviceRemovalFailed> DeviceRemovalFailed =
        OfDomain(22, RemoteProcedure.DomainEventCallbackDeviceRemovalFailed, DomainDeviceRemovalFailed.Read); // VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED

    public static readonly EventKind<DomainRef, DomainMetadataChanged> MetadataChanged =
        OfDomain(23, RemoteProcedure.DomainEventCallbackMetadataChange, DomainMetadataChanged.Read); // VIR_DOMAIN_EVENT_ID_METADATA_CHANGE

    public static readonly EventKind<NetworkRef, NetworkLifecycleEvent> NetworkLifecycle = new(
        RemoteProcedure.ConnectNetworkEventRegisterAny,
        RemoteProcedure.ConnectNetworkEventDeregisterAny,
        EventId: 0, // VIR_NETWORK_EVENT_ID_LIFECYCLE
        RemoteProcedure.NetworkEventLifecycle,
        NetworkRef.Write,
        NetworkLifecycleEvent.Read);

    public static readonly EventKind<StoragePoolRef, StoragePoolLifecycleEvent> StoragePoolLifecycle =
        OfStoragePool(0, RemoteProcedure.StoragePoolEventLifecycle, StoragePoolLifecycleEvent.Read); // VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE

    public static readonly EventKind<StoragePoolRef, StoragePoolRefreshed> StoragePoolRefreshed =
        OfStoragePool(1, RemoteProcedure.StoragePoolEventRefresh, Protocol.StoragePoolRefreshed.Read); // VIR_STORAGE_POOL_EVENT_ID_REFRESH

    private static EventKind<DomainRef, T> OfDomain<T>(int eventId, RemoteProcedure @event, XdrRead<T> read) => new(
        RemoteProcedure.ConnectDomainEventCallbackRegisterAny,
        RemoteProcedure.ConnectDomainEventCallbackDeregisterAny,
        eventId,
        @event,
        DomainRef.Write,
        read);

    private static EventKind<StoragePoolRef, T> OfStoragePool<T>(int eventId, RemoteProcedure @event, XdrRead<T> read) => new(
        RemoteProcedure.ConnectStoragePoolEventRegisterAny,
        RemoteProcedure.ConnectStoragePoolEventDeregisterAny,
        eventId,
        @event,
        StoragePoolRef.Write,
        read);
}
