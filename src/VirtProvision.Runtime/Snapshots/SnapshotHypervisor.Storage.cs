using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>Pools and volumes. A volume's content is only counted.</summary>
internal sealed partial class SnapshotHypervisor
{
    public Task BuildPoolAsync(ResourceId pool, CancellationToken cancellationToken) => Do(() =>
    {
        if (_state.Get(pool).IsActive)
        {
            throw SnapshotRefusal.IsActive(pool);
        }
    });

    public Task RefreshPoolAsync(ResourceId pool, CancellationToken cancellationToken) => Do(() => { _state.GetActive(pool); });

    public Task CreateVolumeAsync(ResourceId volume, string xml, CancellationToken cancellationToken) => Do(() => Create(volume, XElement.Parse(xml)));

    public Task CloneVolumeAsync(ResourceId volume, string xml, ResourceId source, bool reflink, CancellationToken cancellationToken) => Do(() =>
    {
        var made = XElement.Parse(xml);
        var original = _state.Get(source).Definition;
        var capacity = SnapshotVolume.SizeOf(original).Capacity;
        if (SnapshotVolume.SizeOf(made).Capacity < capacity)
        {
            SnapshotVolume.SetBytes(made, "capacity", capacity);
        }

        SnapshotVolume.SetBytes(made, "allocation", SnapshotVolume.SizeOf(original).Allocation);
        Create(volume, made);
    });

    public Task DeleteVolumeAsync(ResourceId volume, CancellationToken cancellationToken) => Do(() =>
    {
        _state.Get(volume);
        _state.Volumes(volume.Pool!).Remove(volume.Name);
    });

    public Task ResizeVolumeAsync(ResourceId volume, long capacity, bool shrink, CancellationToken cancellationToken) => Do(() =>
    {
        var definition = _state.Get(volume).Definition;
        if (!shrink && capacity < SnapshotVolume.SizeOf(definition).Capacity)
        {
            throw SnapshotRefusal.Of(LibvirtErrorCode.InvalidArg,
                "invalid argument: Can't shrink capacity below current capacity unless shrink flag explicitly specified");
        }

        SnapshotVolume.SetBytes(definition, "capacity", capacity);
    });

    public Task LayerDisksAsync(ResourceId domain, string snapshotXml, bool freeze, CancellationToken cancellationToken) => Do(() => _ = _state.Get(domain));

    public Task CommitDiskAsync(ResourceId domain, string target, CancellationToken cancellationToken) => Do(() => _ = _state.Get(domain));

    public Task PullDiskAsync(ResourceId domain, string target, Action<long, long>? moved, CancellationToken cancellationToken) => Do(() =>
    {
        var image = ImageOf(domain, target);
        image?.Definition.Elements("backingStore").Remove();
    });

    public Task ResizeDiskAsync(ResourceId domain, string target, long capacity, CancellationToken cancellationToken) => Do(() =>
    {
        if (ImageOf(domain, target) is { } image)
        {
            SnapshotVolume.SetBytes(image.Definition, "capacity", capacity);
        }
    });

    public async Task UploadAsync(ResourceId volume, FileStream content, bool sparse, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var head = new byte[SnapshotVolume.CdHead];
        var read = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        await Do(() => SnapshotVolume.Recognize(_state.Get(volume).Definition, head.AsSpan(0, read), content.Length)).ConfigureAwait(false);
        progress?.Report(content.Length);
    }

    /// <summary>The volume that a running domain has as a disk; null for an image that is none.</summary>
    private SnapshotObject? ImageOf(ResourceId domain, string target)
    {
        var disk = SnapshotDevices.FindDisk(_state.GetActive(domain).Live, target)
            ?? throw SnapshotRefusal.Of(LibvirtErrorCode.InvalidArg, $"invalid argument: disk '{target}' was not found in the domain config");
        var source = disk.Element("source");
        var path = source?.Attribute("file")?.Value ?? source?.Attribute("dev")?.Value;
        return source?.Attribute("pool")?.Value is { } pool && source.Attribute("volume")?.Value is { } name
            ? _state.Get(new ResourceId(ResourceKind.StorageVolume, name, pool))
            : _state.All(ResourceKind.StoragePool).Where(static item => item.Value.IsActive)
                .SelectMany(item => _state.Volumes(item.Key).Values).FirstOrDefault(volume => SnapshotVolume.PathOf(volume.Definition) == path);
    }

    // A rehearsal reads the content to its end, so that what is wrong with it shows.
    public async Task UploadAsync(ResourceId volume, Stream content, bool sparse, CancellationToken cancellationToken)
    {
        var head = new byte[SnapshotVolume.CdHead];
        long length = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var known = (int)length;
        var rest = new byte[64 * 1024];
        int read;
        while ((read = await content.ReadAsync(rest, cancellationToken).ConfigureAwait(false)) > 0)
        {
            length += read;
        }

        await Do(() => SnapshotVolume.Recognize(_state.Get(volume).Definition, head.AsSpan(0, known), length)).ConfigureAwait(false);
    }

    public Task<Stream> DownloadAsync(ResourceId volume, CancellationToken cancellationToken) =>
        throw SnapshotRefusal.Of(LibvirtErrorCode.OperationUnsupported, "Operation not supported: a snapshot of a host holds no content of volumes");

    private void Create(ResourceId volume, XElement asked)
    {
        var pool = _state.GetActivePool(volume);
        var volumes = _state.Volumes(volume.Pool!);
        if (volumes.ContainsKey(volume.Name))
        {
            throw SnapshotRefusal.VolumeExists(volume);
        }

        var made = SnapshotVolume.Made(asked, volume.Name, pool.Definition);
        volumes[volume.Name] = new SnapshotObject(() => made) { KnownPath = SnapshotVolume.PathOf(made) };
    }
}
