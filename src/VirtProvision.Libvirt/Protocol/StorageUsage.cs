namespace VirtProvision.Libvirt.Protocol;

/// <summary>virStoragePoolState.</summary>
public enum StoragePoolState
{
    Inactive = 0, // VIR_STORAGE_POOL_INACTIVE
    Building = 1, // VIR_STORAGE_POOL_BUILDING
    Running = 2, // VIR_STORAGE_POOL_RUNNING
    Degraded = 3, // VIR_STORAGE_POOL_DEGRADED
    Inaccessible = 4, // VIR_STORAGE_POOL_INACCESSIBLE
}

/// <summary>virStoragePoolInfo; sizes in bytes.</summary>
public sealed record StoragePoolUsage(StoragePoolState State, ulong Capacity, ulong Allocation, ulong Available);

/// <summary>virStorageVolType.</summary>
public enum StorageVolumeType
{
    File = 0, // VIR_STORAGE_VOL_FILE
    Block = 1, // VIR_STORAGE_VOL_BLOCK
    Directory = 2, // VIR_STORAGE_VOL_DIR
    Network = 3, // VIR_STORAGE_VOL_NETWORK
    NetworkDirectory = 4, // VIR_STORAGE_VOL_NETDIR
    Ploop = 5, // VIR_STORAGE_VOL_PLOOP
}

/// <summary>virStorageVolInfo; sizes in bytes.</summary>
public sealed record StorageVolumeUsage(StorageVolumeType Type, ulong Capacity, ulong Allocation);
