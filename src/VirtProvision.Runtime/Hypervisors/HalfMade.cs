using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>
/// The sign beside a volume whose content is being written. libvirt can't rename a volume, so one can't be filled under another name and then moved.
/// Instead an empty volume stands beside it until the last byte is there; a run that finds the sign makes the volume anew. See docs/decisions.
/// </summary>
internal static class HalfMade
{
    private const string Suffix = ".virtprovision-part";

    public static ResourceId SignOf(ResourceId volume) => volume with { Name = volume.Name + Suffix };

    public static string SignXml(ResourceId volume) =>
        new System.Xml.Linq.XElement(ResourceKind.StorageVolume.RootElement,
            new System.Xml.Linq.XElement("name", SignOf(volume).Name),
            new System.Xml.Linq.XElement("capacity", 0),
            new System.Xml.Linq.XElement("allocation", 0)).ToString();

    /// <summary>The volumes that are whole: neither signs nor what stands beside one.</summary>
    public static ImmutableArray<Core.Hosts.HostVolume> WholeOf(ImmutableArray<Core.Hosts.HostVolume> volumes)
    {
        var names = volumes.Select(static volume => volume.Name).Where(static name => name.EndsWith(Suffix, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        return names.Count is 0 ? volumes : volumes.RemoveAll(volume => names.Contains(volume.Name) || names.Contains(volume.Name + Suffix));
    }

    /// <summary>Only where a volume is a file is a second one cheap and freely named.</summary>
    public static bool IsPossibleIn(string? poolType) => poolType is "dir" or "fs" or "netfs";
}
