using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>
/// The sign beside a volume that is being made. libvirt can't rename a volume, so one can't be filled under another name and then moved.
/// Instead an empty volume stands beside it until all is there; a run that finds the sign makes the volume anew. See docs/decisions/half-made-volumes.md.
/// </summary>
internal static class HalfMade
{
    private const string Suffix = ".virtprovision-part";

    public static ResourceId SignOf(ResourceId volume) => volume with { Name = volume.Name + Suffix };

    /// <summary>The name of the volume that a sign of that name stands beside; null for what is no sign.</summary>
    public static string? OfSign(string name) => name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : null;

    public static string EmptyXml(ResourceId volume) =>
        new System.Xml.Linq.XElement(ResourceKind.StorageVolume.RootElement,
            new System.Xml.Linq.XElement("name", volume.Name),
            new System.Xml.Linq.XElement("capacity", 0),
            new System.Xml.Linq.XElement("allocation", 0)).ToString();

    /// <summary>The volumes that are whole: neither signs, nor what stands beside one, nor marks of runs.</summary>
    public static ImmutableArray<Core.Hosts.HostVolume> WholeOf(ImmutableArray<Core.Hosts.HostVolume> volumes)
    {
        var names = volumes.Select(static volume => OfSign(volume.Name)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return volumes.RemoveAll(volume => OfSign(volume.Name) is not null || names.Contains(volume.Name) || RunMark.IsOne(volume.Name));
    }

    /// <summary>Only where a volume is a file is a second one cheap and freely named.</summary>
    public static bool IsPossibleIn(string? poolType) => poolType is "dir" or "fs" or "netfs";
}
