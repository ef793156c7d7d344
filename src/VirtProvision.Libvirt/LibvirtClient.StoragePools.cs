using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Libvirt;

/// <summary>Storage pools.</summary>
public sealed partial class LibvirtClient
{
    public Task<ImmutableArray<StoragePoolRef>> ListStoragePoolsAsync(
        StoragePoolListFlags filter = StoragePoolListFlags.All, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StoragePoolProcedures.ListAll, filter, cancellationToken);

    public Task<StoragePoolRef> LookupStoragePoolAsync(string name, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StoragePoolProcedures.LookupByName, name, cancellationToken);

    /// <summary>The pool, or null when there is none of that name.</summary>
    public Task<StoragePoolRef?> FindStoragePoolAsync(string name, CancellationToken cancellationToken = default) =>
        OrNullAsync(LookupStoragePoolAsync(name, cancellationToken));

    /// <summary>The pool whose target is that folder, or null.</summary>
    public Task<StoragePoolRef?> FindStoragePoolByTargetPathAsync(string path, CancellationToken cancellationToken = default) =>
        OrNullAsync(_rpc.CallAsync(StoragePoolProcedures.LookupByTargetPath, path, cancellationToken));

    public Task<string> GetStoragePoolXmlAsync(
        StoragePoolRef pool, StorageXmlFlags flags = StorageXmlFlags.Current, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StoragePoolProcedures.GetXml, (pool, (uint)flags), cancellationToken);

    /// <summary>Makes a persistent pool, or gives an existing one (same UUID) a new configuration.</summary>
    public Task<StoragePoolRef> DefineStoragePoolAsync(
        string xml, StoragePoolDefineFlags flags = StoragePoolDefineFlags.None, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StoragePoolProcedures.DefineXml, (xml, (uint)flags), cancellationToken);

    /// <summary>Starts a transient pool.</summary>
    public Task<StoragePoolRef> CreateStoragePoolAsync(
        string xml, StoragePoolStartFlags flags = StoragePoolStartFlags.None, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StoragePoolProcedures.CreateXml, (xml, (uint)flags), cancellationToken);

    /// <summary>Makes what the pool needs on the host: a folder, a file system, a volume group …</summary>
    public Task BuildStoragePoolAsync(StoragePoolRef pool, StoragePoolBuildFlags flags = StoragePoolBuildFlags.New, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StoragePoolProcedures.Build, (pool, (uint)flags), cancellationToken);

    public Task StartStoragePoolAsync(StoragePoolRef pool, StoragePoolStartFlags flags = StoragePoolStartFlags.None, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StoragePoolProcedures.Create, (pool, (uint)flags), cancellationToken);

    /// <summary>Stops the pool; its volumes stay.</summary>
    public Task DestroyStoragePoolAsync(StoragePoolRef pool, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StoragePoolProcedures.Destroy, pool, cancellationToken);

    /// <summary>Removes what the pool had on the host; libvirt refuses for a folder that isn't empty.</summary>
    public Task DeleteStoragePoolAsync(
        StoragePoolRef pool, StoragePoolDeleteFlags flags = StoragePoolDeleteFlags.Normal, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StoragePoolProcedures.Delete, (pool, (uint)flags), cancellationToken);

    public Task UndefineStoragePoolAsync(StoragePoolRef pool, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StoragePoolProcedures.Undefine, pool, cancellationToken);

    /// <summary>Looks again what volumes there are.</summary>
    public Task RefreshStoragePoolAsync(StoragePoolRef pool, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StoragePoolProcedures.Refresh, (pool, 0u), cancellationToken);

    public Task<bool> IsStoragePoolActiveAsync(StoragePoolRef pool, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StoragePoolProcedures.IsActive, pool, cancellationToken);

    public Task<bool> IsStoragePoolPersistentAsync(StoragePoolRef pool, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StoragePoolProcedures.IsPersistent, pool, cancellationToken);

    public Task<bool> GetStoragePoolAutostartAsync(StoragePoolRef pool, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StoragePoolProcedures.GetAutostart, pool, cancellationToken);

    public Task SetStoragePoolAutostartAsync(StoragePoolRef pool, bool autostart, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StoragePoolProcedures.SetAutostart, (pool, autostart), cancellationToken);

    public Task<StoragePoolUsage> GetStoragePoolUsageAsync(StoragePoolRef pool, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StoragePoolProcedures.GetInfo, pool, cancellationToken);

    /// <summary>The volumes of an active pool.</summary>
    public Task<ImmutableArray<StorageVolumeRef>> ListStorageVolumesAsync(StoragePoolRef pool, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(StoragePoolProcedures.ListAllVolumes, pool, cancellationToken);
}
