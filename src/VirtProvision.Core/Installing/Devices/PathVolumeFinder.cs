using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>Finds the volumes at the paths of disks, domain after domain: what one brings, the next finds there.</summary>
internal sealed class PathVolumeFinder(HostStorage storage, HashSet<ResourceId> known, DiagnosticBag diagnostics)
{
    private static readonly DeviceSettings s_settings = new();

    private HostStorage _storage = storage;

    public IEnumerable<ResourceSpec> WithVolumes(ResourceSpec domain)
    {
        var making = new NewStorage(domain, _storage, s_settings, diagnostics);
        var volumes = new List<ResourceSpec>();
        var spec = domain.Spec.Items("disks").Any(PathVolumes.IsOne)
            ? domain.Spec.WithItems("disks", disk => PathVolumes.IsOne(disk) ? Place(domain, disk, making, volumes) : disk)
            : domain.Spec;
        _storage = _storage with { Pools = [.. making.Pools] };
        return [.. making.Specs, .. volumes, domain with { Spec = spec }];
    }

    /// <summary>The disk with the format of its volume.</summary>
    private MappingNode Place(ResourceSpec domain, MappingNode disk, NewStorage making, List<ResourceSpec> volumes)
    {
        var path = (ScalarNode)disk["path"]!;
        var (folder, name) = HostPath.Split(path.Text);
        var pool = HostStorage.PoolAt(making.Pools, folder);
        if ((_storage.AtPath.GetValueOrDefault(path.Text) ?? (pool is null ? null : _storage.Volume(pool.Name, name))) is { } volume)
        {
            // It is as it is; only its size is still ours to say.
            if (disk["size"] is { } size)
            {
                Add(volume.Pool, volume.Name, MappingNode.Empty(disk.Span).With("pool", ScalarNode.String(path.Span, volume.Pool)).With("capacity", size));
            }

            return disk.WithMissing("format", ScalarNode.String(path.Span, ImageFormats.Of(volume.Format)));
        }

        if (_storage.Files.ContainsKey(path.Text))
        {
            return disk;
        }

        if (pool is null && HostPath.IsKernels(path.Text))
        {
            diagnostics.Add(DeviceDiagnostics.NotMadeHere(path.Span, path.Text));
            return disk;
        }

        pool ??= making.MakePool(folder, path.Span);
        var inFiles = PoolKinds.HoldsFiles(pool.Type);
        var format = inFiles ? disk["volumeFormat"] as ScalarNode ?? disk["format"] as ScalarNode ?? ScalarNode.String(path.Span, ImageFormats.OfName(name)) : null;
        Add(pool.Name, name, VolumeOfDisk.Spec(disk, ScalarNode.String(path.Span, pool.Name), format, inFiles, diagnostics));
        return disk.WithMissing("format", format ?? ScalarNode.String(path.Span, "raw"));

        void Add(string poolName, string volumeName, MappingNode spec)
        {
            var id = new ResourceId(ResourceKind.StorageVolume, volumeName, poolName);
            if (known.Add(id))
            {
                volumes.Add(new ResourceSpec(id, ImmutableSortedDictionary<string, string>.Empty, ImmutableSortedDictionary<string, string>.Empty, spec, path.Span, domain.Id));
            }
        }
    }
}
