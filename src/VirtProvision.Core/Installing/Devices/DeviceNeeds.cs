using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>What has to be asked of a host before the devices of a spec can be found. Nothing else is.</summary>
/// <param name="Paths">Looked up as volumes; where the host is this machine, as files too.</param>
public sealed record DeviceNeeds(ImmutableHashSet<string> Paths, bool Pools, bool Networks, bool NodeDevices)
{
    public static DeviceNeeds Of(MappingNode spec, DeviceSettings settings)
    {
        var disks = spec.Items("disks");
        var paths = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var disk in disks)
        {
            foreach (var path in new[] { disk.TextOf("path"), (disk["from"] as MappingNode)?.TextOf("path") })
            {
                if (path is not null)
                {
                    // A volume of a network pool has a path that is none: pool/image.
                    paths.Add(path);
                    paths.Add(HostPath.Absolute(path, settings.WorkingFolder));
                }
            }
        }

        var networks = spec.Items("networks");
        return new DeviceNeeds(
            paths.ToImmutable(),
            disks.Any(static disk => (disk["path"] ?? disk["vol"] ?? disk["pool"] ?? disk["size"] ?? disk["from"]) is not null),
            networks.Any(static card => card["network"] is not null),
            networks.Any(static card => card["hostdev"] is not null) || spec.Items("hostdevs").Any(static hostdev => hostdev["device"] is not null)
            || spec.Items("graphics").Any(GraphicsResolver.WantsRenderNode));
    }

    /// <summary>The pools whose volumes matter, once the pools are known.</summary>
    /// <param name="found">Paths that led to volumes.</param>
    public static ImmutableHashSet<string> PoolsToRead(MappingNode spec, ImmutableArray<HostPool> pools, IReadOnlyCollection<string> found, DeviceSettings settings)
    {
        var names = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var disk in spec.Items("disks"))
        {
            if (disk.TextOf("vol") is { } vol)
            {
                names.Add(vol.Split('/')[0]);
            }
            else if (disk.TextOf("pool") is { } pool)
            {
                names.Add(pool);
            }
            else if (disk.TextOf("path") is { } path)
            {
                var absolute = HostPath.Absolute(path, settings.WorkingFolder);
                if (!found.Contains(path) && !found.Contains(absolute) && HostStorage.PoolAt(pools, HostPath.Split(absolute).Folder) is { } around)
                {
                    names.Add(around.Name);
                }
            }
            else if ((disk["size"] ?? disk["from"]) is not null && HostStorage.DefaultPool(pools, settings.ImagesFolder) is { } usual)
            {
                names.Add(usual.Name);
            }
        }

        return names.ToImmutable();
    }
}
