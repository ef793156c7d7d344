using VirtProvision.Core.Cloning;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Runtime.Cloning;

/// <summary>Reads of a host what cloning depends on: every domain and volume, as any of them may stand in the way.</summary>
internal static class CloneSurvey
{
    public static async Task<CloneHost> ReadAsync(IHypervisorReader reader, CloneSource source, CloneRequest request, CancellationToken cancellationToken)
    {
        // Asked together, so that the calls travel together.
        var inventory = reader.Inventory;
        var facts = reader.ReadFactsAsync(cancellationToken);
        var domains = inventory.DomainsAsync(cancellationToken);
        string[] own = [.. source.Disks.Select(CloneSource.PathOf).Append(source.Nvram).OfType<string>()];
        string[] asked = [.. request.Files.Append(request.Nvram).OfType<string>().Select(path => Path.Combine(request.WorkingFolder ?? "/", path))];
        var found = HostSurvey.FindAsync(own.Concat(asked).Distinct(), inventory, cancellationToken);
        var pools = await inventory.PoolsAsync(cancellationToken).ConfigureAwait(false);
        var volumes = await HostSurvey.VolumesAsync(pools.Where(static pool => pool.IsActive).Select(static pool => pool.Name), inventory, cancellationToken).ConfigureAwait(false);
        var all = await domains.ConfigureAwait(false);
        var used = all.SelectMany(static domain => new CloneSource(domain.Xml).Disks).Select(CloneSource.PathOf).OfType<string>().ToHashSet(StringComparer.Ordinal);

        // The sign beside a volume that a domain uses was only left behind.
        var whole = volumes.ToImmutableDictionary(
            static pair => pair.Key, pair => HalfMade.WholeOf(pair.Value).AddRange(pair.Value.Where(volume => used.Contains(volume.Path)).Except(HalfMade.WholeOf(pair.Value))), StringComparer.Ordinal);
        var half = volumes.SelectMany(pair => pair.Value.Except(whole[pair.Key])).Select(static volume => volume.Path).ToHashSet(StringComparer.Ordinal);
        var known = await facts.ConfigureAwait(false);
        return new CloneHost(known)
        {
            Domains = all,
            LeftIn = [.. volumes.Where(static pair => VolumeClaims.IsAnythingLeft(pair.Value)).Select(static pair => pair.Key).Order(StringComparer.Ordinal)],
            BeingMade = [.. volumes.Values.SelectMany(BeingMade)],
            Storage = new HostStorage
            {
                Pools = pools,
                Volumes = whole,
                AtPath = (await found.ConfigureAwait(false)).RemoveRange(half),
            },
            MissingFolders = known.HasFilesHere ? [.. asked.Select(Path.GetDirectoryName).OfType<string>().Where(static folder => !Directory.Exists(folder))] : [],
            Files = known.HasFilesHere ? FilesOf(own, asked).Except(half) : [],
        };
    }

    private static IEnumerable<string> BeingMade(ImmutableArray<HostVolume> volumes) =>
        from sign in volumes
        where HalfMade.OfSign(sign.Name) is not null && VolumeClaims.OwnerOf(sign, volumes) is not null
        select HalfMade.OfSign(sign.Path)!;

    private static ImmutableHashSet<string> FilesOf(string[] own, string[] asked)
    {
        var files = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        files.UnionWith(asked.Concat(own).Where(Path.Exists));
        foreach (var folder in own.Select(Path.GetDirectoryName).OfType<string>().Distinct().Where(static folder => folder is not ("" or "/dev")))
        {
            try
            {
                files.UnionWith(Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder) : []);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // libvirt's folders are not everybody's to look into; its pools tell what is there.
            }
        }

        return files.ToImmutable();
    }
}
