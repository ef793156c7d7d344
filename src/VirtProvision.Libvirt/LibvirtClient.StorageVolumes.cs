using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Libvirt;

/// <summary>Storage volumes.</summary>
public sealed partial class LibvirtClient
{
    public Task<StorageVolumeRef> LookupStorageVolumeAsync(StoragePoolRef pool, string name, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StorageVolumeProcedures.LookupByName, (pool, name), cancellationToken);

    /// <summary>The volume, or null when the pool has none of that name.</summary>
    public Task<StorageVolumeRef?> FindStorageVolumeAsync(StoragePoolRef pool, string name, CancellationToken cancellationToken = default) =>
        OrNullAsync(LookupStorageVolumeAsync(pool, name, cancellationToken));

    /// <summary>The volume at that path of the host, or null when no active pool has it.</summary>
    public Task<StorageVolumeRef?> FindStorageVolumeByPathAsync(string path, CancellationToken cancellationToken = default) =>
        OrNullAsync(_rpc.CallAsync(StorageVolumeProcedures.LookupByPath, path, cancellationToken));

    public Task<string> GetStorageVolumeXmlAsync(StorageVolumeRef volume, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StorageVolumeProcedures.GetXml, volume, cancellationToken);

    public Task<string> GetStorageVolumePathAsync(StorageVolumeRef volume, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StorageVolumeProcedures.GetPath, volume, cancellationToken);

    public Task<StorageVolumeUsage> GetStorageVolumeUsageAsync(StorageVolumeRef volume, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StorageVolumeProcedures.GetInfo, volume, cancellationToken);

    public Task<StorageVolumeRef> CreateStorageVolumeAsync(
        StoragePoolRef pool, string xml, StorageVolumeCreateFlags flags = StorageVolumeCreateFlags.None, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StorageVolumeProcedures.CreateXml, (pool, xml, flags), cancellationToken);

    /// <summary>Makes a volume with another one's content.</summary>
    public Task<StorageVolumeRef> CreateStorageVolumeFromAsync(
        StoragePoolRef pool,
        string xml,
        StorageVolumeRef source,
        StorageVolumeCreateFlags flags = StorageVolumeCreateFlags.None,
        CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StorageVolumeProcedures.CreateXmlFrom, (pool, xml, source, flags), cancellationToken);

    /// <summary>Deletes the volume and its content.</summary>
    public Task DeleteStorageVolumeAsync(
        StorageVolumeRef volume, StorageVolumeDeleteFlags flags = StorageVolumeDeleteFlags.Normal, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StorageVolumeProcedures.Delete, (volume, (uint)flags), cancellationToken);

    /// <param name="capacity">Bytes; the new size, or the difference with <see cref="StorageVolumeResizeFlags.Delta"/>.</param>
    public Task ResizeStorageVolumeAsync(
        StorageVolumeRef volume, ulong capacity, StorageVolumeResizeFlags flags = StorageVolumeResizeFlags.None, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StorageVolumeProcedures.Resize, (volume, capacity, flags), cancellationToken);

    public Task WipeStorageVolumeAsync(
        StorageVolumeRef volume, StorageVolumeWipeAlgorithm algorithm = StorageVolumeWipeAlgorithm.Zero, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StorageVolumeProcedures.WipePattern, (volume, algorithm), cancellationToken);
}
