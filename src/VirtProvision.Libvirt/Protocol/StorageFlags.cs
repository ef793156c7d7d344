namespace VirtProvision.Libvirt.Protocol;

/// <summary>virConnectListAllStoragePoolsFlags (the filters by type are left out); none of a group means all of it.</summary>
[Flags]
public enum StoragePoolListFlags : uint
{
    All = 0,
    Inactive = 1, // VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE
    Active = 2, // VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE
    Persistent = 4, // VIR_CONNECT_LIST_STORAGE_POOLS_PERSISTENT
    Transient = 8, // VIR_CONNECT_LIST_STORAGE_POOLS_TRANSIENT
    Autostart = 16, // VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART
    NoAutostart = 32, // VIR_CONNECT_LIST_STORAGE_POOLS_NO_AUTOSTART
}

/// <summary>virStorageXMLFlags.</summary>
[Flags]
public enum StorageXmlFlags : uint
{
    Current = 0,
    Inactive = 1, // VIR_STORAGE_XML_INACTIVE
}

/// <summary>virStoragePoolDefineFlags.</summary>
[Flags]
public enum StoragePoolDefineFlags : uint
{
    None = 0,
    Validate = 1, // VIR_STORAGE_POOL_DEFINE_VALIDATE
}

/// <summary>virStoragePoolCreateFlags.</summary>
[Flags]
public enum StoragePoolStartFlags : uint
{
    None = 0,
    WithBuild = 1, // VIR_STORAGE_POOL_CREATE_WITH_BUILD
    WithBuildOverwrite = 2, // VIR_STORAGE_POOL_CREATE_WITH_BUILD_OVERWRITE
    WithBuildNoOverwrite = 4, // VIR_STORAGE_POOL_CREATE_WITH_BUILD_NO_OVERWRITE
}

/// <summary>virStoragePoolBuildFlags.</summary>
[Flags]
public enum StoragePoolBuildFlags : uint
{
    New = 0, // VIR_STORAGE_POOL_BUILD_NEW
    Repair = 1, // VIR_STORAGE_POOL_BUILD_REPAIR
    Resize = 2, // VIR_STORAGE_POOL_BUILD_RESIZE
    NoOverwrite = 4, // VIR_STORAGE_POOL_BUILD_NO_OVERWRITE
    Overwrite = 8, // VIR_STORAGE_POOL_BUILD_OVERWRITE
}

/// <summary>virStoragePoolDeleteFlags.</summary>
[Flags]
public enum StoragePoolDeleteFlags : uint
{
    Normal = 0, // VIR_STORAGE_POOL_DELETE_NORMAL
    Zeroed = 1, // VIR_STORAGE_POOL_DELETE_ZEROED
}

/// <summary>virStorageVolCreateFlags.</summary>
[Flags]
public enum StorageVolumeCreateFlags : uint
{
    None = 0,
    PreallocateMetadata = 1, // VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA
    Reflink = 2, // VIR_STORAGE_VOL_CREATE_REFLINK
    Validate = 4, // VIR_STORAGE_VOL_CREATE_VALIDATE
}

/// <summary>virStorageVolDeleteFlags.</summary>
[Flags]
public enum StorageVolumeDeleteFlags : uint
{
    Normal = 0, // VIR_STORAGE_VOL_DELETE_NORMAL
    Zeroed = 1, // VIR_STORAGE_VOL_DELETE_ZEROED
    WithSnapshots = 2, // VIR_STORAGE_VOL_DELETE_WITH_SNAPSHOTS
}

/// <summary>virStorageVolResizeFlags.</summary>
[Flags]
public enum StorageVolumeResizeFlags : uint
{
    None = 0,
    Allocate = 1, // VIR_STORAGE_VOL_RESIZE_ALLOCATE
    Delta = 2, // VIR_STORAGE_VOL_RESIZE_DELTA
    Shrink = 4, // VIR_STORAGE_VOL_RESIZE_SHRINK
}

/// <summary>virStorageVolWipeAlgorithm.</summary>
public enum StorageVolumeWipeAlgorithm : uint
{
    Zero = 0, // VIR_STORAGE_VOL_WIPE_ALG_ZERO
    Nnsa = 1, // VIR_STORAGE_VOL_WIPE_ALG_NNSA
    Dod = 2, // VIR_STORAGE_VOL_WIPE_ALG_DOD
    Bsi = 3, // VIR_STORAGE_VOL_WIPE_ALG_BSI
    Gutmann = 4, // VIR_STORAGE_VOL_WIPE_ALG_GUTMANN
    Schneier = 5, // VIR_STORAGE_VOL_WIPE_ALG_SCHNEIER
    Pfitzner7 = 6, // VIR_STORAGE_VOL_WIPE_ALG_PFITZNER7
    Pfitzner33 = 7, // VIR_STORAGE_VOL_WIPE_ALG_PFITZNER33
    Random = 8, // VIR_STORAGE_VOL_WIPE_ALG_RANDOM
    Trim = 9, // VIR_STORAGE_VOL_WIPE_ALG_TRIM
}
