namespace VirtProvision.Core.Installing.Devices;

/// <summary>What the volumes of a pool are to a domain. https://libvirt.org/storage.html</summary>
internal static class PoolKinds
{
    /// <summary>Image files, which have a format and can be sparse.</summary>
    public static bool HoldsFiles(string poolType) => poolType is "dir" or "fs" or "netfs" or "vstorage";

    /// <summary>Without a path on the host: a domain names them by protocol and server.</summary>
    public static bool IsOnNetwork(string poolType) => poolType is "rbd" or "gluster" or "sheepdog" or "iscsi-direct";

    /// <summary>The <c>type</c> of a disk on such a pool.</summary>
    public static string DiskType(string poolType) => HoldsFiles(poolType) ? "file" : IsOnNetwork(poolType) ? "network" : "block";
}
