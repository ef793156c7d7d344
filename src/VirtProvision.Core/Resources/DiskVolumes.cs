using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Resources;

/// <summary>
/// Derives the volumes that domains' disks bring with them: <c>{name: root, pool: images, size: 20GiB, from: {volume: debian12.qcow2}}</c> becomes a
/// <c>StorageVolume</c> named <c>web01-root.qcow2</c>, and the disk one that uses it.
/// </summary>
/// <param name="poolTypeOf">The <c>type</c> of a declared pool by its name; null when the specs don't declare it.</param>
/// <param name="formatOf">The <c>format</c> of a declared volume; null when the specs don't say.</param>
internal sealed class DiskVolumes(Func<string, string?> poolTypeOf, Func<ResourceId, ScalarNode?> formatOf, DiagnosticBag diagnostics)
{
    private const string DefaultPool = "default";

    /// <summary>The domain with its disks pointed at their volumes; the volumes are added before it.</summary>
    public ResourceSpec Derive(ResourceSpec domain, List<ResourceSpec> into)
    {
        if (domain.Spec["disks"] is not SequenceNode disks)
        {
            return domain;
        }

        var items = disks.Items;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i] is MappingNode disk)
            {
                var derived = disk["volume"] is null ? Derive(domain, disk, into) : WithFormat(disk);
                items = ReferenceEquals(derived, disk) ? items : items.SetItem(i, derived);
            }
        }

        return items == disks.Items ? domain : domain with { Spec = domain.Spec.With("disks", disks with { Items = items }) };
    }

    // libvirt does not ask the volume: without a format the guest would see the image file's own bytes as its disk.
    private MappingNode WithFormat(MappingNode disk) =>
        disk["format"] is null && disk.TextOf("pool") is { } pool && disk.TextOf("volume") is { } volume
        && formatOf(new ResourceId(ResourceKind.StorageVolume, volume, pool)) is { } format
            ? disk.With("format", format)
            : disk;

    private MappingNode Derive(ResourceSpec domain, MappingNode disk, List<ResourceSpec> into)
    {
        var makesVolume = disk["size"] ?? disk["from"];
        if (makesVolume is null)
        {
            if (disk["pool"] is { } lonely)
            {
                diagnostics.Add(ResourceDiagnostics.PoolWithoutVolume(lonely.Span));
            }

            return disk;
        }

        // Which pool has the path, the host will tell.
        if (disk["path"] is not null && disk["pool"] is null)
        {
            return disk;
        }

        if ((disk["path"] ?? disk["vol"] ?? disk["source"]) is not null)
        {
            diagnostics.Add(ResourceDiagnostics.DiskHasPathAndSize(makesVolume.Span));
            return disk;
        }

        if (disk["name"] is not ScalarNode name)
        {
            diagnostics.Add(ResourceDiagnostics.DiskNeedsName(disk.Span));
            return disk;
        }

        var pool = disk["pool"] as ScalarNode ?? ScalarNode.String(makesVolume.Span, DefaultPool);
        var inFiles = poolTypeOf(pool.Text) is null or "dir" or "fs" or "netfs" or "vstorage";
        var format = disk["volumeFormat"] as ScalarNode ?? disk["format"] as ScalarNode ?? (inFiles ? ScalarNode.String(makesVolume.Span, "qcow2") : null);
        var volumeName = $"{domain.Id.Name}-{name.Text}{(inFiles ? VolumeOfDisk.Extension(format!.Text) : "")}";
        into.Add(new ResourceSpec(
            new ResourceId(ResourceKind.StorageVolume, volumeName, pool.Text),
            ImmutableSortedDictionary<string, string>.Empty,
            ImmutableSortedDictionary<string, string>.Empty,
            VolumeOfDisk.Spec(disk, pool, format, inFiles, diagnostics),
            name.Span,
            domain.Id));
        disk = disk.With("pool", pool).With("volume", ScalarNode.String(name.Span, volumeName));
        return format is null || disk["format"] is not null ? disk : disk.With("format", format);
    }
}
