using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>virStoragePoolEventLifecycleType.</summary>
public enum StoragePoolLifecycleKind
{
    Defined = 0, // VIR_STORAGE_POOL_EVENT_DEFINED
    Undefined = 1, // VIR_STORAGE_POOL_EVENT_UNDEFINED
    Started = 2, // VIR_STORAGE_POOL_EVENT_STARTED
    Stopped = 3, // VIR_STORAGE_POOL_EVENT_STOPPED
    Created = 4, // VIR_STORAGE_POOL_EVENT_CREATED
    Deleted = 5, // VIR_STORAGE_POOL_EVENT_DELETED
}

/// <summary>Something began or ended in a pool's life.</summary>
public sealed record StoragePoolLifecycleEvent(StoragePoolRef Pool, StoragePoolLifecycleKind Kind, int Detail)
{
    // remote_storage_pool_event_lifecycle_msg { int callbackID; remote_nonnull_storage_pool pool; int event; int detail; }
    internal static StoragePoolLifecycleEvent Read(ref XdrReader reader) =>
        new(StoragePoolRef.Read(ref reader), (StoragePoolLifecycleKind)reader.ReadInt32("event"), reader.ReadInt32("detail"));
}

/// <summary>The list of a pool's volumes has changed.</summary>
public sealed record StoragePoolRefreshed(StoragePoolRef Pool)
{
    // remote_storage_pool_event_refresh_msg { int callbackID; remote_nonnull_storage_pool pool; }
    internal static StoragePoolRefreshed Read(ref XdrReader reader) => new(StoragePoolRef.Read(ref reader));
}
