using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt.Tests;

internal static class StorageRows
{
    private const string Uuid = "00112233-4455-6677-8899-aabbccddeeff";
    private static readonly StoragePoolRef s_pool = new("images", Guid.Parse(Uuid));
    private static readonly StorageVolumeRef s_volume = new("images", "a.raw", "/i/a.raw");

    private static WireBytes Wire => WireBytes.Empty;

    private static WireBytes Pool => Wire.Named("images", Uuid); // remote_nonnull_storage_pool { name, uuid }

    private static WireBytes Volume => Wire.Volume("images", "a.raw", "/i/a.raw"); // remote_nonnull_storage_vol { pool, name, key }

    public static IEnumerable<ProcedureRow> All => [.. Pools, .. Volumes];

    private static IEnumerable<ProcedureRow> Pools =>
    [
        ProcedureRow.Of(
            RemoteProcedure.ConnectListAllStoragePools,
            c => c.ListStoragePoolsAsync(StoragePoolListFlags.Persistent),
            Wire.Int(1).Int(4), // need_results, flags
            Wire.Int(1).Named("images", Uuid).Int(1), // pools<>, ret
            [s_pool]),
        ProcedureRow.Of(RemoteProcedure.StoragePoolLookupByName, c => c.LookupStoragePoolAsync("images"), Wire.Text("images"), Pool, s_pool),
        ProcedureRow.Of<StoragePoolRef?>(RemoteProcedure.StoragePoolLookupByTargetPath, c => c.FindStoragePoolByTargetPathAsync("/i"), Wire.Text("/i"), Pool, s_pool),
        ProcedureRow.Of(RemoteProcedure.StoragePoolGetXmlDesc, c => c.GetStoragePoolXmlAsync(s_pool, StorageXmlFlags.Inactive), Pool.Int(1), Wire.Text("<pool/>"), "<pool/>"),
        ProcedureRow.Of(
            RemoteProcedure.StoragePoolDefineXml, c => c.DefineStoragePoolAsync("<pool/>", StoragePoolDefineFlags.Validate), Wire.Text("<pool/>").Int(1), Pool, s_pool),
        ProcedureRow.Of(
            RemoteProcedure.StoragePoolCreateXml, c => c.CreateStoragePoolAsync("<pool/>", StoragePoolStartFlags.WithBuild), Wire.Text("<pool/>").Int(1), Pool, s_pool),
        ProcedureRow.Of(RemoteProcedure.StoragePoolBuild, c => c.BuildStoragePoolAsync(s_pool, StoragePoolBuildFlags.NoOverwrite), Pool.Int(4)),
        ProcedureRow.Of(RemoteProcedure.StoragePoolCreate, c => c.StartStoragePoolAsync(s_pool), Pool.Int(0)),
        ProcedureRow.Of(RemoteProcedure.StoragePoolDestroy, c => c.DestroyStoragePoolAsync(s_pool), Pool),
        ProcedureRow.Of(RemoteProcedure.StoragePoolDelete, c => c.DeleteStoragePoolAsync(s_pool), Pool.Int(0)),
        ProcedureRow.Of(RemoteProcedure.StoragePoolUndefine, c => c.UndefineStoragePoolAsync(s_pool), Pool),
        ProcedureRow.Of(RemoteProcedure.StoragePoolRefresh, c => c.RefreshStoragePoolAsync(s_pool), Pool.Int(0)),
        ProcedureRow.Of(RemoteProcedure.StoragePoolIsActive, c => c.IsStoragePoolActiveAsync(s_pool), Pool, Wire.Int(1), true),
        ProcedureRow.Of(RemoteProcedure.StoragePoolIsPersistent, c => c.IsStoragePoolPersistentAsync(s_pool), Pool, Wire.Int(1), true),
        ProcedureRow.Of(RemoteProcedure.StoragePoolGetAutostart, c => c.GetStoragePoolAutostartAsync(s_pool), Pool, Wire.Int(1), true),
        ProcedureRow.Of(RemoteProcedure.StoragePoolSetAutostart, c => c.SetStoragePoolAutostartAsync(s_pool, false), Pool.Int(0)),
        ProcedureRow.Of(
            RemoteProcedure.StoragePoolGetInfo,
            c => c.GetStoragePoolUsageAsync(s_pool),
            Pool,
            Wire.Int(2).Hyper(3).Hyper(2).Hyper(1), // state, capacity, allocation, available
            new StoragePoolUsage(StoragePoolState.Running, 3, 2, 1)),
        ProcedureRow.Of(
            RemoteProcedure.StoragePoolListAllVolumes,
            c => c.ListStorageVolumesAsync(s_pool),
            Pool.Int(1).Int(0), // need_results, flags
            Wire.Int(1).Volume("images", "a.raw", "/i/a.raw").Int(1), // vols<>, ret
            [s_volume]),
    ];

    private static IEnumerable<ProcedureRow> Volumes =>
    [
        ProcedureRow.Of(RemoteProcedure.StorageVolLookupByName, c => c.LookupStorageVolumeAsync(s_pool, "a.raw"), Pool.Text("a.raw"), Volume, s_volume),
        ProcedureRow.Of<StorageVolumeRef?>(RemoteProcedure.StorageVolLookupByPath, c => c.FindStorageVolumeByPathAsync("/i/a.raw"), Wire.Text("/i/a.raw"), Volume, s_volume),
        ProcedureRow.Of(RemoteProcedure.StorageVolGetXmlDesc, c => c.GetStorageVolumeXmlAsync(s_volume), Volume.Int(0), Wire.Text("<volume/>"), "<volume/>"),
        ProcedureRow.Of(RemoteProcedure.StorageVolGetPath, c => c.GetStorageVolumePathAsync(s_volume), Volume, Wire.Text("/i/a.raw"), "/i/a.raw"),
        ProcedureRow.Of(
            RemoteProcedure.StorageVolGetInfo,
            c => c.GetStorageVolumeUsageAsync(s_volume),
            Volume,
            Wire.Int(0).Hyper(2).Hyper(1), // type, capacity, allocation
            new StorageVolumeUsage(StorageVolumeType.File, 2, 1)),
        ProcedureRow.Of(
            RemoteProcedure.StorageVolCreateXml,
            c => c.CreateStorageVolumeAsync(s_pool, "<volume/>", StorageVolumeCreateFlags.PreallocateMetadata),
            Pool.Text("<volume/>").Int(1),
            Volume,
            s_volume),
        ProcedureRow.Of(
            RemoteProcedure.StorageVolCreateXmlFrom,
            c => c.CreateStorageVolumeFromAsync(s_pool, "<volume/>", new StorageVolumeRef("images", "src"), StorageVolumeCreateFlags.Reflink),
            Pool.Text("<volume/>").Volume("images", "src", "").Int(2), // pool, xml, clonevol, flags
            Volume,
            s_volume),
        ProcedureRow.Of(RemoteProcedure.StorageVolDelete, c => c.DeleteStorageVolumeAsync(s_volume, StorageVolumeDeleteFlags.WithSnapshots), Volume.Int(2)),
        ProcedureRow.Of(RemoteProcedure.StorageVolResize, c => c.ResizeStorageVolumeAsync(s_volume, 1UL << 40, StorageVolumeResizeFlags.Allocate), Volume.Hyper(1L << 40).Int(1)),
        ProcedureRow.Of(RemoteProcedure.StorageVolWipePattern, c => c.WipeStorageVolumeAsync(s_volume, StorageVolumeWipeAlgorithm.Trim), Volume.Int(9).Int(0)),
    ];
}
