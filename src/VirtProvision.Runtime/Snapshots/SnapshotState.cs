using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>
/// The objects of a host: those of the snapshot, and what this process has done to them. The files stay as they are. Not safe for threads: whoever uses it
/// holds <see cref="Gate"/>.
/// </summary>
internal sealed class SnapshotState(SnapshotFiles files)
{
    private readonly Dictionary<ResourceKind, Dictionary<string, SnapshotObject>> _objects = [];
    private readonly Dictionary<string, Dictionary<string, SnapshotObject>> _volumes = new(StringComparer.Ordinal);

    public Lock Gate { get; } = new();

    /// <summary>Domains, networks or pools by name.</summary>
    public Dictionary<string, SnapshotObject> All(ResourceKind kind)
    {
        if (!_objects.TryGetValue(kind, out var all))
        {
            var record = files.Record;
            _objects[kind] = all = new Dictionary<string, SnapshotObject>(
                (kind == ResourceKind.StoragePool ? record.Pools.Select(static pool => KeyValuePair.Create(pool.Key, pool.Value.State))
                    : kind == ResourceKind.Network ? record.Networks
                    : record.Domains).Select(item => KeyValuePair.Create(item.Key, Known(kind, item.Key, item.Value))),
                StringComparer.Ordinal);
        }

        return all;
    }

    /// <summary>A pool's volumes by name, whether it is active or not.</summary>
    public Dictionary<string, SnapshotObject> Volumes(string pool)
    {
        if (!_volumes.TryGetValue(pool, out var all))
        {
            var known = files.Record.Pools.TryGetValue(pool, out var record) ? record.Volumes : [];
            _volumes[pool] = all = new Dictionary<string, SnapshotObject>(
                known.Select(volume => KeyValuePair.Create(volume.Name, new SnapshotObject(() => files.ReadXml(SnapshotLayout.FileOf(ResourceKind.StorageVolume, volume.Name, pool)))
                {
                    KnownPath = volume.Path,
                })),
                StringComparer.Ordinal);
        }

        return all;
    }

    /// <summary>Null when there is no such object. A volume of a pool that is not active is none that anybody knows of.</summary>
    public SnapshotObject? Find(ResourceId id) =>
        id.Kind != ResourceKind.StorageVolume ? All(id.Kind).GetValueOrDefault(id.Name)
        : FindPool(id) is { IsActive: true } ? Volumes(id.Pool!).GetValueOrDefault(id.Name)
        : null;

    /// <exception cref="LibvirtServerException">There is no such object.</exception>
    public SnapshotObject Get(ResourceId id)
    {
        if (id.Kind == ResourceKind.StorageVolume)
        {
            GetActivePool(id);
        }

        return Find(id) ?? throw SnapshotRefusal.NotFound(id);
    }

    /// <exception cref="LibvirtServerException">There is no such object, or it does not run.</exception>
    public SnapshotObject GetActive(ResourceId id) => Get(id) is { IsActive: true } found ? found : throw SnapshotRefusal.NotActive(id);

    /// <summary>The pool in which a volume is, or shall be.</summary>
    public SnapshotObject GetActivePool(ResourceId volume) => GetActive(PoolOf(volume));

    public static ResourceId PoolOf(ResourceId volume) => new(ResourceKind.StoragePool, volume.Pool!);

    private SnapshotObject? FindPool(ResourceId volume) => All(ResourceKind.StoragePool).GetValueOrDefault(volume.Pool!);

    private SnapshotObject Known(ResourceKind kind, string name, ObjectRecord record)
    {
        var known = new SnapshotObject(() => files.ReadXml(SnapshotLayout.FileOf(kind, name)))
        {
            ReadLive = () => files.TryReadXml(SnapshotLayout.LiveFileOf(kind, name)),
            Number = record.Number ?? 0,
            IsAutostart = record.IsAutostart,
            IsPersistent = record.IsPersistent,
        };
        return record.IsActive ? known.Run() : known;
    }
}
