using VirtProvision.Core.Resources;
using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>Pools and volumes.</summary>
public sealed partial class LibvirtHypervisor
{
    public async Task BuildPoolAsync(ResourceId pool, CancellationToken cancellationToken) =>
        await _client.BuildStoragePoolAsync(await _handles.PoolAsync(pool, cancellationToken).ConfigureAwait(false), StoragePoolBuildFlags.New, cancellationToken).ConfigureAwait(false);

    public async Task RefreshPoolAsync(ResourceId pool, CancellationToken cancellationToken) =>
        await _client.RefreshStoragePoolAsync(await _handles.PoolAsync(pool, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task CreateVolumeAsync(ResourceId volume, string xml, CancellationToken cancellationToken) =>
        await _client.CreateStorageVolumeAsync(
            await _handles.PoolOfAsync(volume, cancellationToken).ConfigureAwait(false), xml, StorageVolumeCreateFlags.None, cancellationToken).ConfigureAwait(false);

    public async Task CloneVolumeAsync(ResourceId volume, string xml, ResourceId source, bool reflink, CancellationToken cancellationToken) =>
        await _client.CreateStorageVolumeFromAsync(
            await _handles.PoolOfAsync(volume, cancellationToken).ConfigureAwait(false),
            xml,
            LibvirtHandles.Volume(source),
            reflink ? StorageVolumeCreateFlags.Reflink : StorageVolumeCreateFlags.None,
            cancellationToken).ConfigureAwait(false);

    public async Task UploadAsync(ResourceId volume, Stream content, bool sparse, CancellationToken cancellationToken)
    {
        var stream = await _client.UploadStorageVolumeAsync(LibvirtHandles.Volume(volume), default, sparse, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await (sparse ? SparseCopy.UploadAsync(content, stream, cancellationToken) : content.CopyToAsync(stream, cancellationToken)).ConfigureAwait(false);
            await stream.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<Stream> DownloadAsync(ResourceId volume, CancellationToken cancellationToken) =>
        await _client.DownloadStorageVolumeAsync(LibvirtHandles.Volume(volume), default, sparse: true, cancellationToken).ConfigureAwait(false);

    public Task DeleteVolumeAsync(ResourceId volume, CancellationToken cancellationToken) =>
        _client.DeleteStorageVolumeAsync(LibvirtHandles.Volume(volume), StorageVolumeDeleteFlags.Normal, cancellationToken);

    public Task ResizeVolumeAsync(ResourceId volume, long capacity, bool shrink, CancellationToken cancellationToken) =>
        _client.ResizeStorageVolumeAsync(
            LibvirtHandles.Volume(volume), (ulong)capacity, shrink ? StorageVolumeResizeFlags.Shrink : StorageVolumeResizeFlags.None, cancellationToken);
}
