using System.Xml.Linq;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Cloning;

/// <summary>The XML of the volumes that are made for clones.</summary>
internal static class CloneImages
{
    // What belongs to the image as such. Its label and times do not.
    private static readonly string[] s_ownership = ["mode", "owner", "group"];

    private const int OwnerMayWrite = 0x180; // 0600

    /// <param name="source">The volume that is copied; null for a file that is none.</param>
    /// <param name="format">Null where the pool's volumes have none.</param>
    /// <param name="isEmpty">Nothing is copied, so that a size has to be said.</param>
    public static XElement Copy(string name, HostVolume? source, string? format, bool isNonSparse, bool isEmpty = false) => new("volume",
        new XElement("name", name),
        source is null && !isEmpty ? null : new XElement("capacity", new XAttribute("unit", "bytes"), source?.Capacity ?? 0),
        new XElement("allocation", new XAttribute("unit", "bytes"), isNonSparse && source is not null ? source.Capacity : 0),
        new XElement("target",
            format is null ? null : new XElement("format", new XAttribute("type", format)),
            Permissions(source),
            format == source?.Format ? Features(source) : null));

    public static XElement Layer(string name, HostVolume? source, string basePath, string baseFormat) => new("volume",
        new XElement("name", name),
        source is null ? null : new XElement("capacity", new XAttribute("unit", "bytes"), source.Capacity),
        new XElement("allocation", 0),
        new XElement("target", new XElement("format", new XAttribute("type", "qcow2")), Permissions(source), new XElement("compat", "1.1")),
        new XElement("backingStore", new XElement("path", basePath), new XElement("format", new XAttribute("type", baseFormat))));

    public static ResourceId IdOf(HostVolume volume) => new(ResourceKind.StorageVolume, volume.Name, volume.Pool);

    private static XElement? Permissions(HostVolume? source)
    {
        if (source?.Xml.Element("target")?.Element("permissions") is not { } permissions)
        {
            return null;
        }

        var copy = new XElement("permissions", s_ownership.Select(name => permissions.Element(name)).OfType<XElement>().Select(static element => new XElement(element)));

        // A golden image is often made read-only; its clones are written to.
        if (copy.Element("mode") is { } mode && mode.Value.Length <= 5 && mode.Value.All(static digit => digit is >= '0' and <= '7'))
        {
            mode.Value = "0" + Convert.ToString(Convert.ToInt32(mode.Value, 8) | OwnerMayWrite, 8);
        }

        return copy;
    }

    // The version of the image format and what of it is switched on: a guest's boot loader may depend on neither, its host's tools may.
    private static IEnumerable<XElement> Features(HostVolume? source) =>
        source?.Xml.Element("target") is { } target ? target.Elements().Where(static element => element.Name.LocalName is "compat" or "features" or "clusterSize").Select(static element => new XElement(element)) : [];
}
